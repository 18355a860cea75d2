"""Several processes for one job, and how many cores there are."""
