"""The page without installation: what it asks of the program, in a browser's own Python."""
