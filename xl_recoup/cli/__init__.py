"""The command line: what a person or a build types, and what is said to them."""
