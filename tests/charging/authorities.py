"""Placements and schools of other authorities, and the lines that they give."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.books import AS_AT, MAINTAINED_SECONDARY, SCHOOLS, book
from tests.support.books import pex as made
from xl_recoup.charging.inter_authority import inter_authority_lines
from xl_recoup.intake.placement_rows import read_placements
from xl_recoup.intake.reference import read_reference
from xl_recoup.records import ChargeLine, Placement
from xl_recoup.tables import Cell

THEIRS, LAST = "3064001", "2084001"
SCHOOLS_AND_OTHERS: list[dict[str, Cell]] = [
    *SCHOOLS,
    {"LAESTAB": THEIRS, "School": "Their School", "Type": "other authority", "Lowest year": "7",
     "Highest year": "11"},
    {"LAESTAB": LAST, "School": "Last School", "Type": "other authority"},
]  # fmt: skip


def pex(**cells: Any) -> dict[str, Cell]:
    """Return a Year 8 pupil excluded from another authority's school on 1 October 2025."""
    given: dict[str, Cell] = {
        "Home school": THEIRS, "Year group": "8", "Exclusion date": date(2025, 10, 1),
    }  # fmt: skip
    return made(1, **(given | cells))


def ours(**cells: Any) -> dict[str, Cell]:
    """Return the same pupil excluded from a school that we maintain."""
    given: dict[str, Cell] = {"Home school": MAINTAINED_SECONDARY, "Old authority": "305"}
    return pex(**(given | cells))


def lines_of(
    row: dict[str, Cell], *, as_at: date = AS_AT, **more: Any
) -> tuple[list[ChargeLine], Placement, Any]:
    """Return the lines between authorities of one row, its placement and the policy."""
    tables = book([row], **({"Schools": SCHOOLS_AND_OTHERS} | more))
    policy = read_reference(tables, as_at, as_at).policy
    (p,) = read_placements(tables).rows
    return inter_authority_lines(p, policy), p, policy


def shown(row: dict[str, Cell], **more: Any) -> list[tuple[str, str, str, str]]:
    """Return reference, authority, amount and status of each line."""
    return [
        (x.ref.removeprefix("P001/"), x.laestab, str(x.amount), x.status)
        for x in lines_of(row, **more)[0]
    ]
