"""What a workbook file says: its sheets, tables and cells, with nothing understood."""
