"""A proposal for the Mapping of a whole workbook: sheets, columns, constants, values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xl_recoup.adopt.compared_words import name_key
from xl_recoup.adopt.followed_sources import rates_means, turned_means
from xl_recoup.adopt.guesses import REFERENCE
from xl_recoup.adopt.heading_lines import in_column
from xl_recoup.adopt.live_sheets import Counts, dead_name, doubted, judged, left_aside
from xl_recoup.adopt.mapped_tables import mapped_tables
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.names import Names, names_of
from xl_recoup.adopt.odd_shapes import odd_shape, several_pupils
from xl_recoup.adopt.proposed_columns import propose_columns
from xl_recoup.adopt.proposed_values import (
    data_lines,
    data_rows,
    propose_constants,
    propose_values,
)
from xl_recoup.adopt.rate_matrix import Matrix, rate_matrix, was_read
from xl_recoup.adopt.source_marks import across_mark, matrix_mark
from xl_recoup.adopt.table_areas import PLACEMENTS, Area, find_areas
from xl_recoup.adopt.turned_lists import (
    headings_down,
    is_turned,
    is_turned_of,
    list_across,
    turned_name,
)
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import text_of
from xl_recoup.contract.mapping_table import COLUMN, IGNORED, PROPOSED, SHEET, SUGGESTED, UNMAPPED
from xl_recoup.errors import Refused
from xl_recoup.tables import Cell, SheetView, Table

KNOWN_ENOUGH = 5
# A sheet named by a time or by what it holds is not named after a provider.
_TIME = re.compile(
    r"\b(autumn|spring|summer|term|year|sheet\d*|placements?|data|list|current|archive|20\d\d|\d\d"
    r"|pupils?|exclusions?|pex|register|tracker|log|master|all)\b"
)


@dataclass(slots=True)
class Proposal:
    """What a workbook seems to hold: rows for the Mapping, and names that its sheets bring."""

    rows: list[MappingRow] = field(default_factory=list)
    providers: list[str] = field(default_factory=list)
    """Providers that the placements name and no table knows."""
    counts: Counts = field(default_factory=Counts)
    """How many placements there are, and which of them may count no more."""
    told: list[str] = field(default_factory=list)
    """Sentences about lists in a shape that is not read as it is."""
    matrices: list[Matrix] = field(default_factory=list)
    """Rates that stand as a matrix, where the workbook has no list of rates."""

    def tables(self) -> set[str]:
        """Return the names of our tables that the team's sheets hold."""
        return {r.table for r in self.rows if r.kind == SHEET and r.table}


def propose(
    views: Sequence[SheetView],
    owned: Mapping[str, Table],
    shipped: Mapping[str, Table],
    date_1904: bool,
    decided: Collection[str] = (),
) -> Proposal:
    """Return a proposal for a workbook.

    `owned` are its tables that have our names and headings already, `shipped` our own lists that
    stand in where it has none, `decided` the sheets that somebody has confirmed.
    """
    proposal = Proposal()
    areas = _areas(views, owned, shipped, proposal)
    reference = {**shipped, **owned}
    theirs: dict[str, Table] = {}
    for view, area in areas:
        if area.table != PLACEMENTS:
            rows = _reference(view, area, Names(), date_1904)
            try:
                theirs |= mapped_tables(_all_used(rows), views, Names()).tables
            except Refused as refusal:
                why = f"looks like {area.table}, but can't be used: {_plain(refusal)}"
                rows = [MappingRow(SHEET, view.name, status=IGNORED, reason=why)]
            proposal.rows += rows
    reference |= theirs
    names = names_of(reference, date_1904)
    placements = [(v, a) for v, a in areas if a.table == PLACEMENTS]
    by_area = [(v, a, propose_columns(v, a, names, date_1904)) for v, a in placements]
    by_area = _distinct_references(by_area)
    names = _with_providers(names, by_area, "Providers" in {*owned, *theirs}, proposal)
    seen: set[tuple[str, ...]] = set()
    proposal.counts, marked, looks = judged(by_area, decided, date_1904)
    aside = proposal.counts.aside
    for view, area, columns in by_area:
        row, what = _sheet_row(area, view), looks.get(area) or dead_name(area.sheet)
        if area.sheet in aside:
            row = left_aside(row, what, proposal.counts.rows[area.sheet])
        elif what and area.sheet not in decided:
            row = doubted(row, what)
        proposal.rows += [row, *marked[area], *columns]
        proposal.told += several_pupils(view, columns, data_rows(view, area, columns)[0])
        proposal.rows += propose_constants(area, columns, names)
        if area.sheet in aside:
            continue
        for row in propose_values(view, area, columns, names, date_1904):
            if row.key not in seen:
                proposal.rows.append(row)
            seen.add(row.key)
    return proposal


def _distinct_references(
    areas: Sequence[tuple[SheetView, Area, list[MappingRow]]],
) -> list[tuple[SheetView, Area, list[MappingRow]]]:
    """Unmap columns suggested as references where two sheets number their placements alike."""
    counts: Counter[str] = Counter()
    for view, area, columns in areas:
        for row in columns:
            if row.heading == REFERENCE:
                counts.update({normal(text_of(line)) for line in _held(view, area, columns, row)})
    shared = {ref for ref, n in counts.items() if ref and n > 1}
    why = "numbers of another sheet come again here, so they can't tell placements apart"

    def told_apart(view: SheetView, area: Area, columns: list[MappingRow]) -> list[MappingRow]:
        return [
            replace(r, table="", heading="", status=UNMAPPED, score=0, reason=why)
            if r.heading == REFERENCE
            and r.status == SUGGESTED
            and any(normal(text_of(c)) in shared for c in _held(view, area, columns, r))
            else r
            for r in columns
        ]

    return [(view, area, told_apart(view, area, columns)) for view, area, columns in areas]


def _held(
    view: SheetView, area: Area, columns: Sequence[MappingRow], row: MappingRow
) -> Iterable[Cell]:
    """Return what the placements of an area hold in one column."""
    return in_column(data_lines(view, area, columns), row.cell)


def _areas(
    views: Sequence[SheetView],
    ours: Mapping[str, Table],
    shipped: Mapping[str, Table],
    proposal: Proposal,
) -> list[tuple[SheetView, Area]]:
    """Return the areas of all sheets; a sheet without any gets a row that says so.

    Of two lists of schools, rates or the like the one with more known headings counts.
    """
    found: list[tuple[SheetView, Area]] = []
    bare: list[SheetView] = []
    owned = {t.name for t in ours.values()}
    for view in views:
        frames = [f for f in view.frames if f.name not in owned]
        if view.frames and not frames:
            continue  # a sheet of ours
        here = [(view, a) for a in find_areas(view, frames)]
        here = [(v, a) for v, a in here if a.table == PLACEMENTS or a.table not in owned]
        found += here
        if not here:
            bare.append(view)
    listed = any(a.table == "Rates" for _, a in found)
    rates = (None, None) if listed else (ours.get("Rates"), shipped.get("Rates"))
    proposal.rows += [_bare(v, *rates, views, proposal) for v in bare]
    best: dict[str, Area] = {}
    for _, area in found:
        if area.table not in best or area.known > best[area.table].known:
            best[area.table] = area
    return [(v, a) for v, a in found if a.table == PLACEMENTS or best[a.table] is a]


def _bare(
    view: SheetView,
    rates: Table | None,
    drafts: Table | None,
    views: Sequence[SheetView],
    proposal: Proposal,
) -> MappingRow:
    """Return the row for a sheet in which no table of ours was seen; say what it looks like.

    `drafts` are the program's rates, where the workbook has none: a matrix may take their place.
    """
    why = "no placements, schools, rates, calendar, providers or agreements were seen here"
    means = ""
    matrix = rate_matrix(view, drafts) if drafts is not None else None
    if any(is_turned_of(v.name, view.name) for v in views) and headings_down(view):
        why = "one pupil in each column: they stand on the turned sheet, each in a row"
        across = list_across(view)
        means = turned_means(turned_name(view.name), across_mark(across)) if across else ""
    elif was_read(view.name, rates):
        why = "rates as a matrix: its numbers stand among the rates"
    elif matrix is not None:
        proposal.matrices.append(matrix)
        proposal.told.append(matrix.sentence())
        why = "rates as a matrix: its numbers stand on the added sheet of rates, as drafts"
        means = rates_means(matrix_mark(matrix))
    elif shape := odd_shape(view):
        proposal.told.append(shape)
        why = "in a shape that is not read: see what adopt says of it"
    return MappingRow(SHEET, view.name, means=means, status=IGNORED, reason=why)


def _reference(view: SheetView, area: Area, names: Names, date_1904: bool) -> list[MappingRow]:
    columns = propose_columns(view, area, names, date_1904)
    if area.table == "Calendar":
        columns = _kind_from_name(view, area, columns)
    return [
        _sheet_row(area, view),
        *columns,
        *propose_constants(area, columns, names),
        *propose_values(view, area, columns, names, date_1904),
    ]


def _plain(refusal: Refused) -> str:
    """Return what stands in the way, without the advice for a Mapping that is there already."""
    words = str(refusal).removeprefix("the Mapping can't be followed: ")
    return words.partition(". Correct the row")[0].partition(", which every row")[0]


def _kind_from_name(view: SheetView, area: Area, columns: list[MappingRow]) -> list[MappingRow]:
    """Take Kind from the names of terms and holidays where no column of its own says it."""
    if any(r.heading == "Kind" for r in columns):
        return columns
    return [
        replace(r, heading="Kind", reason="no column says term or closure: its names tell")
        if r.heading == "Name"
        else r
        for r in columns
    ]


def _sheet_row(area: Area, view: SheetView) -> MappingRow:
    share = f"{area.known} of its {len(area.headings)} headings are known"
    row = MappingRow(SHEET, area.sheet, area.block.full, table=area.table, reason=share)
    if area.by_upns:
        share = f"a column of pupil numbers; {share}"
        return replace(row, status=SUGGESTED, score=50, reason=share)
    if is_turned(area.sheet):
        return replace(row, status=SUGGESTED, score=60, reason=f"a turned list; {share}")
    sure = area.known >= KNOWN_ENOUGH or area.table != PLACEMENTS
    score = min(100, 50 + 5 * area.known)
    return replace(row, status=PROPOSED if sure else SUGGESTED, score=score)


def _all_used(rows: Iterable[MappingRow]) -> list[MappingRow]:
    """Return rows as if all suggestions were confirmed: only to learn names from a team's lists."""
    return [replace(r, status=PROPOSED) if r.status == SUGGESTED else r for r in rows]


def _with_providers(
    names: Names,
    areas: Sequence[tuple[SheetView, Area, list[MappingRow]]],
    team_has_them: bool,
    proposal: Proposal,
) -> Names:
    """Add the providers that placements name where the team has no list of them."""
    if team_has_them:
        return names
    found: dict[str, str] = {}
    for view, area, columns in areas:
        row = next((r for r in columns if r.heading == "Provider" and r.kind == COLUMN), None)
        if row is None:
            if len(areas) > 1 and not _TIME.search(normal(area.sheet)):
                found[name_key(area.sheet)] = area.sheet
            continue
        for cell in _held(view, area, columns, row):
            text = text_of(cell)
            if text:
                found.setdefault(name_key(text), text)
    new = {k: t for k, t in found.items() if k and k not in names.providers}
    proposal.providers = list(new.values())
    return replace(names, providers={**names.providers, **new})
