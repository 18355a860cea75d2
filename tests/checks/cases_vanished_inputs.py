"""Cases of the checks on what the last run had and this one lacks."""

from __future__ import annotations

from tests.checks.case import Args, Case, Cases, rows
from tests.support.books import Row, pex, table
from xl_recoup.contract import PLACEMENTS
from xl_recoup.tables import Cell

_LOG: dict[str, Cell] = {"Run by": "tester"}


def _noted(**names: str) -> list[Row]:
    """Return a record: `filled_EAL="2"` is a column of Placements with two filled cells."""
    kinds = (name.split("_", 1) for name in names)
    found: list[Row] = [
        {"Kind": "table", "Name": "Placements", "Value": "Placements"},
        {"Kind": "rows", "Name": "Placements", "Value": "1"},
    ]
    for (kind, name), value in zip(kinds, names.values(), strict=True):
        full = f"Placements[{name.replace('_', ' ')}]" if kind == "filled" else name
        found.append({"Kind": kind, "Name": full, "Value": value})
    return found


def _without(*headings: str, **noted: str) -> Args:
    kept = [h for h in PLACEMENTS.headings if h not in headings]
    row = {h: cell for h, cell in pex().items() if h in kept}
    return {
        "replace": {"Placements": table("Placements", [row], kept)},
        "RunLog": [_LOG],
        "LastRun": _noted(**noted),
    }


CASES: Cases = {
    "S32": Case(
        passes=rows(pex(EAL="Y"), RunLog=[_LOG], LastRun=_noted(filled_EAL="1", filled_FSM="0")),
        once=_without("EAL", filled_EAL="3"),
        at="Placements A4",
        several=_without(
            "EAL", "FSM6", filled_EAL="3", filled_FSM6="0", table_Queries="Queries",
            table_Codes="Codes",
        ),
        count=3,
        says="the column EAL of the table Placements, with 3 filled cells in the last run,",
    ),
    "S33": Case(
        passes=rows(pex(EAL="Y"), RunLog=[_LOG], LastRun=_noted(filled_EAL="1")),
        once=rows(pex(), RunLog=[_LOG], LastRun=_noted(filled_EAL="1")),
        at="Placements AE4",
        several=rows(pex(), RunLog=[_LOG], LastRun=_noted(filled_EAL="1", filled_FSM="1")),
        count=2,
        lines_differ="the flag that was cleared was charged for",
    ),
    "S34": Case(
        passes=rows(pex(), RunLog=[_LOG]),
        once=rows(pex(), RunLog=[_LOG | {"Record digest": "0123456789abcdef"}]),
        at="Last run",
        several=rows(pex(), RunLog=[_LOG | {"Record digest": "0123456789abcdef"}]),
        count=1,
        says="gone or was changed",
    ),
}  # fmt: skip
