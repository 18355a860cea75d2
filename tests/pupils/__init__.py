"""What a workbook holds about pupils: found, left out, and told to nobody."""
