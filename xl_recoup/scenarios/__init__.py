"""Scenarios: what the rows of one make of a workbook's tables, or what is wrong with them."""
