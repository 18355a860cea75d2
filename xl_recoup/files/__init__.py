"""Use cases on workbook files: read, calculate, write, all or nothing."""
