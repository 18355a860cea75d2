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

from xl_recoup.contract import Kind, normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.contract.entry_digests import text
from xl_recoup.intake.last_run_record import LastRunRecord, Remembered
from xl_recoup.intake.past_runs import SENDING
from xl_recoup.records import Place
from xl_recoup.tables import Table

AT, SINCE = "accepted at", "accepted since"
"""Kinds of the record: what was accepted at a run; after which line of the log that is noted."""
_BEFORE_ANY = "0"
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
    for name, value in kept.items():
        yield Remembered(AT, name, value)
    if posting or accepted or missing:
        number = 1 + sum(name.startswith(f"{moment} ") for name in kept)
        said = json.dumps([text_of(x) for x in (who, posting, accepted, missing)])
        yield Remembered(AT, f"{moment} {number}", said)


def noted_since(log: Table | None, before: LastRunRecord, *, date_1904: bool) -> Remembered:
    """Return the last line that the run log had when what was accepted was first noted."""
    since = before.of(SINCE).get("run") or max(_lines(log, date_1904), default=_BEFORE_ANY)
    return Remembered(SINCE, "run", since)


def altered_acceptances(
    log: Table | None, before: LastRunRecord, *, date_1904: bool
) -> list[Unlike]:
    """Return where the run log says otherwise than its runs noted; none where none noted it."""
    since = before.of(SINCE).get("run", "")
    if log is None or not since:
        return []
    at = _columns(log)
    if len(at) <= len(_TOLD):
        return []  # a lost column of a record is refused elsewhere
    lines = _lines(log, date_1904)
    notes: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name, value in before.of(AT).items():
        notes[name.rpartition(" ")[0]].append(tuple(json.loads(value)))
    found = []
    for moment in sorted({*notes, *(m for m in lines if m > since)}):
        for noted, line in _unlike(notes[moment], lines.get(moment, ())):
            if line is None:
                place = Place(log.sheet, log.heading_address(at["Run at"]))
                found.append(Unlike(place, "", moment, _called(noted), ""))
                continue
            for heading, was, now in zip(_TOLD, noted, line.said, strict=True):
                if was != now:
                    place = Place(log.sheet, log.address(line.row, at[heading]))
                    found.append(Unlike(place, heading, moment, was, now))
    return found


def _columns(log: Table) -> dict[str, int]:
    headings = [normal(h) for h in log.headings]
    return {h: headings.index(normal(h)) for h in ("Run at", *_TOLD) if normal(h) in headings}


def _lines(log: Table | None, date_1904: bool) -> dict[str, list[_Line]]:
    """Return the lines of the run log by their moments; none where it lacks a column."""
    at, lines = _columns(log) if log else {}, defaultdict[str, list[_Line]](list)
    if log is None or len(at) <= len(_TOLD):
        return lines
    for n, row in enumerate(log.rows):
        if not all(is_blank(cell) for cell in row):
            moment = text(row[at["Run at"]], Kind.DATE, date_1904)
            lines[moment].append(_Line(n, tuple(text_of(row[at[h]]) for h in _TOLD)))
    return lines


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
