"""What is not known by its heading: suggested by words and values, and never decided alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.adopt.support import charges_by_heading, fill_to_post, findings
from tests.adopt.test_bad_input import correct, mapping, refusal
from tests.support.home_grown_sheets import PROVIDER, PUPILS, SCHEME, USUAL, Column, Sheet
from tests.support.workbook_files import post, run, type_in
from xl_recoup.adopt.guesses import nearest_date
from xl_recoup.book import read_workbook
from xl_recoup.contract import CHARGES

LIST = "Exclusions 25-26"
BARE: tuple[Column, ...] = (*USUAL[1:], PROVIDER, SCHEME)
"""The usual columns without a reference."""


def book(path: Path, columns: Sequence[Column], *sheets: Iterable[Any]) -> Path:
    """Write a sheet for each list of pupils: One, Two …"""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as made:
        for name, pupils in zip(("One", "Two"), sheets, strict=False):
            Sheet(made, name).table(columns, list(pupils))
    return path


def adopted(path: Path) -> Path:
    """Adopt, confirm and recalculate a workbook in place."""
    assert run("adopt", path, "--confirm") == 0
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    return path


def row(path: Path, sheet: str, words: str) -> Mapping[str, str]:
    """Return one row of the Mapping."""
    return mapping(path)[sheet, words][1]


def refs(path: Path) -> dict[object, object]:
    """Return the reference of each UPN, as the run read them."""
    from xl_recoup.files.read_book import read_book
    from xl_recoup.intake.placement_rows import read_placements

    return {p.upn: p.placement_ref for p in read_placements(read_book(path)).rows}


def test_the_weekly_list_needs_only_confirming(grown: Path, tmp_path: Path) -> None:
    """Each guess is a suggestion with its reason; a name fills the gaps of the numbers at once."""
    path = tmp_path / "book.xlsx"
    assert run("adopt", grown / "weekly-list.xlsx", "--output", path) == 0
    said = {
        words: (r["Heading"], r["Means"], r["Status"])
        for (sheet, words), (_, r) in mapping(path).items()
        if sheet == LIST and r["Kind"] in ("column", "constant")
    }
    assert said["No"] == ("Placement ref", "", "suggested")
    assert said["DfE No."] == ("Home school", "", "proposed")
    assert said["Excluding School"] == ("Home school", "where blank", "proposed")
    assert said["Date placed at PRU"] == ("Start date", "", "suggested")
    assert said["Date on roll at receiving"] == ("Admitted on", "", "suggested")
    assert said["AWPU deduction"] == ("", "", "ignored")
    assert not [r for r in said.values() if r[2] == "unmapped"]
    assert row(path, LIST, "Excluding School")["Reason"] == (
        "read where column G is blank: 3 rows have the school only here"
    )
    assert row(path, LIST, "Date placed at PRU")["Reason"] == (
        "holds dates, and its words point to Start date"
    )


def test_the_weekly_lists_notes_and_total_are_left_out(adopted: Path) -> None:
    """Nothing below the pupils is charged, and both rows are said."""
    held = [m for code, _, _, m in findings(adopted / "weekly-list.xlsx") if code == "S41"]
    assert [str(m).partition(", so")[0] for m in held] == [
        f"{LIST} A17: row 17: taken for a total",
        f"{LIST} A19: row 19: taken for a title or a note",
    ]


@pytest.mark.parametrize(
    ("heading", "value", "suggested"),
    [
        ("#", lambda n: n, True), ("Row", lambda n: n, True), ("Line No.", lambda n: n, True),
        ("S/N", lambda n: float(n), True), ("Entry", lambda n: f"B{n:02d}", True),
        ("No", lambda n: 1, False), ("No", lambda n: n if n > 1 else None, False),
        ("No", lambda n: n + 0.5, False), ("Row", lambda n: f"={n}", False),
        ("Row", lambda n: "ABCDEFGHIJKL"[n], False), ("Floor", lambda n: n, False),
        ("No", lambda n: f"reference to the file of case {n}", False),
    ],
)  # fmt: skip
def test_numbering_is_suggested_as_reference(
    heading: str, value: Callable[[int], Any], suggested: bool, tmp_path: Path
) -> None:
    """Unique whole numbers or short codes under a heading of numbering, typed, in every row."""
    column = (heading, lambda p: value(int(str(p["Placement ref"])[-2:])))
    path = book(tmp_path / "book.xlsx", [column, *BARE], PUPILS)
    assert run("adopt", path) == 0
    said = row(path, "One", heading)
    assert ((said["Heading"], said["Status"]) == ("Placement ref", "suggested")) is suggested
    assert (("One", "Placement ref") in mapping(path)) is not suggested


def test_numbers_that_begin_again_on_each_sheet_are_no_references(tmp_path: Path) -> None:
    """Where two sheets count from 1, no number is taken: a reference is made on both."""
    count = [("No", lambda p: int(str(p["Placement ref"])[-2:]) % 5), *BARE]
    path = book(tmp_path / "book.xlsx", count, PUPILS[:5], PUPILS[5:])
    assert run("adopt", path) == 0
    for sheet in ("One", "Two"):
        assert row(path, sheet, "No")["Status"] == "unmapped"
        assert "another sheet" in row(path, sheet, "No")["Reason"]
        assert row(path, sheet, "Placement ref")["Means"] == "(date and school)"


def test_made_references_give_the_same_charges(own: Path, tmp_path: Path) -> None:
    """Without references one is made of day and school; but for it every charge is the same."""
    path = book(tmp_path / "book.xlsx", BARE, PUPILS)
    assert run("adopt", path) == 0
    made = row(path, "One", "Placement ref")
    assert (made["Means"], made["Status"]) == ("(date and school)", "suggested")
    assert "nothing mapped to Placement ref" in _refused(path)
    adopted(path)
    assert refs(path)[PUPILS[0]["UPN"]] == "251006-3052069"
    by_ref = {
        f"{p['Exclusion date']:%y%m%d}-{p['Home school']}": p["Placement ref"] for p in PUPILS
    }
    found = _told(charges_by_heading(path), by_ref)
    assert found == _told(charges_by_heading(own), {})
    assert run("check", path) == 0


def _told(lines: list[dict[str, Any]], names: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """Return all of each line but its own reference and its digest, placements by other names."""
    told = set()
    for line in lines:
        cells = [str(line[h]) for h in CHARGES.headings if h not in ("Charge ref", "Check")]
        for made, ref in names.items():
            cells = [cell.replace(made, ref) for cell in cells]
        told.add(tuple(cells))
    return told


def _refused(path: Path) -> str:
    from xl_recoup.errors import Refused
    from xl_recoup.files.read_book import read_book

    with pytest.raises(Refused) as refused:
        read_book(path)
    return str(refused.value)


def test_sorting_moves_no_made_reference(tmp_path: Path) -> None:
    """Rows in another order, on other sheets, have the references that they had; ties too."""
    twin = {**PUPILS[1], "UPN": PUPILS[2]["UPN"]}
    pupils = [p for p in PUPILS if p is not PUPILS[2]] + [twin]
    first = refs(adopted(book(tmp_path / "a.xlsx", BARE, pupils)))
    random.Random(5).shuffle(pupils)
    path = adopted(book(tmp_path / "b.xlsx", BARE, pupils[:4], pupils[4:]))
    assert refs(path) == first
    assert {first[PUPILS[1]["UPN"]], first[twin["UPN"]]} == {
        "250916-3052080", "250916-3052080-2",
    }  # fmt: skip
    assert {f[0] for f in findings(path) if f[0] == "S46"} == {"S46"}


def test_a_corrected_day_is_charged_under_its_new_reference(tmp_path: Path) -> None:
    """After posting, the lines under the old reference are reversed and nothing is lost."""
    path = adopted(book(tmp_path / "b.xlsx", BARE, PUPILS))
    fill_to_post(path)
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert post(path, "Spring 2026", "--allow-draft") == 0
    at = [heading for heading, _ in BARE].index("Date of Exclusion")
    type_in(path, "One", f"{'ABCDEFG'[at]}2", "07/10/2025")
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    old, new = (
        [
            (x["Component"], x["Amount"], x["Status"])
            for x in charges_by_heading(path)
            if x["Placement ref"] == f"{day}-3052069"
        ]
        for day in ("251006", "251007")
    )
    assert sum(float(str(amount)) for _, amount, _ in old) == 0
    assert [what for what, _, status in old if status == "billable"] == ["Correction"] * 2
    assert new == [("Budget share", 2264.77, "billable"), ("Pupil premium", 699.23, "billable")]


def test_nothing_of_the_pupil_is_in_a_made_reference(tmp_path: Path) -> None:
    """A row without a day has a reference too, and it is of the school alone."""
    undated = {k: v for k, v in PUPILS[0].items() if k not in ("Exclusion date", "Start date")}
    path = adopted(book(tmp_path / "b.xlsx", BARE, [*PUPILS[1:], undated]))
    assert refs(path)[PUPILS[0]["UPN"]] == "undated-3052069"


def test_a_person_may_choose_made_references(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words in Means do it on any sheet whose Mapping has none."""
    path = book(tmp_path / "b.xlsx", BARE, PUPILS)
    assert run("adopt", path, "--confirm") == 0
    correct(path, "One", "Placement ref", Status="ignored")
    assert "nothing mapped to Placement ref" in refusal(capsys, "recalculate", path)
    correct(path, "One", "Placement ref", Status="confirmed")
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert len(read_workbook(path).tables["Charges"].rows) > 15


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Date placed at PRU", "Start date"), ("Date on roll at receiving", "Admitted on"),
        ("Date taken off roll by LA", "Left roll on"), ("Letter to head (date)", "Notice sent on"),
        ("Start at receiving school", ""), ("Next hearing", ""), ("Date of visit", ""),
        ("Planned start", ""),
    ],
)  # fmt: skip
def test_words_point_to_one_date_or_none(text: str, heading: str) -> None:
    """A heading whose words point to two dates of ours, or to a plan, is left to a person."""
    assert nearest_date(text) == heading
