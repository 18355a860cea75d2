"""What reading a workbook makes of its cells, tables and settings."""
