"""Formulas along their own row, by the table's columns and by cells."""

from __future__ import annotations

import pytest

from xl_recoup.contract.own_row import ROW, by_cells, says_the_same
from xl_recoup.outputs.charges import CHARGE_CHECK

LETTERS = {"denominator": "R", "base": "P", "units": "Q", "amount": "E"}


def test_the_check_of_a_charge_by_cells() -> None:
    """Each column becomes its cell, and nothing else of the formula changes."""
    said = by_cells(CHARGE_CHECK, "Charges", LETTERS)
    assert said is not None
    assert said.replace(ROW, "7") == "ROUND(IF(N(R7)=0,0,ROUND(P7*Q7/R7,2))-E7,2)"


@pytest.mark.parametrize(
    "formula",
    [
        "1+1",
        "Charges[[#This Row],[Lost]]*2",
        "Other[[#This Row],[Base]]*2",
        "SUM(Charges[Base])-Charges[[#This Row],[Base]]",
        "Charges[[#This Row],[Base]]*B2",
        "Charges[[#This Row],[Base]]*Rates!B2",
        "SUM(Charges[[#This Row],[Base]:[Units]])",
        'Charges[[#This Row],[Base]]&"R7"',
    ],
)
def test_what_says_more_than_its_row_stays(formula: str) -> None:
    """A formula that may mean something else is not put into cells."""
    assert by_cells(formula, "Charges", LETTERS) is None


def test_a_function_with_a_number_is_no_cell() -> None:
    """LOG10( is a function."""
    said = by_cells("LOG10(charges[[#This Row],[ Base ]])", "Charges", LETTERS)
    assert said == f"LOG10(P{ROW})"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (CHARGE_CHECK, True),
        ("ROUND(IF(N(R7)=0,0,ROUND(P7*Q7/R7,2))-E7,2)", True),
        ("ROUND(IF(N(R7)=0,0,ROUND(P7*Q8/R7,2))-E7,2)", False),
        ("ROUND(IF(N(R7)=0,0,ROUND(P7*Q7/R7,2))-F7,2)", False),
        ("", False),
    ],
)
def test_the_same_formula_by_cells_of_one_row(text: str, same: bool) -> None:
    """By cells it is the same in any row; of two rows, or another column, it is another."""
    assert says_the_same(text, CHARGE_CHECK, "Charges", LETTERS) is same
