"""Policies compared: a workbook as it is, and as it would be under each of its scenarios."""
