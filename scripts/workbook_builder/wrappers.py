"""The VBA module of the custom functions, written from their descriptions in Python.

Each wrapper hands its arguments to the Python function of its name, through xlwings, and makes
real Excel errors: of a failure, and of error texts among the results. How Python is reached is
written by hand, in `workbook/vba/functions/RecoupmentServer.bas`.
"""

from __future__ import annotations

from xl_recoup.excel.function_list import CATEGORY
from xl_recoup.excel.functions import FUNCTIONS, Function

MODULE = "RecoupmentFunctions"
PYTHON = "xl_recoup.excel.functions"
ERRORS = {
    "#NULL!": "xlErrNull", "#DIV/0!": "xlErrDiv0", "#VALUE!": "xlErrValue", "#REF!": "xlErrRef",
    "#NAME?": "xlErrName", "#NUM!": "xlErrNum", "#N/A": "xlErrNA",
}  # fmt: skip

TOP = f'''Attribute VB_Name = "{MODULE}"
Option Explicit

' Written by scripts/build_workbook.py from {PYTHON}: do not edit here.
' The custom functions, for whatever workbook is in front. Each hands its arguments to the Python
' function of its name.
'''

BOTTOM = f"""' Makes real errors of the error texts among a function's results.
Private Function RealErrors(ByVal Results As Variant) As Variant
    Dim Row As Long, Column As Long
    If Not IsArray(Results) Then
        RealErrors = RealError(Results)
        Exit Function
    End If
    If HasColumns(Results) Then
        For Row = LBound(Results, 1) To UBound(Results, 1)
            For Column = LBound(Results, 2) To UBound(Results, 2)
                Results(Row, Column) = RealError(Results(Row, Column))
            Next Column
        Next Row
    Else
        For Row = LBound(Results) To UBound(Results)
            Results(Row) = RealError(Results(Row))
        Next Row
    End If
    RealErrors = Results
End Function

Private Function HasColumns(ByVal Results As Variant) As Boolean
    On Error GoTo OneRow
    HasColumns = UBound(Results, 2) >= LBound(Results, 2)
OneRow:
End Function

Private Function RealError(ByVal Result As Variant) As Variant
    RealError = Result
    If VarType(Result) <> vbString Then Exit Function
    Select Case Result
{chr(10).join(f'        Case "{t}": RealError = CVErr({c})' for t, c in ERRORS.items())}
    End Select
End Function

' Shows why a function failed in the editor's Immediate window, and gives #VALUE!.
Private Function Failure(ByVal Name As String) As Variant
    Debug.Print Name & ": " & Err.Description
    Failure = CVErr(xlErrValue)
End Function
"""


def module() -> str:
    """Return the module's text."""
    return "\n".join([TOP, *map(_wrapper, FUNCTIONS), _descriptions(), BOTTOM])


def call_of(function: Function) -> str:
    """Return the call of a function's Python, as xlwings makes it."""
    names = ", ".join(a.name for a in function.arguments)
    return (
        f'PythonServer.CallUDF("{PYTHON}", "{function.name}", Array({names}), ActiveWorkbook,'
        " Application.Caller)"
    )


def _wrapper(function: Function) -> str:
    name = function.name
    declared = ", ".join(f"Optional {a.name}" if a.optional else a.name for a in function.arguments)
    call = call_of(function)
    return f"""' {function.doc}
Public Function {name}({declared}) As Variant
    On Error GoTo Failed
    {name} = RealErrors({call})
    Exit Function
Failed:
    {name} = Failure("{name}")
End Function
"""


def _descriptions() -> str:
    """Return the Sub that gives the function wizard its help, once a workbook is in front."""
    calls = "\n".join(_description(f) for f in FUNCTIONS)
    return f"""' What Excel's function wizard shows of each function and of its arguments.
Public Sub DescribeFunctions()
{calls}
End Sub
"""


def _description(function: Function) -> str:
    described = ", _\n".join(f"            {_text(a.doc)}" for a in function.arguments)
    return f"""    Application.MacroOptions Macro:={_text(function.name)}, _
        Category:={_text(CATEGORY)}, _
        Description:={_text(function.doc)}, _
        ArgumentDescriptions:=Array( _
{described})"""


def _text(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
