"""Rates as a matrix, phases one way and years the other: each of its cells is a rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.addresses import Address
from xl_recoup.adopt.heading_lines import LOOKED_AT
from xl_recoup.adopt.known_spellings import known_spelling
from xl_recoup.closed_lists import RateStatus
from xl_recoup.contract import RATES, normal
from xl_recoup.contract.cell_values import is_blank, read_date, text_of
from xl_recoup.contract.number_cells import read_number
from xl_recoup.tables import Cell, OutCell, SheetView, Table
from xl_recoup.words import counted, listed

_YEAR = re.compile(r"(20\d\d)\s*[-/–]\s*(?:20)?(\d\d)")
_BASIC = "basic_entitlement"
_PHASES = 3
_DRAFT: RateStatus = "draft"
_NEAR = Decimal("0.15")
"""By how much a number may differ from the program's own rate, to be taken for the same factor."""


class MatrixRate(NamedTuple):
    """One cell of a matrix: what it is the rate of, from when to when, and where it stands."""

    factor: str
    phase: str
    amount: Decimal
    valid_from: date
    valid_to: date
    cell: str


@dataclass(slots=True)
class Matrix:
    """The rates of a matrix, and the cells among them that can't be read."""

    sheet: str
    rates: list[MatrixRate] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    by_numbers: bool = False
    """True where no factor is named, and the numbers are near the basic entitlement's."""

    def sentence(self) -> str:
        """Return what a person is told."""
        factors = listed(sorted({r.factor.replace("_", " ") for r in self.rates}))
        years = listed(sorted({_year_name(r.valid_from) for r in self.rates}))
        taken = (
            " It names no factor; its numbers are near the basic entitlement's."
            if self.by_numbers
            else ""
        )
        unread = f" {listed(self.unread)} can't be read: enter it by hand." if self.unread else ""
        return (
            f"{self.sheet} looks like rates as a matrix.{taken} Its"
            f" {counted(len(self.rates), 'number')} ({factors}; {years}) stand on the added sheet"
            " of rates, one in a row, as drafts: check them against the cells under Source and set"
            f" Status to approved.{unread}"
        )


def rate_matrix(view: SheetView, known: Table | None) -> Matrix | None:
    """Return the rates of a sheet that has them as a matrix, or None.

    Down its side stand phases or factors, across its top financial years; or phases across and
    years down. Where no factor is named, `known` rates tell whether the numbers are the basic
    entitlement's; else they are nobody's, and nothing is read.
    """
    rows = view.rows[:LOOKED_AT]
    for top, row in enumerate(rows):
        across = {c: text_of(cell) for c, cell in enumerate(row) if not is_blank(cell)}
        years = {c: y for c, t in across.items() if (y := _year(t))}
        phases = {c: p for c, t in across.items() if (p := _phase(t))}
        if years:
            found = _years_across(view, top, years)
        elif len(set(phases.values())) >= _PHASES:
            found = _phases_across(view, top, phases)
        else:
            continue
        if len({r.phase for r in found.rates if r.phase}) >= _PHASES and _told(found, view, known):
            return found
    return None


def _years_across(view: SheetView, top: int, years: dict[int, tuple[date, date]]) -> Matrix:
    found = Matrix(view.name)
    for n, label in _labels(view, top, min(years)):
        what = _factor_and_phase(label)
        if what is not None:
            for column, year in years.items():
                _add(found, view, (n, column), *what, year)
    return found


def _phases_across(view: SheetView, top: int, phases: dict[int, str]) -> Matrix:
    found = Matrix(view.name)
    titles = [
        view.name,
        *(text_of(c) for row in view.rows[:top] for c in row if isinstance(c, str)),
    ]
    named = next((y for t in titles if (y := _year(t))), None)
    for n, label in _labels(view, top, min(phases)):
        year = _year(label) or named
        factor = known_spelling("Rates", "Factor", _YEAR.sub("", label).strip()) or ""
        if year is None or (not factor and not _year(label)):
            continue
        for column, phase in phases.items():
            _add(found, view, (n, column), factor, phase, year)
    return found


def _labels(view: SheetView, top: int, width: int) -> Iterator[tuple[int, str]]:
    """Yield the rows below a line that have words in front of its columns, with these."""
    for n, row in enumerate(view.rows[top + 1 :], top + 1):
        words = " ".join(text_of(c) for c in row[:width] if isinstance(c, str | int)).strip()
        if words:
            yield n, words


def _add(
    found: Matrix,
    view: SheetView,
    at: tuple[int, int],
    factor: str,
    phase: str,
    year: tuple[date, date],
) -> None:
    row, column = at
    line: Sequence[Cell] = view.rows[row]
    cell = line[column] if column < len(line) else None
    if is_blank(cell):
        return
    where = str(Address(column + 1, row + 1))
    value, _ = read_number(cell)
    if not isinstance(value, Decimal) or value < 0:
        found.unread.append(where)
    else:
        found.rates.append(MatrixRate(factor, phase, value, *year, where))


def _told(found: Matrix, view: SheetView, known: Table | None) -> bool:
    """Say whether it is known of what the numbers are the rates; name the factor where it is."""
    if all(r.factor for r in found.rates):
        return True
    titles = [view.name, *(text_of(c) for row in view.rows[:LOOKED_AT] for c in row[:1])]
    named = {f for t in titles if (f := known_spelling("Rates", "Factor", _words(t)))}
    if any(r.factor for r in found.rates) or len(named) > 1:
        return False
    factor = named.pop() if named else _by_numbers(found, known)
    found.by_numbers = not any(known_spelling("Rates", "Factor", _words(t)) for t in titles)
    found.rates = [r._replace(factor=factor) for r in found.rates]
    return bool(factor)


def _words(title: str) -> str:
    """Return a title without its year and the words that say that these are rates."""
    return re.sub(r"\b(rates?|values?|factors?)\b", "", _YEAR.sub("", title), flags=re.I).strip()


def _by_numbers(found: Matrix, known: Table | None) -> str:
    """Return the basic entitlement where each number of a known day is near that of the rates."""
    rates = list(_basic(known)) if known is not None else []
    near = 0
    for rate in found.rates:
        same = [a for p, a, start in rates if p == rate.phase and start == rate.valid_from]
        if same and abs(same[0] - rate.amount) > _NEAR * same[0]:
            return ""
        near += bool(same)
    return _BASIC if near >= _PHASES else ""


def _basic(known: Table) -> Iterator[tuple[str, Decimal, date]]:
    at = [known.headings.index(h) for h in ("Factor", "Phase", "Amount", "Valid from")]
    for row in known.rows:
        factor, phase, amount, start = (row[i] for i in at)
        number, day = read_number(amount)[0], read_date(start)[0]
        if normal(text_of(factor)) == _BASIC and number is not None and day is not None:
            yield normal(text_of(phase)), number, day


def _factor_and_phase(label: str) -> tuple[str, str] | None:
    """Return what a label such as `FSM6 secondary` says; None where a part of it is not known."""
    words = label.split()
    for cut in range(len(words) + 1):
        for phase, factor in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            p = _phase(" ".join(phase)) if phase else ""
            f = known_spelling("Rates", "Factor", _words(" ".join(factor))) if factor else ""
            if (p or not phase) and (f or not factor) and (p or f):
                return f or "", p or "all"
    return None


def _phase(text: str) -> str:
    return known_spelling("Rates", "Phase", text) or ""


def _year_name(start: date) -> str:
    return f"{start.year}-{(start.year + 1) % 100:02}"


def _year(text: str) -> tuple[date, date] | None:
    """Return the first and last day of the financial year that a text names, or None."""
    found = _YEAR.search(text)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        return None
    return date(int(found[1]), 4, 1), date(int(found[1]) + 1, 3, 31)


def with_matrices(
    rows: Sequence[Sequence[OutCell]], matrices: Sequence[Matrix]
) -> list[list[OutCell]]:
    """Return the program's own rates, those of matrices in place of the same factor and year."""
    made: list[list[OutCell]] = []
    taken: set[tuple[OutCell, OutCell]] = set()
    for matrix in matrices:
        for rate in matrix.rates:
            cells: dict[str, OutCell] = {
                "Factor": rate.factor,
                "Phase": rate.phase,
                "Amount": rate.amount,
                "Unit": "per pupil per year",
                "Valid from": rate.valid_from,
                "Valid to": rate.valid_to,
                "Status": _DRAFT,
                "Source": f"{matrix.sheet} {rate.cell}",
            }
            made.append([cells.get(h) for h in RATES.headings])
            taken.add((rate.factor, rate.valid_from))
    factor, start = (RATES.headings.index(h) for h in ("Factor", "Valid from"))
    return [*(list(r) for r in rows if (r[factor], r[start]) not in taken), *made]


def was_read(sheet: str, rates: Table | None) -> bool:
    """Say whether a list of rates has numbers of a matrix on this sheet, by their sources."""
    if rates is None or "Source" not in rates.headings:
        return False
    at = rates.headings.index("Source")
    return any(text_of(row[at]).startswith(f"{sheet} ") for row in rates.rows)
