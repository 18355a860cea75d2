"""Files on disk: found, locked against a second run, replaced in one step, kept, cleared."""
