Attribute VB_Name = "RecoupmentRibbon"
Option Explicit

' What Excel calls when a button of the tab Recoupment is pressed. Each hands over to the macro of
' the same name in RecoupmentMacros, which can also be run from the list of macros (Alt+F8).

Public Sub RibbonValidate(control As IRibbonControl)
    RecoupmentValidate
End Sub

Public Sub RibbonRecalculate(control As IRibbonControl)
    RecoupmentRecalculate
End Sub

Public Sub RibbonGoToExceptions(control As IRibbonControl)
    RecoupmentGoToExceptions
End Sub

Public Sub RibbonExplain(control As IRibbonControl)
    RecoupmentExplain
End Sub

Public Sub RibbonPostPeriod(control As IRibbonControl)
    RecoupmentPostPeriod
End Sub

Public Sub RibbonStatements(control As IRibbonControl)
    RecoupmentStatements
End Sub

Public Sub RibbonExport(control As IRibbonControl)
    RecoupmentExport
End Sub

Public Sub RibbonNewYear(control As IRibbonControl)
    RecoupmentNewYear
End Sub

Public Sub RibbonHelp(control As IRibbonControl)
    RecoupmentHelp
End Sub

Public Sub RibbonAbout(control As IRibbonControl)
    RecoupmentAbout
End Sub
