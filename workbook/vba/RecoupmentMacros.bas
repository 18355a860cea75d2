Attribute VB_Name = "RecoupmentMacros"
Option Explicit

' The macros of the tab Recoupment. Each hands over to one Python function, which acts on the open
' workbook and says in a sentence what it did or why it could not. Nothing is calculated here.

Public Sub RecoupmentValidate()
    If NoWorkbookIsOpen() Then Exit Sub
    On Error GoTo NotStarted
    RunPython "import xl_recoup.excel.macros as m; m.validate()"
    Exit Sub
NotStarted:
    SayNotStarted Err.Description
End Sub

Public Sub RecoupmentRecalculate()
    If NoWorkbookIsOpen() Then Exit Sub
    On Error GoTo NotStarted
    RunPython "import xl_recoup.excel.macros as m; m.recalculate()"
    Exit Sub
NotStarted:
    SayNotStarted Err.Description
End Sub

Public Sub RecoupmentGoToExceptions()
    If NoWorkbookIsOpen() Then Exit Sub
    On Error GoTo NotStarted
    RunPython "import xl_recoup.excel.macros as m; m.go_to_exceptions()"
    Exit Sub
NotStarted:
    SayNotStarted Err.Description
End Sub

Public Sub RecoupmentExplain()
    If NoWorkbookIsOpen() Then Exit Sub
    On Error GoTo NotStarted
    RunPython "import xl_recoup.excel.macros as m; m.explain()"
    Exit Sub
NotStarted:
    SayNotStarted Err.Description
End Sub

Public Sub RecoupmentPostPeriod()
    If NoWorkbookIsOpen() Then Exit Sub
    On Error GoTo NotStarted
    RunPython "import xl_recoup.excel.macros as m; m.post_period()"
    Exit Sub
NotStarted:
    SayNotStarted Err.Description
End Sub

Public Sub RecoupmentStatements()
    If NoWorkbookIsOpen() Then Exit Sub
    On Error GoTo NotStarted
    RunPython "import xl_recoup.excel.macros as m; m.statements()"
    Exit Sub
NotStarted:
    SayNotStarted Err.Description
End Sub

Public Sub RecoupmentExport()
    If NoWorkbookIsOpen() Then Exit Sub
    On Error GoTo NotStarted
    RunPython "import xl_recoup.excel.macros as m; m.export()"
    Exit Sub
NotStarted:
    SayNotStarted Err.Description
End Sub

Public Sub RecoupmentNewYear()
    If NoWorkbookIsOpen() Then Exit Sub
    On Error GoTo NotStarted
    RunPython "import xl_recoup.excel.macros as m; m.new_year()"
    Exit Sub
NotStarted:
    SayNotStarted Err.Description
End Sub

Public Sub RecoupmentHelp()
    If NoWorkbookIsOpen() Then Exit Sub
    On Error GoTo NotStarted
    RunPython "import xl_recoup.excel.macros as m; m.help()"
    Exit Sub
NotStarted:
    SayNotStarted Err.Description
End Sub

Public Sub RecoupmentAbout()
    If NoWorkbookIsOpen() Then Exit Sub
    On Error GoTo NotStarted
    RunPython "import xl_recoup.excel.macros as m; m.about()"
    Exit Sub
NotStarted:
    SayNotStarted Err.Description
End Sub

Private Function NoWorkbookIsOpen() As Boolean
    NoWorkbookIsOpen = ActiveWorkbook Is Nothing
    If NoWorkbookIsOpen Then
        MsgBox "No workbook is open. Open the workbook with the placements and press the button again.", _
            vbInformation, "Recoupment"
    End If
End Function

' Said where Excel itself may not start Python: the rule that stops Office from starting other
' programs, a missing installation, or a wrong path in the settings of xlwings.
Private Sub SayNotStarted(ByVal Reason As String)
    MsgBox "Excel could not start Python, so nothing was done: " & Reason & vbCrLf & vbCrLf & _
        "Run ""xl-recoup doctor"" in a command window: it says what is missing. If your security rules " & _
        "do not let Excel start other programs, leave the workbook open and run ""xl-recoup attach"".", _
        vbExclamation, "Recoupment"
End Sub
