"""The inputs of the last run besides the placements: which are others now, and a book with them.

The record keeps the rows of the small tables themselves. So a run can ask what it would charge by
last month's rates, and need not guess what a change of theirs did.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from xl_recoup import __version__, contract
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import is_blank
from xl_recoup.intake.last_run_record import WAS, LastRunRecord, Remembered
from xl_recoup.intake.named_cells import short_digest
from xl_recoup.records import short_record
from xl_recoup.tables import Cell, CellError, Guise, ShownAs, Table, WorkbookTables
from xl_recoup.words import long_date, some

RUN = "run"
"""The record's kind of what is noted of the run itself."""
AS_AT, VERSION, OTHERS = "as-at date", "version", "other inputs"
PREPARED_BY = "prepared by"
"""Who ran the last run that is no posting."""
OTHER_DIGESTS = ("Schools digest", "Providers digest", "Placements digest", "Changes digest")
_PASSED_OVER = ("as-at date", "contact")
"""How the names of settings begin that no charge rests on, or that are told apart."""


class Reason(Enum):
    """Why what a placement comes to has moved."""

    NEW = "new placement"
    ENDED = "ended"
    INPUT = "changed input"
    RATE = "rate"
    SETTING = "setting"
    AGREEMENT = "agreement"
    TIME = "time passing"
    SCHEME = "scheme"
    CALENDAR = "calendar"
    DELETED = "placement deleted"
    VERSION = "program version"
    SEVERAL = "several"


KEPT = {
    "Settings": Reason.SETTING,
    "Agreements": Reason.AGREEMENT,
    "Schemes": Reason.SCHEME,
    "Rates": Reason.RATE,
    "Calendar": Reason.CALENDAR,
}
"""The tables whose rows the record keeps."""
NAMED_BY = {"Rates": ("Factor", "Phase", "School")}


@short_record
class InputsBefore:
    """What is another input than at the last run, besides the placements and their schools."""

    book: WorkbookTables
    as_at: date
    before: date
    """The day as at which the last run judged."""
    rows: Mapping[Reason, tuple[str, Sequence[str]]]
    """By reason the table and its rows at the last run, where they are others now."""
    others: bool
    """Whether a placement, a change, a school or a provider is another."""
    version: str
    """The program's version at the last run, where it is another."""

    @property
    def reasons(self) -> list[Reason]:
        """The reasons that can be taken back by calculating with what was."""
        return [*self.rows, *([Reason.TIME] if self.as_at != self.before else [])]

    def taken_back(self, reasons: Collection[Reason]) -> tuple[WorkbookTables, date]:
        """Return the workbook and the day of now, but as they were for some reasons."""
        tables = dict(self.book.tables)
        for reason in reasons:
            if reason in self.rows:
                name, rows = self.rows[reason]
                held = self.book.find(name)
                tables[held.name if held else name] = _table(name, held, rows)
        return (
            replace(self.book, tables=tables),
            self.before if Reason.TIME in reasons else self.as_at,
        )

    def told(self, reason: Reason) -> str:
        """Return what is another: the days, the rates, the parties."""
        if reason is Reason.TIME:
            return f"{long_date(self.before)} to {long_date(self.as_at)}"
        if reason is Reason.VERSION:
            return f"{self.version}, now {__version__}"
        name, was = self.rows[reason]
        now = _rows(self.book.find(name))
        one, two = Counter(was), Counter(now)
        return some(list(dict.fromkeys(_called(name, row) for row in (one - two) + (two - one))))


def inputs_before(
    book: WorkbookTables, as_at: date, digests: Mapping[str, str], before: LastRunRecord
) -> InputsBefore | None:
    """Return what is another than at the last run; None where no run noted its inputs."""
    run = before.of(RUN)
    if AS_AT not in run:
        return None
    changed = {}
    for name, reason in KEPT.items():
        was = list(before.of(f"{WAS} {name}").values())
        if was != _rows(book.find(name)):
            changed[reason] = name, was
    return InputsBefore(
        book,
        as_at,
        date.fromisoformat(run[AS_AT]),
        changed,
        run.get(OTHERS) != _others(digests),
        run.get(VERSION, "") if run.get(VERSION) != __version__ else "",
    )


def noted_inputs(
    book: WorkbookTables, as_at: date, digests: Mapping[str, str]
) -> Iterator[Remembered]:
    """Yield what the next run is to know of the inputs."""
    yield Remembered(RUN, AS_AT, as_at.isoformat())
    yield Remembered(RUN, VERSION, __version__)
    yield Remembered(RUN, OTHERS, _others(digests))
    for name in KEPT:
        for number, row in enumerate(_rows(book.find(name)), 1):
            yield Remembered(f"{WAS} {name}", str(number), row)


def _others(digests: Mapping[str, str]) -> str:
    return short_digest(*(digests.get(heading, "") for heading in OTHER_DIGESTS))


def _rows(table: Table | None) -> list[str]:
    """Return a table's rows as text, sorted, so that their order is no matter."""
    found = []
    for number, row in enumerate(table.rows, table.first_row) if table else ():
        cells = dict(zip(table.headings, row, strict=False)) if table else {}
        held = {h: _kept(cell) for h, cell in cells.items() if not is_blank(cell)}
        if held and table and number not in table.skipped and not _passed_over(table, held):
            found.append(json.dumps(held, ensure_ascii=False, separators=(",", ":")))
    return sorted(found)


def _passed_over(table: Table, row: Mapping[str, Any]) -> bool:
    if normal(table.name) != normal(contract.SETTINGS.name):
        return False
    return normal(str(row.get("Setting", ""))).startswith(_PASSED_OVER)


def _kept(cell: Cell) -> Any:
    if isinstance(cell, datetime | date):
        return {"day": cell.isoformat()}
    if isinstance(cell, CellError):
        return {"error": cell.code}
    if isinstance(cell, ShownAs):
        return {"number": float(cell), "shown as": list(cell.guise)}
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def _cell(kept: Any) -> Cell:
    if not isinstance(kept, dict):
        found: Cell = kept
        return found
    if "number" in kept:
        return ShownAs(kept["number"], Guise(*kept["shown as"]))
    if "error" in kept:
        return CellError(kept["error"])
    text = kept["day"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _table(name: str, held: Table | None, rows: Sequence[str]) -> Table:
    """Return a table with the rows that it had."""
    cells = [json.loads(row) for row in rows]
    known = held.headings if held else ()
    headings = tuple(dict.fromkeys((*known, *(h for row in cells for h in row))))
    made = [tuple(_cell(row.get(h)) for h in headings) for row in cells]
    return Table(name, held.sheet if held else name, headings, 5, made)


def _called(name: str, row: str) -> str:
    """Return what people call a row of a table."""
    spec = next(s for s in contract.ALL_SPECS if s.name == name)
    cells = {normal(h): cell for h, cell in json.loads(row).items()}
    wanted = NAMED_BY.get(name, (spec.columns[0].heading,))
    return " ".join(str(cells[normal(h)]) for h in wanted if normal(h) in cells) or name
