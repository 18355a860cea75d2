"""Rows that claim what another row of a random book claims, and which rows that holds.

Written from the specification alone: of rows that say the same, share a reference, an episode, or
pupil, school and day of an exclusion, none is charged. A cancelled row claims no charge.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable

from tests.oracle.random_values import Row, chance

KINDS = ("repeated", "reference", "episode", "exclusion")


def with_rivals(
    rng: random.Random, placements: list[Row], kinds: tuple[str, ...] = KINDS
) -> list[Row]:
    """Add rows, or change references, so that up to three rows of a book have rivals."""
    rows = [dict(row) for row in placements]
    for number in range(rng.randint(1, 3)):
        row = rng.choice(rows)
        kind = rng.choice(kinds)
        if kind == "reference" and len(rows) > 1:
            other = rng.choice([r for r in rows if r is not row])
            other["Placement ref"] = str(row["Placement ref"]).lower()
            continue
        rival = dict(row) | {"Placement ref": f"RIVAL{number}"}
        if kind == "episode":
            rival["Provider"] = None
            if chance(rng, 0.5) and rival["Episode ref"] is not None:
                rival["Episode ref"] = str(rival["Episode ref"]).lower()
        elif kind == "exclusion":
            rival |= {"Episode ref": f"OTHER{number}", "Provider": None}
        rows.insert(rng.randint(0, len(rows)), rival)
    return rows


def held_as_rivals(rows: list[Row]) -> set[int]:
    """Return which rows, by their place, claim what another row claims as well."""
    claims: dict[Hashable, set[int]] = defaultdict(set)
    for n, row in enumerate(rows):
        said = tuple((k, str(v)) for k, v in row.items() if k not in ("Placement ref", "Notes"))
        claims["row", said].add(n)
        claims["reference", str(row["Placement ref"]).lower()].add(n)
        if row["Episode ref"] is not None and row["Cancelled on"] is None:
            claims["episode", str(row["Episode ref"]).lower()].add(n)
        day = row["Left roll on"] if row["Scheme"] == "LEAVER" else row["Exclusion date"]
        if row["UPN"] != "UN1" and row["Cancelled on"] is None:
            claims["exclusion", row["UPN"], str(row["Home school"]), day].add(n)
    return {n for rows_ in claims.values() if len(rows_) > 1 for n in rows_}
