"""`python -m xl_recoup explain`: how a charge came about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.books import pex
from tests.support.workbook_files import PLACEMENTS, answer, contents, run, sound, without_progress


def test_a_placement_is_explained_by_all_its_lines(filled: Path, capsys: Any) -> None:
    """A placement reference gives each of its lines, with its working and its reason."""
    before = contents(filled.parent)
    assert run("explain", filled, "P002") == 0
    said = capsys.readouterr()
    assert without_progress(said.err) == ""
    for words in (
        "P002/BS  Budget share  £1,775.54  billable",
        "no pupil premium follows this pupil",
        "P002/AC-BS  Admission credit  −£1,479.62  billable",
        "£3,847.00",
        "Oak Primary (3052001) by budget adjustment; statute",
        "From Placements, row 6",
    ):
        assert words in said.out
    assert contents(filled.parent) == before


@pytest.mark.parametrize(
    ("ref", "lines"),
    [
        ("P002", ["P002/BS", "P002/AC-BS"]),
        ("P002/AC-BS", ["P002/AC-BS"]),
        (" p002/ac-bs ", ["P002/AC-BS"]),
        ("P004", ["P004/BS"]),
    ],
)
def test_references_of_placements_and_charges(
    filled: Path, capsys: Any, ref: str, lines: list[str]
) -> None:
    """Either kind of reference is found, whatever its capitals and surplus spaces."""
    code, said = answer(capsys, "explain", filled, ref)
    assert (code, [line["charge_ref"] for line in said["lines"]]) == (0, lines)


def test_amounts_are_text_to_the_penny(filled: Path, capsys: Any) -> None:
    """No penny of an explained line is lost to binary numbers."""
    (line,) = answer(capsys, "explain", filled, "P002/AC-BS")[1]["lines"]
    assert (line["base"], line["units"], line["denominator"]) == ("-1775.54", "20", "24")
    assert (line["amount"], line["laestab"], line["status"]) == ("-1479.62", "3052002", "billable")
    assert (line["from"], line["to"]) == ("2025-11-10", "2026-03-31")


def test_what_was_found_on_the_row_is_shown(tmp_path: Path, capsys: Any) -> None:
    """A held row's explanation names the finding that holds it, and no other row's."""
    wrong = [
        *PLACEMENTS, pex(7, **{"Exclusion date": None}), pex(8, **{"Exclusion date": None})
    ]  # fmt: skip
    book = sound(tmp_path / "book.xlsx", wrong)
    assert run("recalculate", book) == 0
    code, said = answer(capsys, "explain", book, "P007")
    assert (code, [f["cell"] for f in said["findings"]]) == (0, ["L11"])
    assert said["lines"][0]["reason"] == said["findings"][0]["code"]
    assert run("explain", book, "P007") == 0
    assert "error " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("P0002", "Did you mean P002"),
        ("P002/BX", "Did you mean P002/BS"),
        ("p-2/bs", "Did you mean P002/BS?"),
        ("nothing like it", "the reference nothing like it."),
        ("1,479.62", "That sum is P002/AC-BS (−£1,479.62, Ash Primary): explain that."),
        ("£1479", "That sum is P002/AC-BS (−£1,479.62, Ash Primary): explain that."),
        ("1479.63", "the reference 1479.63."),
        ("1775.54", "): explain one of these."),
        ("305/2002", "Ash Primary has 1 charge: −£1,479.62 billable. The largest: P002/AC-BS"),
        ("ash primary", "Explain one of these, or filter Charges by School."),
    ],
)
def test_an_unknown_reference_is_refused_with_the_nearest(
    filled: Path, capsys: Any, ref: str, words: str
) -> None:
    """An unknown reference gives 2 and the ones that look like it, if any do."""
    assert run("explain", filled, ref) == 2
    said = capsys.readouterr()
    assert said.out == ""
    err = without_progress(said.err)
    assert err.startswith(f"No charge or placement in book.xlsx has the reference {ref}.")
    assert words in err
    assert err.count("\n") == 1
    code, answered = answer(capsys, "explain", filled, ref)
    assert (code, answered["exit_code"]) == (2, 2)
    assert words in answered["error"]


def test_the_day_of_the_last_run_is_used(typed: Path, monkeypatch: Any, capsys: Any) -> None:
    """A charge is explained as it was charged, not as it would be today."""
    assert run("recalculate", typed) == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    lines = answer(capsys, "explain", typed, "P005/BS")[1]["lines"]
    assert [line["status"] for line in lines] == ["held"]
    lines = answer(capsys, "explain", typed, "P005/BS", "--as-at", "2026-05-01")[1]["lines"]
    assert [line["status"] for line in lines] == ["billable"]


def test_json_has_what_every_command_gives(filled: Path, capsys: Any) -> None:
    """Rows, totals and output stand beside the lines; the findings are those of the lines."""
    code, given = answer(capsys, "explain", filled, "P002")
    assert code == 0
    assert given.keys() >= {"rows", "totals", "findings", "output", "lines"}
    assert given["output"] is None
    assert given["rows"]["read"] == sum(given["rows"][n] for n in ("charged", "nil", "held"))
