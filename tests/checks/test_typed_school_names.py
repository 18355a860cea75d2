"""What is typed over a school's looked-up name is said, unless it is nearly the school's own."""

from __future__ import annotations

import pytest

from tests.checks.case import sheet
from tests.support.books import pex, run
from xl_recoup.contract.looked_up_names import HOME_SCHOOL_NAME
from xl_recoup.tables import Cell

NAMES = {
    "3052069": ("Edgebury Primary School", "Primary"),
    "3052080": ("Poverest Primary School", "Primary"),
    "3055205": ("Hayes Primary School", "Primary"),
    "3055407": ("Hayes School", "Secondary"),
    "3055410": ("St Olave's and St Saviour's Grammar School", "Secondary"),
    "3055402": ("Langley Park School for Boys", "Secondary"),
    "3055412": ("Langley Park School for Girls", "Secondary"),
    "3055203": ("Highfield Infants' School", "Primary"),
    "3055204": ("Highfield Junior School", "Primary"),
    "3055413": ("The Ravensbourne School", "Secondary"),
    "3055403": ("Ravens Wood School", "Secondary"),
    "3055201": ("Holy Innocents Catholic Primary School", "Primary"),
    "3053000": ("Keston Church of England Primary School", "Primary"),
    "3054604": ("Bishop Justus CofE School", "Secondary"),
}
SCHOOLS: list[dict[str, Cell]] = [
    {"LAESTAB": number, "School": name, "Phase": phase, "Type": "maintained",
     "Lowest year": "R", "Highest year": "13", "Settlement": "budget adjustment"}
    for number, (name, phase) in NAMES.items()
]  # fmt: skip
EDGEBURY, HAYES, OLAVES = "3052069", "3055407", "3055410"


def said(number: str, typed: Cell) -> list[str]:
    """Return what is said of a cell over the name of a school with this number."""
    row = pex(**{"Home school": number, HOME_SCHOOL_NAME: typed})
    result = run(Schools=SCHOOLS, **sheet(row))
    found = [f for f in result.findings if f.code == "S49"]
    assert [str(f.place) for f in found] == ["Placements G5"] * len(found)
    return [f.message.partition(", and ")[2].partition(". The number counts")[0] for f in found]


@pytest.mark.parametrize(
    ("number", "typed"),
    [
        (EDGEBURY, "edgebury primary"), (EDGEBURY, "Edgebury"), (EDGEBURY, "Edgbury Primary"),
        (EDGEBURY, "Edgebury Pri Sch"), (EDGEBURY, "Edgebury Primary School, Chislehurst"),
        (EDGEBURY, "3052069"), (EDGEBURY, 3052069), (EDGEBURY, "305/2069"), (EDGEBURY, None),
        (EDGEBURY, "  "), (HAYES, "Hayes"), (HAYES, "The Hayes School"), (HAYES, "HAYES SCH"),
        (HAYES, "Hayes Secondary"), (HAYES, "Hayes Academy"), (OLAVES, "St Olaves"),
        (OLAVES, "St. Olave’s GS"), (OLAVES, "Saint Olave's & St Saviour's"),
        ("3055402", "Langley Park"), ("3055402", "Langley Park Boys"), ("3055402", "LPSB"),
        ("3055203", "Highfield Infant"), ("3055413", "Ravensbourne"), ("3055403", "Ravenswood"),
        ("3055201", "Holy Innocents RC"), ("3053000", "Keston CE Primary"),
        ("3054604", "Bishop Justus"), ("3055205", "Hayes Primary"),
    ],
)  # fmt: skip
def test_what_is_nearly_its_own_is_not_said(number: str, typed: Cell) -> None:
    """Short forms, slips, capitals, its place behind it, and its own number."""
    assert said(number, typed) == []


@pytest.mark.parametrize(
    ("number", "typed", "whose"),
    [
        (EDGEBURY, "Poverest Primary School", ""),
        (EDGEBURY, "Hayes", ", which is nearest to “Hayes School”"),
        (EDGEBURY, "St Olaves", f", which is nearest to “{NAMES[OLAVES][0]}”"),
        (EDGEBURY, "Greenwood Academy", ""), (EDGEBURY, "x", ""), (EDGEBURY, "School", ""),
        (EDGEBURY, "not on Schools", ""), (EDGEBURY, "Primary School", ""),
        (HAYES, "Hayes Primary", ", which is nearest to “Hayes Primary School”"),
        ("3055205", "Hayes", ", which is nearest to “Hayes School”"),
        ("3055402", "Langley Park Girls", ", which is nearest to “Langley Park School for Girls”"),
        (EDGEBURY, "Langley Park", ""),
        ("3055203", "Highfield Juniors", ", which is nearest to “Highfield Junior School”"),
        ("3055413", "Ravens Wood", ", which is nearest to “Ravens Wood School”"),
        ("3055403", "Ravensbourne", ", which is nearest to “The Ravensbourne School”"),
        (EDGEBURY, "{0} {", ""),
    ],
)  # fmt: skip
def test_whatever_else_is_said_with_whose_it_may_be(number: str, typed: str, whose: str) -> None:
    """Also what no school is called; the nearest is named where there is one."""
    assert said(number, typed) == [f"“{typed}” is typed in AT5{whose}"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("3052080", "3052080 is typed in AT5, the number of “Poverest Primary School”"),
        (3052080, "3052080 is typed in AT5, the number of “Poverest Primary School”"),
        ("305/9999", "3059999 is typed in AT5, another one"),
    ],
)
def test_another_number_is_said(typed: Cell, words: str) -> None:
    """A LAESTAB where the name belongs, which is not the one that counts."""
    assert said(EDGEBURY, typed) == [words]


def test_a_formula_is_no_typed_name() -> None:
    """What the column's own formula shows is ours, and a number that is not on Schools has R03."""
    row = pex(**{"Home school": EDGEBURY, HOME_SCHOOL_NAME: "Hayes School"})
    result = run(Schools=SCHOOLS, **sheet(row, formulas=frozenset({"AT5"})))
    assert [f.code for f in result.findings if f.code == "S49"] == []
    assert said("3059999", "Hayes School") == []
