Attribute VB_Name = "RecoupmentBridge"
Option Explicit

' How the macros of the tab Recoupment start Python: this is the only place that knows. Nothing is
' calculated here.

' Calls the function of this name in xl_recoup.excel.macros.
Public Sub RecoupmentRun(ByVal Name As String)
    If NoWorkbookIsOpen() Then Exit Sub
    On Error GoTo NotStarted
    RunPython "import xl_recoup.excel.macros as m; m." & Name & "()"
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
