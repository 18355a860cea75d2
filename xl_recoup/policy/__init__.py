"""What the authority decided, built from the workbook's input tables; pure."""
