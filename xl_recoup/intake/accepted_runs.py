"""What somebody accepted at each run, as the run itself noted it, and the run log's cells of it.

A posting line, and one under which something was let pass, is told by who ran it, what it did and
what was accepted. Each run notes its own and carries those before it on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from xl_recoup.contract import RUN_LOG, Kind, normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.contract.entry_digests import text
from xl_recoup.intake.last_run_record import LastRunRecord, Remembered
from xl_recoup.intake.past_runs import SENDING
from xl_recoup.records import Place
from xl_recoup.tables import WorkbookTables

AT, SINCE = "accepted at", "accepted since"
"""Kinds of the record: what was accepted at a run; from which run on that is noted."""
_TOLD = ("Run by", "Posting", "Accepted", "Accepted missing")


class Unlike(NamedTuple):
    """A cell of the run log that is not what its run noted; without a heading its line is gone.

    `noted` and `held` are blank where nothing was noted, or stands there.
    """

    place: Place
    heading: str
    moment: str
    noted: str
    held: str


class _Line(NamedTuple):
    row: int
    said: tuple[str, ...]


def noted_acceptances(
    before: LastRunRecord, *, at: datetime, who: str, posting: str, accepted: str, missing: str
) -> Iterator[Remembered]:
    """Yield what the next run is to know: what was accepted before, and at this run."""
    moment, kept = at.isoformat(timespec="seconds"), before.of(AT)
    yield Remembered(SINCE, "run", before.of(SINCE).get("run", moment))
    for name, value in kept.items():
        yield Remembered(AT, name, value)
    if posting or accepted or missing:
        number = 1 + sum(name.startswith(f"{moment} ") for name in kept)
        said = json.dumps([text_of(x) for x in (who, posting, accepted, missing)])
        yield Remembered(AT, f"{moment} {number}", said)


def altered_acceptances(book: WorkbookTables, before: LastRunRecord) -> list[Unlike]:
    """Return where the run log says otherwise than its runs noted; none where none noted it."""
    table, since = book.find(RUN_LOG.name), before.of(SINCE).get("run", "")
    if table is None or not since:
        return []
    headings = [normal(h) for h in table.headings]
    at = {h: headings.index(normal(h)) for h in ("Run at", *_TOLD) if normal(h) in headings}
    if len(at) <= len(_TOLD):
        return []  # a lost column of a record is refused elsewhere
    lines: dict[str, list[_Line]] = defaultdict(list)
    for n, row in enumerate(table.rows):
        if not all(is_blank(cell) for cell in row):
            moment = text(row[at["Run at"]], Kind.DATE, book.date_1904)
            lines[moment].append(_Line(n, tuple(text_of(row[at[h]]) for h in _TOLD)))
    notes: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name, value in before.of(AT).items():
        notes[name.rpartition(" ")[0]].append(tuple(json.loads(value)))
    found = []
    for moment in sorted({*notes, *(m for m in lines if m >= since)}):
        for noted, line in _unlike(notes[moment], lines[moment]):
            if line is None:
                place = Place(table.sheet, table.heading_address(at["Run at"]))
                found.append(Unlike(place, "", moment, _called(noted), ""))
                continue
            for heading, was, now in zip(_TOLD, noted, line.said, strict=True):
                if was != now:
                    place = Place(table.sheet, table.address(line.row, at[heading]))
                    found.append(Unlike(place, heading, moment, was, now))
    return found


def _unlike(
    notes: Sequence[tuple[str, ...]], lines: Sequence[_Line]
) -> Iterator[tuple[tuple[str, ...], _Line | None]]:
    """Yield what was noted beside the line that is not like it: None where there is no line."""
    left, open_lines = [], list(lines)
    for noted in notes:
        same = next((line for line in open_lines if line.said == noted), None)
        if same is None:
            left.append(noted)
        else:
            open_lines.remove(same)
    open_lines.sort(key=lambda line: not _tells(line.said))
    for noted in left:
        yield noted, open_lines.pop(0) if open_lines else None
    for line in open_lines:
        if _tells(line.said):
            yield (line.said[0], "", "", ""), line


def _tells(said: Sequence[str]) -> bool:
    """Say whether a line is of a posting, or something was accepted under it."""
    _, posting, *accepted = said
    return bool(any(accepted) or posting) and normal(posting) != SENDING


def _called(noted: Sequence[str]) -> str:
    return ", ".join(filter(None, noted))
