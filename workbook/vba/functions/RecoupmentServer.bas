Attribute VB_Name = "RecoupmentServer"
Option Explicit

' How the custom functions reach Python: through the library of xlwings, which lies beside Python in
' the installation and keeps it running while Excel is open. Library and Python are taken from one
' place in this user's own folder; nothing is read from a workbook, a folder or a file.

#If Mac Then
#ElseIf Win64 Then
    Private Const LIBRARY_NAME As String = "xlwings64-XLWINGS_VERSION.dll"
    Private Declare PtrSafe Function Activate Lib "xlwings64-XLWINGS_VERSION.dll" Alias "XLPyDLLActivateAuto" (ByRef Result As Variant, Optional ByVal Command As String = "", Optional ByVal Mode As Long = 1) As Long
    Private Declare PtrSafe Function LoadLibrary Lib "KERNEL32" Alias "LoadLibraryA" (ByVal Path As String) As LongPtr
#Else
    Private Const LIBRARY_NAME As String = "xlwings32-XLWINGS_VERSION.dll"
    Private Declare PtrSafe Function Activate Lib "xlwings32-XLWINGS_VERSION.dll" Alias "XLPyDLLActivateAuto" (ByRef Result As Variant, Optional ByVal Command As String = "", Optional ByVal Mode As Long = 1) As Long
    Private Declare PtrSafe Function LoadLibrary Lib "KERNEL32" Alias "LoadLibraryA" (ByVal Path As String) As LongPtr
#End If

' Gives the Python that runs the functions, started where it does not run yet.
Public Function PythonServer() As Object
#If Mac Then
    Err.Raise 1000, Description:="The custom functions are for Windows only."
#Else
    Dim Place As String, Command As String, Answer As Variant
    Place = Environ$("LOCALAPPDATA") & "\xl_recoup\python"
    If LoadLibrary(Place & "\" & LIBRARY_NAME) = 0 Then
        Err.Raise 1000, Description:="Windows can't load " & Place & "\" & LIBRARY_NAME & ": it is missing or blocked. Install xl_recoup again."
    End If
    Command = """" & Place & "\Scripts\pythonw.exe"" -I -c ""import xlwings; xlwings.serve('$(CLSID)')"""
    If Activate(Answer, Command, 1) <> 0 Then Err.Raise 1000, Description:=Answer
    Set PythonServer = Answer
#End If
End Function
