"""Which of their columns is which of ours: by its heading, and by what stands below it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz, process

from xl_recoup.addresses import Address
from xl_recoup.adopt.competing_columns import where_blank, without_rivals
from xl_recoup.adopt.day_columns import with_day_orders
from xl_recoup.adopt.guesses import REFERENCE, nearest_date, with_reference
from xl_recoup.adopt.heading_lines import Heading
from xl_recoup.adopt.kept_rows import STRONG, keep_rows
from xl_recoup.adopt.known_headings import (
    CHARGES,
    SPECS,
    alike_words,
    is_of_no_concern,
    known_fill,
    known_heading,
)
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.names import SCHOOL_HEADINGS, Names
from xl_recoup.adopt.seen_columns import Seen, fit, holds_days, is_money, seen_column
from xl_recoup.adopt.table_areas import PLACEMENTS, Area
from xl_recoup.adopt.two_columns import asked_of_two
from xl_recoup.contract import Column
from xl_recoup.contract.cell_values import is_blank, read_laestab, text_of
from xl_recoup.contract.mapping_table import COLUMN, DAY, IGNORED, PROPOSED, SUGGESTED, UNMAPPED
from xl_recoup.contract.upn import is_upn
from xl_recoup.tables import CellError, SheetView
from xl_recoup.words import counted

FITS, FITS_WELL = 0.5, 0.9
ALIKE = 84
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_SHORT_DAYS = {short: day for day in WEEKDAYS for short in (day, day[:3])} | {
    "tues": "tuesday",
    "thurs": "thursday",
    "thur": "thursday",
    "weds": "wednesday",
}


def propose_columns(view: SheetView, area: Area, names: Names, date_1904: bool) -> list[MappingRow]:
    """Return a row of the Mapping for each heading of an area."""
    seen = [seen_column(view, area, head) for head in area.headings]
    columns = {c.heading: c for c in SPECS[area.table].columns}
    for s in seen:
        s.heading = known_heading(area.table, s.head.forms) or ""
        if s.heading:
            s.fit = fit(area.table, columns[s.heading], s.cells, names, date_1904)
            if not s.fit and is_money(s) and known_fill(s.head.forms) and area.table == PLACEMENTS:
                s.heading = ""  # sums under “Pupil premium” are charges, not flags
    # Which rows are notes and totals is known only once it is known what the columns hold.
    by_heading = _grouped(area, seen)
    skipped = _skipped(view, area, seen)
    for s in seen:
        s.formula_rows = [n for n in s.formula_rows if n not in skipped]
        s.cells = [c for n, c in zip(s.rows, s.cells, strict=True) if n not in skipped]
    days = _grid(seen) if area.table == PLACEMENTS and "Days per week" not in by_heading else []
    rows = []
    for s in seen:
        if s in days:
            rows.append(_day(area, s))
        elif s.heading:
            rows.append(_known(area, s, by_heading[s.heading]))
        else:
            taken = set(by_heading)
            rows.append(_other(area, s, taken, columns, names, date_1904))
    rows = without_rivals(rows)
    numbers = _placements(view, area, [s for s in seen if s.heading], skipped)
    rows = with_day_orders(view, rows, numbers, columns)
    if area.table != PLACEMENTS:
        return rows
    rows = where_blank(view, rows, [s.heading for s in seen], numbers)
    rows = asked_of_two(view, rows, numbers, columns, names, date_1904)
    return rows if REFERENCE in by_heading else with_reference(view, rows, numbers)


def _placements(
    view: SheetView, area: Area, known: Sequence[Seen], skipped: frozenset[int]
) -> list[int]:
    """Return the sheet's rows that hold a placement."""
    columns = [s.head.column - 1 for s in known]
    last = min(area.last_row, len(view.rows))
    return [
        n
        for n in range(area.block.last_row + 1, last + 1)
        if n not in skipped
        and any(c < len(view.rows[n - 1]) and not is_blank(view.rows[n - 1][c]) for c in columns)
    ]


def _skipped(view: SheetView, area: Area, seen: Sequence[Seen]) -> frozenset[int]:
    """Return the rows that are no rows of the table, by the columns that are known."""
    kinds = {c.heading: c.kind for c in SPECS[area.table].columns}
    columns = {s.head.column: s.head.text for s in seen if s.heading}
    strong = frozenset(s.head.column for s in seen if kinds.get(s.heading) in STRONG)
    kept = keep_rows(view, area.block.last_row + 1, area.last_row, columns, strong)
    last = range(kept.last_row + 1, area.last_row + 1)
    return kept.skipped | frozenset(last)


def _grouped(area: Area, seen: Sequence[Seen]) -> dict[str, list[Seen]]:
    """Group columns by heading; of several, one whose whole words mean something else moves."""
    counts = Counter(s.heading for s in seen if s.heading)
    for s in seen:
        if counts[s.heading] > 1 and len(s.head.forms) > 1:
            other = known_heading(area.table, [s.head.text])
            if other and other not in counts:
                counts[s.heading] -= 1
                s.heading = other
                counts[other] += 1
    grouped: dict[str, list[Seen]] = defaultdict(list)
    for s in seen:
        if s.heading:
            grouped[s.heading].append(s)
    return grouped


def _row(area: Area, s: Seen, **more: Any) -> MappingRow:
    cell = str(Address(s.head.column, area.block.last_row))
    return replace(MappingRow(COLUMN, area.sheet, cell, s.head.text, area.table), **more)


def _known(area: Area, s: Seen, rivals: list[Seen]) -> MappingRow:
    """Return the row for a heading that is known; of two for one heading the better fit counts."""
    better = [r for r in rivals if r is not s and _rank(r) > _rank(s)]
    equal = [r for r in rivals if r is not s and _rank(r) == _rank(s)]
    if better:
        why = f"{s.heading} is taken from column {better[0].letters}, which fits better"
        return _row(area, s, status=IGNORED, score=0, reason=why)
    if equal:
        others = " and ".join(r.letters for r in equal)
        why = (
            f"columns {s.letters} and {others} can both be {s.heading}: fill in Heading for one of"
            " them and ignore the other"
        )
        return _row(area, s, status=UNMAPPED, score=50, reason=why)
    if s.fit < FITS:
        why = f"the heading is known as {s.heading}, but few of its values fit"
        return _row(area, s, heading=s.heading, status=SUGGESTED, score=40, reason=why)
    if not s.cells:
        why, score = "a known heading; no values yet", 90
    else:
        score = 100 if s.fit >= FITS_WELL else int(60 + 40 * s.fit)
        why = f"a known heading; {_fitting(s.fit, s)}"
    return _row(area, s, heading=s.heading, status=PROPOSED, score=score, reason=why)


def _fitting(share: float, s: Seen) -> str:
    """Say how many of a column's values fit."""
    every = len(s.cells)
    return f"{round(share * every):,} of {counted(every, 'value')} fit{'s' * (every == 1)}"


def _rank(s: Seen) -> tuple[int, ...]:
    """Rank columns that can be one heading of ours: LAESTABs, then names, then four digits."""
    kind = 0
    if s.heading in SCHOOL_HEADINGS and s.cells:
        cells = [c for c in s.cells if not isinstance(c, CellError)]
        whole = sum(read_laestab(c)[1] is None for c in cells)
        figures = sum(text_of(c).isdecimal() for c in cells)
        least = FITS * len(s.cells)
        kind = int(whole >= least) - int(figures - whole >= least)
    return int(s.fit >= FITS), int(bool(s.cells)), kind


def _grid(seen: Sequence[Seen]) -> list[Seen]:
    """Return the columns of a grid of weekdays, if there is one."""
    days = {_weekday(s.head): s for s in reversed(seen) if _weekday(s.head)}
    return list(days.values()) if len(days) >= 3 else []


def _weekday(head: Heading) -> str:
    last = head.forms[1] if len(head.forms) > 1 else head.text
    words = last.casefold().replace(".", "").split()
    return _SHORT_DAYS.get(words[-1], "") if words else ""


def _day(area: Area, s: Seen) -> MappingRow:
    why = "a day of the week in a grid; the ticked days of a row are counted"
    return _row(area, s, heading="Days per week", means=DAY, status=PROPOSED, score=95, reason=why)


def _other(
    area: Area,
    s: Seen,
    taken: set[str],
    columns: Mapping[str, Column],
    names: Names,
    date_1904: bool,
) -> MappingRow:
    """Return the row for a heading that is not a known one: a suggestion, or unmapped."""
    if area.table == PLACEMENTS:
        filled = _fill(area, s)
        if filled is not None:
            return filled
        if is_of_no_concern(s.head.forms):
            why = "no charge rests on it"
            return _row(area, s, table="", status=IGNORED, score=0, reason=why)
        texts = [c for c in s.cells if isinstance(c, str)]
        upns = sum(is_upn(text_of(c)) for c in texts)
        if "UPN" not in taken and upns >= 2 and upns >= FITS * len(s.cells):
            why = "the values are unique pupil numbers"
            return _row(area, s, heading="UPN", status=SUGGESTED, score=85, reason=why)
        schools = names.count_schools(s.cells)
        if "Home school" not in taken and schools >= 2 and schools >= FITS * len(s.cells):
            why = "the values are schools"
            return _row(area, s, heading="Home school", status=SUGGESTED, score=75, reason=why)
    if s.formula_rows and len(s.formula_rows) >= len(s.cells):
        why = "formulas of the team's own"
        return _row(area, s, table="", status=IGNORED, score=0, reason=why)
    words = alike_words(area.table)
    found = process.extractOne(
        s.head.text.casefold(), list(words), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE
    )
    if found is not None:
        heading = words[found[0]]
        good = fit(area.table, columns[heading], s.cells, names, date_1904)
        if heading not in taken and good >= FITS:
            why = f"alike: “{found[0]}”; {_fitting(good, s)}"
            score = int(found[1] * 0.8)
            return _row(area, s, heading=heading, status=SUGGESTED, score=score, reason=why)
    dated = nearest_date(s.head.text) if area.table == PLACEMENTS and holds_days(s) else ""
    good = fit(area.table, columns[dated], s.cells, names, date_1904) if dated else 0
    if dated not in taken and good >= FITS:
        why = f"holds dates, and its words point to {dated}"
        return _row(area, s, heading=dated, status=SUGGESTED, score=60, reason=why)
    why = "no heading of ours is like it" if s.cells else "no heading of ours is like it; no values"
    return _row(area, s, table="", status=UNMAPPED, score=0, reason=why)


def _fill(area: Area, s: Seen) -> MappingRow | None:
    """Return the row for a column that a run can fill, or None."""
    known = known_fill(s.head.forms)
    if known is None:
        return None
    heading, _, component = known.partition("/")
    given = {"table": CHARGES, "heading": heading, "means": component}
    if s.formula_rows:
        why = "looks like a charge, but holds formulas of the team's own, which are never replaced"
        return _row(area, s, table="", status=IGNORED, score=0, reason=why)
    if s.cells:
        n = "1 value that is" if len(s.cells) == 1 else f"{len(s.cells)} values that are"
        why = f"looks like a charge: confirm it by hand if a run may replace the {n} there"
        return _row(area, s, **given, status=UNMAPPED, score=60, reason=why)
    why = "an empty column for charges, which a run fills"
    return _row(area, s, **given, status=PROPOSED, score=90, reason=why)
