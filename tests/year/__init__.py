"""A year in the life of an invented council: its tables, what became known when, and the living."""
