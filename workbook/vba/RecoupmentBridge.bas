Attribute VB_Name = "RecoupmentBridge"
Option Explicit

' How the buttons of the tab Recoupment start Python. This file starts one program in one line,
' marked below: the Python of the installation, at its full path in this user's own folder, with
' three words after what is fixed there: the button's name, the number of Excel's window and the
' workbook's name, in digits. Nothing is read from a workbook, a folder, a file or the registry.
' Python then acts on the workbook that is open in Excel and says there what it did. The letter I
' keeps it from looking into the current folder and into variables that others have set.

' Lets Python do what a button is for, on the workbook in front, and waits for its end.
Public Sub RecoupmentRun(ByVal Action As String)
    Dim Code As Long, Words As String
    Words = InTheWay()
    If Len(Words) > 0 Then
        Say Words
        Exit Sub
    End If
    On Error GoTo NotStarted
    ' The one line:
    Code = CreateObject("WScript.Shell").Run("""%LOCALAPPDATA%\xl_recoup\python\Scripts\pythonw.exe"" -I -m xl_recoup.excel.pressed " & Action & " " & Application.Hwnd & " " & InDigits(ActiveWorkbook.Name), 1, True)
    If Code <> 0 Then Say EndedWithoutAWord(Code)
    Exit Sub
NotStarted:
    Say "Nothing was done: " & Reason(Err.Number, Err.Description) & vbCrLf & vbCrLf & OtherWays()
End Sub

' What keeps a button from beginning; nothing where it can begin.
Private Function InTheWay() As String
#If Mac Then
    InTheWay = "These buttons are for Windows only. On a Mac, use the page or the command line: they do the same."
#Else
    If Not Application.ActiveProtectedViewWindow Is Nothing Then
        InTheWay = "The workbook in front is in Protected View, where nothing can be done with it. Press Enable Editing at its top, then press the button again."
    ElseIf ActiveWorkbook Is Nothing Then
        InTheWay = "No workbook is open. Open the workbook with the placements and press the button again."
    End If
#End If
End Function

' Gives a text as digits, four for each of its characters, so that none of them means anything else.
Private Function InDigits(ByVal Text As String) As String
    Dim Place As Long
    For Place = 1 To Len(Text)
        InDigits = InDigits & Right$("000" & Hex$(AscW(Mid$(Text, Place, 1))), 4)
    Next Place
End Function

' Why Windows did not start Python, by the number that it gives.
Private Function Reason(ByVal Number As Long, ByVal Description As String) As String
    Select Case Number
        Case &H80070002, &H80070003
            Reason = "Python is not in its place, %LOCALAPPDATA%\xl_recoup\python\Scripts\pythonw.exe. xl_recoup was not installed for you on this computer, or something has taken it away, such as a virus scanner. Install it again; if it is taken away again, tell IT which file it is."
        Case &H80070005, 70
            Reason = "Windows did not let Excel start Python (access denied). A rule against programs that Office starts does this. Ask IT for an exclusion of %LOCALAPPDATA%\xl_recoup\python\Scripts\pythonw.exe; ""python -m xl_recoup doctor"" says how it is to be written for Defender."
        Case &H800704EC
            Reason = "a policy of your organisation blocks Python (application control). Ask IT to allow %LOCALAPPDATA%\xl_recoup\python\Scripts\pythonw.exe."
        Case &H800700E1
            Reason = "the virus scanner blocks Python. Ask IT to look at %LOCALAPPDATA%\xl_recoup\python\Scripts\pythonw.exe."
        Case 429
            Reason = "Excel may not use Windows Script Host, by which it starts Python. Ask IT whether that is switched off."
        Case Else
            Reason = "Excel could not start Python. Windows says: " & Description & " (" & Number & ")."
    End Select
End Function

Private Function EndedWithoutAWord(ByVal Code As Long) As String
    EndedWithoutAWord = "Python was started and ended without a word (exit code " & Code & "). Something may be missing from the installation, or have been stopped half way: look at the workbook before you save it. Install xl_recoup again, or ask ""python -m xl_recoup doctor"" what is missing." & vbCrLf & vbCrLf & OtherWays()
End Function

Private Function OtherWays() As String
    OtherWays = "The window does the same, and Excel starts nothing for it: leave the workbook open, and start Recoupment from the Start menu or ""python -m xl_recoup desk"" in a command window."
End Function

Private Sub Say(ByVal Words As String)
    MsgBox Words, vbExclamation, "Recoupment"
End Sub
