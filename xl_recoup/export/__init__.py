"""CSV files for the finance system, and their controls."""
