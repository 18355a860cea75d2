"""What the regulations say: pure functions, each with its clause above it."""
