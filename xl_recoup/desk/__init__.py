"""The window: every button of the ribbon for a workbook that is open in Excel, without macros.

It is started from the Start menu, so Office starts nothing; Python stays, so a click answers at
once. What a button does is what it does in Excel: the same function on the same workbook.
"""
