"""The sheet Monthly proposals: what a list proposes, what a person decided, what came of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from xl_recoup.adopt.monthly_list import Proposed
from xl_recoup.adopt.taking_over import Taken, take_over
from xl_recoup.contract import MONTHLY_PROPOSALS, PLACEMENTS, Kind, normal
from xl_recoup.contract.cell_values import is_blank, read_as, text_of
from xl_recoup.contract.monthly_table import CODE, OUTCOME, PUPIL, SHEET, TAKE_OVER
from xl_recoup.errors import Refused
from xl_recoup.tables import Cell, OutCell, TableWrite, WorkbookTables
from xl_recoup.words import listed

ALL = "all"
DONE = "taken over"
NO_LONGER = (
    "the workbook or the list says something else by now, so nothing was written: look at the"
    " proposals anew"
)
_WIDTHS = {"On the list": 40.0, "In the workbook": 20.0, OUTCOME: 60.0, SHEET: 18.0}
Line = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What stands on the sheet, by the proposal's code; `there` says whether the sheet is."""

    there: bool = False
    lines: Mapping[str, Line] = field(default_factory=dict)

    @staticmethod
    def of(book: WorkbookTables) -> Decisions:
        """Read the sheet of a workbook, where it has one."""
        table = book.find(MONTHLY_PROPOSALS.name)
        if table is None:
            return Decisions()
        headings = {normal(h): h for h in MONTHLY_PROPOSALS.headings}
        names = [headings.get(normal(h), "") for h in table.headings]
        lines = {}
        for row in table.rows:
            line = dict(zip(names, row, strict=False))
            if not is_blank(line.get(CODE)):
                lines[text_of(line[CODE])] = line
        return Decisions(True, lines)

    def taken_over(
        self,
        book: WorkbookTables,
        found: Sequence[Proposed],
        told: Collection[str],
        codes: Sequence[str],
        into: str = "",
    ) -> Taken:
        """Return what taking over these codes means: `all`, or without any those with Y.

        All are those that the list says something of, and so none that is missing on it.
        A code that the list does not propose any more is refused and named: the cell that was seen
        has changed. Raises Refused where nothing is chosen.
        """
        by_code = {p.code: p for p in found}
        wanted = list(codes)
        if [normal(c) for c in codes] == [ALL]:
            wanted = [c for c, p in by_code.items() if p.change != "missing"]
        if not codes:
            wanted = self.chosen()
            if not wanted:
                raise Refused(
                    f"No row of the sheet {MONTHLY_PROPOSALS.sheet} has Y under {TAKE_OVER}, so"
                    " nothing was taken over. Write Y where the list is right, or name codes."
                )
        chosen = [(by_code[c], into or self._sheet(by_code[c])) for c in wanted if c in by_code]
        made = take_over(book, chosen, told)
        made.refused += [(self._gone(c), NO_LONGER) for c in wanted if c not in by_code]
        return made

    def chosen(self) -> list[str]:
        """Return the codes of the rows that are to be taken over, and were not before."""
        return [code for code, line in self.lines.items() if self._said_yes(line)]

    def _said_yes(self, line: Line) -> bool:
        """Say whether a row is to be taken over, and was not before."""
        cell = line.get(TAKE_OVER)
        if is_blank(cell) or text_of(line.get(OUTCOME)).startswith(DONE):
            return False
        said, issue = read_as(Kind.FLAG, cell)
        if issue is not None:
            raise Refused(
                f"Under {TAKE_OVER} of the sheet {MONTHLY_PROPOSALS.sheet}, the row"
                f" {text_of(line.get(CODE))} says neither Y nor N. Nothing was taken over."
            )
        return bool(said)

    def _sheet(self, p: Proposed) -> str:
        return text_of(self.lines.get(p.code, {}).get(SHEET)) or p.into

    def _gone(self, code: str) -> Proposed:
        line = self.lines.get(code, {})
        ref, where = text_of(line.get("Placement ref")), text_of(line.get("Cell"))
        return Proposed("unclear", ref, where, "", text_of(line.get("Column")), known_code=code)


def proposals_write(found: Sequence[Proposed], decisions: Decisions, made: Taken) -> TableWrite:
    """Return the sheet's rows: the proposals with what was decided, and what came of each.

    What was taken over stands below what is still to be decided.
    """
    spec = MONTHLY_PROPOSALS
    outcome = {p.code: DONE for p in made.taken}
    outcome |= {p.code: f"not taken over: {why}" for p, why in made.refused}
    rows: list[list[OutCell]] = []
    for p in found:
        line = decisions.lines.get(p.code, {})
        rows.append(
            [
                _plain(line.get(TAKE_OVER)),
                p.change,
                p.ref or None,
                p.heading or None,
                p.before or None,
                p.now or _row_said(p) or None,
                _plain(line.get(SHEET)) or p.into or None,
                p.place or None,
                p.list_place or None,
                outcome.get(p.code) or _plain(line.get(OUTCOME)),
                p.code,
                p.pupil_said() or None,
            ]
        )
    at = spec.headings.index(OUTCOME)
    rows.sort(key=lambda row: str(row[at] or "").startswith(DONE))
    known = {p.code for p in found}
    gone = [
        (p, why) for p, why in made.refused if p.code not in known and p.code in decisions.lines
    ]
    for p, why in gone:
        line = decisions.lines[p.code]
        cells = {h: _plain(line.get(h)) for h in spec.headings}
        rows.append([*{**cells, OUTCOME: f"not taken over: {why}"}.values()])
    return TableWrite(
        spec.name,
        spec.headings,
        rows,
        spec.sheet,
        spec.sheet,
        spec.purpose,
        widths=_WIDTHS,
        choices={TAKE_OVER: ("Y", "N")},
        keys=spec.keys,
        added_later=frozenset({PUPIL}),
    )


def told_lines(made: Taken) -> list[str]:
    """Return what a person reads of proposals that were taken over, and of those that were not."""
    said = [f"taken over: {p.sentence()}" for p in made.taken]
    blanks = [h for h in PLACEMENTS.required if any(_lacks(p, h) for p in made.taken)]
    if blanks:
        said.append(f"The new rows have no {listed(blanks)} yet: fill it in before the next run.")
    return said + [f"not taken over: {_named(p)}: {why}." for p, why in made.refused]


def _lacks(p: Proposed, heading: str) -> bool:
    column = next(c for c in PLACEMENTS.columns if c.heading == heading)
    unread = p.row is not None and column.field in p.row.unreadable
    return p.change == "new" and (unread or not getattr(p.row, column.field))


def _named(p: Proposed) -> str:
    about = ", ".join(t for t in (p.ref, p.heading) if t)
    where = p.place or (f"{p.list_place} of the list" if p.list_place else "")
    return " ".join([f"{about} ({where})" if about and where else about or where or p.code])


def _row_said(p: Proposed) -> str:
    if p.unread and p.ours is not None:
        return "can't be read"
    unread = f"; can't be read: {listed(p.unread)}" if p.unread else ""
    return f"{p.row_said()}{unread}".removeprefix("; ")


def _plain(cell: Cell) -> OutCell:
    return None if is_blank(cell) else text_of(cell)
