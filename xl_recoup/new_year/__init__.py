"""Next year's workbook: what goes on in it, and what it lacks; pure."""
