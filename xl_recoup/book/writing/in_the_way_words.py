"""The sentences about sheets that are written to: protection, what a table grows over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from xl_recoup.words import listed, some

BESIDE = "the charges beside the placements"


def protected_sentences(
    filled: Iterable[tuple[str, str]], is_protected: Callable[[str], bool]
) -> list[str]:
    """Return a sentence for each protected sheet of these: each with what is filled on it."""
    on: dict[str, list[str]] = {}
    for sheet, what in filled:
        on.setdefault(sheet, []).append(what)
    return [
        f"The sheet {sheet} is protected. In the file {listed(what)} is filled all the same; the"
        " buttons in Excel refuse until you unprotect it (Review, Unprotect Sheet)."
        for sheet, what in on.items()
        if is_protected(sheet)
    ]


def growth_sentences(table: str, sheet: str, found: Sequence[str]) -> Iterator[str]:
    """Say what of the team's own a table grows over, each as `a note at B7`; nothing of nothing."""
    if found:
        yield (
            f"The table {table} grows on the sheet {sheet} over rows where something"
            f" of the team's own sits: {some(found)}. It stays where it is, on rows of the"
            " table now. Move it if it does not belong there."
        )
