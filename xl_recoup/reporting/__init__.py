"""Results for people and programs: JSON, text for a terminal, tables for analysis."""
