"""One run: read, check, charge, reconcile; what it found; what the last one left."""
