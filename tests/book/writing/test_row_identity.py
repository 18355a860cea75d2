"""What the team has in, on and beside a row of an output table stays with the row's key."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.book.makers import check_well_formed
from tests.book.writing.kept_rows import (
    FIRST,
    PLAIN,
    kept,
    lost_with,
    make,
    random_row,
    reordered,
    standing,
    write_of,
)
from xl_recoup.book import write_tables

BOOKS = int(os.environ.get("XL_RECOUP_REORDERINGS", "48")) // 4
"""Books of four writings each."""


@pytest.mark.parametrize("seed", range(BOOKS))
def test_all_stands_with_its_key(tmp_path: Path, seed: int) -> None:
    """However the rows are reordered, become more and fewer; what lost its row is kept."""
    dice = random.Random(seed)
    keys = [f"AP-{n:03}/BS" for n in dice.sample(range(100), dice.randrange(2, 12))]
    team = {key: random_row(dice, key) for key in keys}
    path = make(tmp_path / "a.xlsx", team)
    gone: set[tuple[str, str, str]] = set()
    for step in range(4):
        new = [f"N{step}-{n}/PP" for n in range(dice.choice((0, 0, 1, 3)))]
        after = reordered(dice, keys, new)
        write_tables(path, path, [write_of(after)])
        check_well_formed(path)
        for key in keys:
            if key not in after:
                gone |= lost_with(key, team[key])
        team = {key: team.get(key, PLAIN) for key in after}
        found = standing(path)
        assert list(found) == after or (not after and list(found) == [None])
        here = team.keys() & {*new}
        for key in here:  # a new row looks as most do, which may be coloured or high
            found[key] = replace(found[key], fill=0, our_fill=0, height=None)
        assert {k: v for k, v in found.items() if k} == team, f"seed {seed}, step {step}"
        team = {**team, **{key: standing(path)[key] for key in here}}
        assert gone <= kept(path)
        sums = openpyxl.load_workbook(path)["Sums"]
        assert sums["A1"].value == f"=SUM(Charges!B{FIRST}:B{FIRST + max(len(after), 1) - 1})"
        for (meant,), (key,) in zip(sums["A2:A13"], sums["B2:B13"], strict=True):
            if key.value in after and not any(k == key.value for k, _, _ in gone):
                assert meant.value == f"=Charges!A{FIRST + after.index(key.value)}"
        keys = after
