"""Two postings at once: nothing is lost, nothing is doubled, and who is refused is told why."""

from __future__ import annotations

from pathlib import Path

import race

PAIRS = 6


def test_of_two_postings_at_once_none_is_lost_or_doubled() -> None:
    """At random moments of each other's run: what was said to be posted stands there, once."""
    count = race.race(race.SAMPLE, PAIRS, seed=305)
    assert count.wrong == []
    assert count.pairs == PAIRS
    assert count.overlapped > 0
    assert count.both + sum(count.refusals.values()) == PAIRS


def test_a_lost_posting_would_be_seen(tmp_path: Path) -> None:
    """Where two say that they posted and one of them is in the ledger, that is counted as wrong."""
    book = tmp_path / "book.xlsx"
    book.write_bytes(race.SAMPLE.read_bytes())
    said = {"posted": {"lines": 99, "amount": "186383.23", "documents": 18}}
    count = race.Count()
    race._judge(book, [race.Done(0, said, 0, 2), race.Done(0, said, 1, 3)], count)
    assert count.overlapped == count.both == 1
    assert count.wrong == [
        "2 said posted, 198 lines of 372766.46; 0 entries of 0; documents 0; left: []"
    ]
