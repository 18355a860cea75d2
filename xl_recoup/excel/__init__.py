"""Excel itself: the open workbook by xlwings, the ribbon's macros, the custom functions."""
