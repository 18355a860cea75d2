"""The output tables of a run as rows, and whether those in a workbook are still true."""
