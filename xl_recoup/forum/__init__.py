"""The report to the Schools Forum, small numbers hidden."""
