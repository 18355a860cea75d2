"""Changes to a workbook file: our cells replaced, what means them following, all else kept."""
