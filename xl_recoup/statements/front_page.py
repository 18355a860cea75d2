"""How a statement and a notice begin: letterhead, address, facts, title."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable, Table

from xl_recoup.statements import letter
from xl_recoup.statements.drawn_tables import padded
from xl_recoup.statements.sending import TO_BE_ENTERED, Paper, Sender

LEFT = letter.WIDTH * 0.46
"""The width of the address block."""


def letterhead(sender: Sender) -> list[str]:
    """Return the lines at the top right of the first page."""
    lines = [sender.department, *sender.address]
    lines += [f"Telephone {sender.telephone}"] if sender.telephone else []
    lines += [sender.email] if sender.email else []
    return [*lines, f"Contact: {sender.contact}"]


def front(
    paper: Paper,
    entity: str,
    name: str,
    facts: Sequence[tuple[str, str]],
    titles: tuple[str, str],
) -> list[Flowable]:
    """Return the top of a first page: who it is to, its facts, its title and subtitle.

    `entity` is the legal entity that is written to, `name` the school or trust.
    """
    title, subtitle = titles
    right = letter.WIDTH - LEFT
    return [
        Table(
            [[_addressee(paper, entity, name), _facts_table(facts, right)]],
            [LEFT, right],
            style=padded(0, 0),
        ),
        letter.gap(7),
        letter.text(title, letter.TITLE),
        letter.text(subtitle, letter.SUBTITLE),
    ]


def _addressee(paper: Paper, entity: str, name: str) -> Flowable:
    """Return the address block: the legal entity, the school where it differs, the address."""
    lines = ["For the attention of the finance lead", f"<b>{letter.safe(entity)}</b>"]
    if name not in entity:
        lines.append(letter.safe(name))
    lines += [letter.safe(part) for part in paper.address] or [f"Address: {TO_BE_ENTERED}"]
    return letter.rich("<br/>".join(lines), letter.BODY)


def _facts_table(rows: Sequence[tuple[str, str]], wide: float) -> Table:
    """Return the block of names and values beside the address."""
    return Table(
        [[letter.text(k, letter.CELL_BOLD), letter.text(v, letter.CELL)] for k, v in rows],
        [wide * 0.25, wide * 0.75],
        style=[*padded(2, 5), ("BACKGROUND", (0, 0), (-1, -1), letter.PALE)],
    )
