"""From cells to records: what a person typed, understood or reported, never guessed."""
