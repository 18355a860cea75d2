"""What is compiled into the page beside Python itself, each with the words of its licence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[1] / "release/licences/in-the-page"


class CompiledIn(NamedTuple):
    """One library inside the page's Python; versions that can't be told are empty."""

    name: str
    version: str
    licence: str
    """By its name in the SPDX list."""
    text: str
    """The file with its words."""
    text_of: str
    """The version whose words these are."""
    as_is: bool
    """Whether they are its makers' own file or header; else another's account of them."""
    seen: str
    """What the compiled file says of its version, letter by letter."""


def compiled_in() -> Iterator[CompiledIn]:
    """Yield each library, as `parts.toml` tells it."""
    said = tomllib.loads((FOLDER / "parts.toml").read_text(encoding="utf-8"))
    for part in said["part"]:
        yield CompiledIn(**part)
