"""The formulas that we know: each function's value, and what is somebody else's to say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from xl_recoup.addresses import Address
from xl_recoup.book.writing.formula_tree import NotKnown, Value, looks_at_cells, tree_of
from xl_recoup.book.writing.formula_values import Reckoner
from xl_recoup.tables import CellError

D = Decimal
COLUMNS: dict[tuple[str, str], list[Value]] = {
    ("T", "Name"): ["a", "B", "b", None, "5", ""],
    ("T", "Pounds"): [D("0.10"), D("0.20"), D(-3), None, "text", True],
    ("T", "Broken"): [D(1), D(2), D(3), D(4), D(5), CellError("#REF!")],
    ("T", "As-at date"): [D(46053), None, None, None, None, None],
    ("U", "Short"): [D(1)],
}
CELLS: dict[str, Value] = {
    "A1": "b", "A2": D(2), "A4": "", "B1": D("1.5"), "B2": "x", "B3": D(1), "C1": CellError("#N/A"),
}  # fmt: skip


def worth(formula: str) -> Value:
    def column(table: str, heading: str) -> list[Value]:
        if (table, heading) not in COLUMNS:
            raise NotKnown(heading)
        return COLUMNS[table, heading]

    def cell(address: Address) -> Value:
        return CELLS.get(str(address))

    return Reckoner(column, cell).value(tree_of(formula))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(T[Pounds])", D("-2.70")),
        ("SUM(B1:B3)", D("2.5")),
        ("SUM(A9:B9)", D(0)),
        ("SUM(C1:C2)", CellError("#N/A")),
        ('SUMIFS(T[Pounds],T[Name],"B")', D("-2.8")),
        ("SUMIFS(T[Pounds],T[Name],$A$1)", D("-2.8")),
        ('SUMIFS(T[Pounds],T[Name],"b",T[Pounds],">0")', D("0.2")),
        ('SUMIFS(T[Pounds],T[Pounds],"<0")', D(-3)),
        ('SUMIFS(T[Broken],T[Name],"a")', D(1)),
        ('SUMIFS(T[Broken],T[Broken],">4")', D(5)),
        ('SUMIF(T[Pounds],">0")-SUMIF(T[Pounds],"<0")', D("3.30")),
        ('COUNTIF(T[Name],"?*")', D(4)),
        ('COUNTIF(T[Name],"b")', D(2)),
        ("COUNTIF(T[Broken],A2)", D(1)),
        ("COUNT(T[Pounds])", D(3)),
        ("ROWS(T[Pounds])", D(6)),
        ("LARGE(T[Pounds],2)", D("0.1")),
        ("LARGE(T[Pounds],4)", CellError("#NUM!")),
        ('IFERROR(LARGE(T[Pounds],4),"")', ""),
        ('IFERROR(LARGE(T[Pounds],1),"")', D("0.2")),
        ('MATCH("b",T[Name],0)', D(2)),
        ("MATCH(0.2,T[Pounds],0)", D(2)),
        ("MATCH(9,T[Pounds],0)", CellError("#N/A")),
        ("INDEX(T[Name],3)", "b"),
        ("INDEX(T[Name],4)", D(0)),
        ("INDEX(T[Name],7)", CellError("#REF!")),
        ("INDEX(T[Name],A1)", CellError("#VALUE!")),
        ("MATCH(4,INDEX(T[Broken],2):INDEX(T[Broken],ROWS(T[Broken])),0)", D(3)),
        ("MATCH(1,INDEX(T[Broken],2):INDEX(T[Broken],ROWS(T[Broken])),0)", CellError("#N/A")),
        ("INDEX(T[Broken],9):INDEX(T[Broken],1)", CellError("#REF!")),
        ('IF(A4="","",1)', ""),
        ('IF(A9="","blank",1)', "blank"),
        ("IF(B1=B2,1,2)", D(2)),
        ('IF(A1="B",B1+B3,0)', D("2.5")),
        ('IF(C1="",1,2)', CellError("#N/A")),
        ('IF(A4="","",INDEX(T[Name],A4))', ""),
        ("B1+A9-B3", D("0.5")),
        ("B1+C1", CellError("#N/A")),
        ('IF(COUNT(T[As-at date])=0,"",INDEX(T[As-at date],COUNT(T[As-at date])))', D(46053)),
        ('INDEX(T[Pounds],MATCH("a",T[Name],0))', D("0.1")),
        ("A9", D(0)),
        ('"say ""so"""', 'say "so"'),
    ],
)
def test_what_a_formula_comes_to(formula: str, value: Any) -> None:
    """Texts are compared whatever their capitals, numbers exactly; errors are carried on."""
    found = worth(formula)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "formula",
    [
        "", "1+", "SUM(", "SUM(T[Pounds]", "(1+2)", "1*2", "-1", "SUM(T[Pounds]))", "TRUE",
        "AVERAGE(T[Pounds])", "SUM(T[Pounds],1)", "SUM(1)", "SUM(Sheet2!A1:A3)", "SUM(A:A)",
        "SUM(Named)", "SUM(T[[#All],[Pounds]])", "SUM(T[@Pounds])", "SUM(T[#Totals])",
        "SUM(Other[Pounds])",
        "SUM(T[Other])", "T[Pounds]", "A1:B2", "B1+B2", 'B1+""', "IF(1,2,3)", "IF(A1,2,3)",
        'COUNTIF(T[Name],"*b")', 'COUNTIF(T[Name],"<>b")', 'COUNTIF(T[Name],"5")',
        'COUNTIF(T[Name],"1/4/2025")', 'COUNTIF(T[Name],"")', "COUNTIF(T[Name],A9)",
        'COUNTIF(T[Name],"true")', 'COUNTIF(T[Pounds],">=0")', "COUNTIF(T[Name],A1:A2)",
        'SUMIFS(T[Pounds],U[Short],"a")', "SUMIFS(T[Pounds],T[Name])", "MATCH(1,T[Pounds],1)",
        'MATCH("a*",T[Name],0)', "MATCH(A9,T[Name],0)", "INDEX(T[Name],0)", "INDEX(A1:B2,1,2)",
        "INDEX(T[Name],1):INDEX(U[Short],1)", "LARGE(T[Pounds],A1)", "1.5.2", "A1A", "A1(2)",
        "ZZZZ1", "A1048577", "NOW()", "SUM(" * 50 + "A1" + ")" * 50,
    ],
)  # fmt: skip
def test_what_we_do_not_know_is_never_guessed(formula: str) -> None:
    """Another function, form or kind of value is left to a program that calculates."""
    with pytest.raises(NotKnown):
        worth(formula)


@pytest.mark.parametrize(
    ("formula", "looks"),
    [("5", False), ('"a"', False), ('IF("a"="a",1,2)', False), ("A1", True), ("SUM(T[X])", True)],
)
def test_a_formula_that_looks_at_nothing_is_seen(formula: str, looks: bool) -> None:
    """A number behind an equals sign follows no run."""
    assert looks_at_cells(tree_of(formula)) is looks
