"""Commands that write, on workbooks changed at random: what is left, and who agrees."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl

from tests.support.costs import within_limits
from tests.support.finance_office import ALL_CODES
from tests.support.home_grown import own_lists
from tests.support.workbook_files import post, run, signed_in, sound
from xl_recoup.disk.litter import START

POST = ("post", "{}/book.xlsx", "--period", "Autumn 2025", "--approved-by", "B. Head",
        "--allow-draft", "--json")  # fmt: skip
WRITING: dict[str, tuple[str, ...]] = {
    "recalculate": ("recalculate", "{}/book.xlsx", "--json"),
    "recalculate to a copy": ("recalculate", "{}/book.xlsx", "--output", "{}/copy.xlsx", "--json"),
    "post": POST,
    "post to a copy": (*POST, "--output", "{}/copy.xlsx"),
    "compare": ("compare", "{}/book.xlsx", "--json"),
    "export": ("export", "{}/book.xlsx", "--to", "{}/files", "--json"),
    "forum": ("forum", "{}/book.xlsx", "--output", "{}/forum.xlsx", "--json"),
    "statements": ("statements", "{}/book.xlsx", "--to", "{}/letters", "--formats", "xlsx",
                   "--draft", "--json"),
    "new-year": ("new-year", "{}/book.xlsx", "--year", "2026-27", "--output", "{}/next.xlsx",
                 "--json"),
    "without-pupils": ("without-pupils", "{}/book.xlsx", "--output", "{}/without.xlsx", "--json"),
    "show-sheets": ("show-sheets", "{}/book.xlsx", "--json"),
    "adopt": ("adopt", "{}/own.xlsx", "--confirm", "--json"),
}  # fmt: skip
"""Every command that writes a file, with a folder for `{}`; `own.xlsx` is a team's own list."""
UNTOUCHED = frozenset({"Placements", "Exclusions", "Settings", "Schools", "Rates", "Schemes"})
"""Sheets that no command writes to."""
Cells = dict[tuple[str, int, int], Any]


class Unread(Exception):
    """Another reader can't read a file that was mutated before it was filled."""


def outcome_of_writing(name: str, folder: Path) -> str:
    """Run one command on the file in a folder: `refused`, `written`, or `alone`.

    `alone`: no other reader can read what came in. Raises AssertionError where what is left is not
    whole, not what was said, or where another reader sees something else; all else is a defect.
    """
    words = [word.format(folder) for word in WRITING[name]]
    book = Path(words[1])
    before = book.read_bytes()
    out, err = io.StringIO(), io.StringIO()
    user = "bhead" if name.startswith("post") else "tester"
    defects = patch("xl_recoup.cli.last_resort.answer_of", _raised)
    with defects, signed_in(user), redirect_stdout(out), redirect_stderr(err), within_limits():
        code = run(*words)
    assert code in (0, 1, 2, 3), code
    err.getvalue().encode()
    litter = [path.name for path in folder.rglob("*") if path.name.startswith(START)]
    assert not litter, litter
    if code in (2, 3):
        said = str(json.loads(out.getvalue())["message"])
        assert said.endswith((".", "?", ")")), said
        assert book.read_bytes() == before
        return "refused"
    assert code == 0, code
    (folder / "as-it-came.xlsx").write_bytes(before)
    theirs = read_elsewhere(folder / "as-it-came.xlsx")
    (folder / "as-it-came.xlsx").unlink()
    if theirs is None:
        return "alone"
    told = json.loads(out.getvalue())
    try:
        wrong = list(_disagreements(name, folder, book, theirs, told))
    except Unread:
        return "alone"
    assert not wrong, wrong[:3]
    return "written"


def _raised(_command: str, error: Exception) -> Any:
    """Stand for the last resort: a defect is shown as it is."""
    raise error


def read_elsewhere(path: Path) -> Cells | None:
    """Return every cell of a file as openpyxl, another reader, sees it; None where it can't."""
    try:
        sheets = openpyxl.load_workbook(path).worksheets
        return {
            (sheet.title, cell.row, cell.column): cell.value
            for sheet in sheets
            for cell in vars(sheet)["_cells"].values()  # sheet.rows would make those between
            if cell.value is not None
        }
    except Exception:  # it refuses much that Excel opens, with whatever comes
        return None


def _disagreements(
    name: str, folder: Path, book: Path, before: Cells, told: dict[str, Any]
) -> Iterator[str]:
    """Yield where another reader of what was written sees something else than was said."""
    for made in sorted(folder.rglob("*.xlsx")):
        cells = read_elsewhere(made)
        if cells is None:
            yield f"{made.name} can't be read"
    if name in ("recalculate", "recalculate to a copy", "post", "post to a copy"):
        target = Path(told["output"])
        sums = {status: Decimal(said) for status, said in told["totals"].items()}
        yield from _differences(sums, _by_status(_charges(target)), "Charges")
    if name == "export":
        with (folder / "files" / "charges.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = [(row["Status"], row["Amount"]) for row in csv.DictReader(file)]
        sums = {status: Decimal(said) for status, said in told["totals"].items()}
        yield from _differences(sums, _by_status(rows), "charges.csv")
    if name in ("recalculate", "post", "compare", "show-sheets", "adopt"):
        yield from _inputs_differing(book, before)


def _charges(path: Path) -> list[tuple[Any, Any]]:
    """Return status and amount of each row of the table Charges, as openpyxl reads it.

    Raises Unread where it can't read the file, as it can't many that Excel opens.
    """
    try:
        sheets = openpyxl.load_workbook(path, data_only=True).worksheets
    except Exception as error:  # it refuses much, with whatever comes
        raise Unread from error
    for sheet in sheets:
        if "Charges" in sheet.tables:
            head, *rows = sheet[sheet.tables["Charges"].ref]
            names = [cell.value for cell in head]
            at = names.index("Status"), names.index("Amount")
            return [(row[at[0]].value, row[at[1]].value) for row in rows]
    raise AssertionError("no table Charges")


def _by_status(rows: list[tuple[Any, Any]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for status, amount in rows:
        if status:
            sums[status] = sums.get(status, Decimal()) + round(Decimal(str(amount or 0)), 2)
    return sums


def _differences(said: dict[str, Decimal], found: dict[str, Decimal], where: str) -> Iterator[str]:
    for status in sorted(said.keys() | found.keys()):
        if said.get(status, Decimal()) != found.get(status, Decimal()):
            yield f"{where}, {status}: said {said.get(status)}, there {found.get(status)}"


def _inputs_differing(book: Path, before: Cells) -> Iterator[str]:
    """Yield cells of the sheet Placements, or of a team's own, that a run has changed."""
    after = read_elsewhere(book) or {}
    for place, value in before.items():
        if place[0] in UNTOUCHED and after.get(place) != value:
            yield f"{place}: {value!r} became {after.get(place)!r}"


def sources(folder: Path) -> dict[str, list[bytes]]:
    """Return the sound files that are to be changed, by the name that a command takes them under.

    A workbook of inputs alone, the same after a run and a posting, and a team's own list.
    """
    book, own = folder / "book.xlsx", folder / "own.xlsx"
    sound(book, Codes=ALL_CODES)
    bare = book.read_bytes()
    with redirect_stdout(io.StringIO()):
        assert run("recalculate", book) == 0
        assert post(book, "Autumn 2025", "--allow-draft") == 0
    own_lists(own)
    made = {"book.xlsx": [bare, book.read_bytes()], "own.xlsx": [own.read_bytes()]}
    for path in folder.iterdir():
        path.unlink()
    return made


def drawn(rng: random.Random) -> str:
    """Draw a command, those that fill a workbook twice as often."""
    return rng.choice([*WRITING, *(n for n in WRITING if n.startswith(("recalc", "post")))])
