"""What a posting asks about what moved since the last one: rates, and sums without good reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.posting.test_posting import own, posted
from tests.support.books import ACADEMY, pex
from tests.support.workbook_files import fix_clock_and_user, type_in
from xl_recoup.files.run_files import recalculate_file
from xl_recoup.posting.questions import NotAccepted

ALWAYS = {"draft-rates", "multiplier-of-1"}


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run be at one time, by one person."""
    fix_clock_and_user(monkeypatch)


def four(path: Path) -> Path:
    """Return a workbook with four placements that has been run once."""
    return own(path, *(pex(n) for n in range(1, 5)), pex(9, **{"Home school": ACADEMY}))


def again(path: Path, day: date = date(2026, 1, 31)) -> None:
    """Recalculate in place."""
    recalculate_file(path, path, as_at=day)


def asked(path: Path, period: str = "Autumn 2025") -> tuple[str, ...]:
    """Return the codes of what a posting asks, or nothing where it is made."""
    try:
        posted(path, period)
    except NotAccepted as refused:
        return refused.codes
    return ()


@pytest.mark.parametrize(("amount", "codes"), [(4039.35, ()), (4039.36, ("rate-moved",))])
def test_a_rate_that_moved_by_more_than_5_per_cent_is_asked_about(
    tmp_path: Path, amount: float, codes: tuple[str, ...]
) -> None:
    """Basic entitlement of £3,847 may go to £4,039.35 without a word, and no further."""
    path = four(tmp_path / "book.xlsx")
    type_in(path, "Rates", "C5", amount)
    again(path)
    again(path)
    assert asked(path) == codes
    if codes:
        assert posted(path, accepted=frozenset({*ALWAYS, *codes})).lines > 0


def test_ten_times_the_rate_is_asked_about_twice_over(tmp_path: Path) -> None:
    """A slip of a digit: the rate, and what it does to the sums, each with what to do."""
    path = four(tmp_path / "book.xlsx")
    type_in(path, "Rates", "C5", 38470)
    again(path)
    with pytest.raises(NotAccepted) as refused:
        posted(path)
    assert refused.value.codes == ("rate-moved", "totals-moved")
    words = str(refused.value)
    assert (
        "1 rate moved by more than 5 per cent since the first run (setting Rate moved without"
        " asking): basic entitlement (primary) from 2025-04-01: £3,847.00, now £38,470.00. Check it"
        " against the source." in words
    )
    assert "more than 20 per cent (setting Totals moved without asking), not counting new" in words
    type_in(path, "Rates", "C5", 3847)
    again(path)
    assert asked(path) == (), "what moved is moved back"


def test_what_is_posted_is_accepted(tmp_path: Path) -> None:
    """After a posting nobody is asked again about what moved before it."""
    path = four(tmp_path / "book.xlsx")
    type_in(path, "Rates", "C5", 38470)
    again(path)
    posted(path, accepted=frozenset({*ALWAYS, "rate-moved", "totals-moved"}))
    again(path)
    type_in(path, "Rates", "C5", 38480)
    again(path)
    assert asked(path, "Spring 2026") == ()


def test_a_row_that_is_put_right_moves_little_or_is_asked_about(tmp_path: Path) -> None:
    """New placements and days that pass are no question, however much they come to."""
    path = own(tmp_path / "book.xlsx", pex(1), pex(2, **{"Exclusion date": date(2026, 1, 12)}))
    again(path, date(2026, 3, 20))
    assert asked(path) == ()
