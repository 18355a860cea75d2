"""What a workbook holds about pupils: where it stands, and the workbook without it."""
