"""How every letter begins, and what runs at the head and foot of its pages, for the templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from xl_recoup.statements.reader_words import cut
from xl_recoup.statements.sending import Paper, Sender

LONGEST = 250
"""Signs of a name or a line of an address, at the head of a letter."""


class Front(NamedTuple):
    """What a letter says of itself: titles, facts, who it is to."""

    title: str
    heading: str
    subtitle: str
    entity: str
    """The legal entity that is written to."""
    name: str
    """The school or trust."""
    facts: Sequence[tuple[str, str]]
    foot: str


def front_data(front: Front, paper: Paper, *, draft: bool) -> dict[str, Any]:
    """Return what each template needs; a draft says so across every page."""
    name = [] if front.name in front.entity else [front.name]
    return {
        "title": cut(front.title, LONGEST),
        "issued": [paper.issued.year, paper.issued.month, paper.issued.day],
        "draft": draft,
        "authority": cut(paper.authority, LONGEST),
        "letterhead": [cut(words, LONGEST) for words in letterhead(paper.sender)],
        "attention": cut(paper.attention, LONGEST),
        "entity": cut(front.entity, LONGEST),
        "address": [cut(words, LONGEST) for words in (*name, *paper.address)],
        "facts": front.facts,
        "heading": front.heading,
        "subtitle": cut(front.subtitle, LONGEST),
        "running": cut(front.name, LONGEST),
        "foot": cut(front.foot, LONGEST),
    }


def letterhead(sender: Sender) -> list[str]:
    """Return the lines at the top right of the first page."""
    lines = [sender.department, *sender.address]
    lines += [f"Telephone {sender.telephone}"] if sender.telephone else []
    lines += [sender.email] if sender.email else []
    return [*lines, f"Contact: {sender.contact}"]
