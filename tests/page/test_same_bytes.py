"""The page is built twice from the same sources: not one byte differs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import build_page


def test_two_builds_give_the_same_bytes(page: Path) -> None:
    """Built again, in other temporary folders and at another time, it is the same file."""
    again = hashlib.sha256(build_page.page()).hexdigest()
    assert again == hashlib.sha256(page.read_bytes()).hexdigest()
