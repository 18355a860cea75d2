"""Percentages as Excel means them, and numbers that their format shows as something else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.support.books import SCHEMES, book, pex, run
from xl_recoup.contract import SCHEMES as SPEC
from xl_recoup.contract.cell_values import IssueKind, read_cell, text_of
from xl_recoup.errors import Refused
from xl_recoup.intake.digests import digests
from xl_recoup.intake.reference import read_reference
from xl_recoup.tables import Cell, Guise, ShownAs

SHARE = next(c for c in SPEC.columns if c.heading == "School share")
NUMBER = next(c for c in SPEC.columns if c.heading == "Cap")
PER_CENT = Guise("per cent")


def per_cent(number: float) -> ShownAs:
    """Return a number in a cell that shows a per cent."""
    return ShownAs(number, PER_CENT)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (50, "50"), (33.33, "33.33"), (1, "1"), (0, "0"), (per_cent(0.5), "50"),
        (per_cent(0.3333), "33.33"), (per_cent(0.005), "0.5"), (per_cent(1), "100"),
        (per_cent(0.07), "7"), (per_cent(2.0), "200"),
    ],
)  # fmt: skip
def test_a_percentage_is_what_the_cell_shows(cell: Cell, number: str) -> None:
    """0.5 in a cell that shows 50% is 50, to the last decimal that was typed."""
    assert read_cell(cell, SHARE) == (Decimal(number), None)


@pytest.mark.parametrize(
    ("text", "number"),
    [("50%", "50"), ("50 %", "50"), ("0.5%", "0.5"), ("33.3 per cent", "33.3"),
     ("20 percent", "20"), (" 50 ", "50")],
)  # fmt: skip
def test_a_percentage_stored_as_text_is_read(text: str, number: str) -> None:
    """The sign or the words behind a number say that it is one."""
    found, issue = read_cell(text, SHARE)
    assert (found, issue and issue.kind) == (Decimal(number), IssueKind.TEXT_NUMBER)


@pytest.mark.parametrize("cell", [0.5, 0.01, "0.5", 0.999])
def test_a_percentage_below_1_is_read_and_asked_about(cell: Cell) -> None:
    """Half of one per cent is rarely meant; it is not taken for fifty."""
    found, issue = read_cell(cell, SHARE)
    assert (found, issue and issue.kind) == (Decimal(str(cell)), IssueKind.BELOW_ONE)


@pytest.mark.parametrize("cell", ["half", "%", "50%%", "£50 off", True, date(2025, 9, 1)])
def test_what_is_no_percentage_is_a_fault(cell: Cell) -> None:
    """Words, a lone sign and days are no percentage."""
    found, issue = read_cell(cell, SHARE)
    assert (found, issue and issue.fault) == (None, True)


@pytest.mark.parametrize(
    "guise", [PER_CENT, Guise("time"), Guise("word", "k")], ids=lambda guise: guise.how
)
def test_a_number_that_may_be_another_is_not_guessed(guise: Guise) -> None:
    """Half a cap that is shown as 50%, or as 12:00, or with a k behind it."""
    found, issue = read_cell(ShownAs(0.5, guise), NUMBER)
    assert (found, issue and issue.kind) == (None, IssueKind.FORMAT)


@pytest.mark.parametrize(
    "guise", [Guise("thousands"), Guise("currency", "€"), Guise("nothing")], ids=lambda g: g.how
)
def test_a_number_that_is_certain_is_read_and_said(guise: Guise) -> None:
    """In thousands, in another currency or hidden, the cell holds the number that was typed."""
    found, issue = read_cell(ShownAs(5422.0, guise), NUMBER)
    assert (found, issue and issue.kind) == (Decimal("5422"), IssueKind.ODD_FORMAT)


def test_a_cell_is_quoted_as_its_reader_sees_it() -> None:
    """50%, not 0.5."""
    assert [text_of(per_cent(n)) for n in (0.5, 0.3333, 1)] == ["50%", "33.33%", "100%"]


def test_a_change_of_days_in_per_cent_is_no_number_of_days() -> None:
    """The new value of a dated change follows the rule of the placement's own column."""
    change = {"Placement ref": "P001", "From": date(2025, 11, 3), "What changes": "Days per week",
              "New value": per_cent(0.5)}  # fmt: skip
    result = run([pex()], PlacementChanges=[change])
    found = [f for f in result.findings if "50%" in f.message]
    assert [(f.code, line.status) for f, line in zip(found, result.lines, strict=True)] == [
        ("S27", "held")
    ]


def test_a_multiplier_is_the_same_as_a_per_cent() -> None:
    """An area cost adjustment of 110% is 1.1."""
    found = read_reference(
        book(settings={"Area cost adjustment": per_cent(1.1)}), None, date(2026, 1, 1)
    )
    assert found.policy.options.area_cost_adjustment == Decimal("1.1")


def test_a_setting_of_days_in_per_cent_is_refused() -> None:
    """5600% is neither 56 nor a per cent of anything."""
    with pytest.raises(Refused, match=r"Hold days is shown as 5600% by its format"):
        read_reference(book(settings={"Hold days": per_cent(56.0)}), None, date(2026, 1, 1))


def test_a_digest_sees_the_per_cent() -> None:
    """0.5 and 50% are two inputs; a currency's sign changes none."""
    row = {"Scheme": "S", "Kind": "local", "In use": "N"}
    found = [
        digests(book(Schemes=[*SCHEMES, row | {"School share": cell}]))["Schemes digest"]
        for cell in (0.5, per_cent(0.5), ShownAs(0.5, Guise("currency", "$")), 50.0)
    ]
    assert found[0] == found[2]
    assert len(set(found)) == 3
