"""Every call that changes a file fails in turn; what is left is whole, and the next run works."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.support.fault_trials import COMMANDS, trials_of
from tests.support.faults import WAYS

DRAWN = 1
"""Calls of each command and way; `scripts/faults.py` draws as many as one likes."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes can be forked here")
@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_fails_the_files_are_whole(tmp_path: Path, name: str) -> None:
    """Refused, the disk full, or killed: each file is old or new, no litter after the next run."""
    rng = random.Random(name)
    with trials_of(name, tmp_path / "folder") as trials:
        for how in WAYS:
            for number in rng.sample(range(1, trials.calls + 1), DRAWN):
                assert list(trials.problems(number, how)) == [], (number, how)
