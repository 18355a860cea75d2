"""The stages of recovery by days: what is next, when, what stops it, and that nothing is twice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.closed_lists import LETTER_STAGES, RECOVERY_STAGES, RecoveryStage
from xl_recoup.policy.options import Options
from xl_recoup.recovery.chased import Chase, Chased, Step
from xl_recoup.recovery.ladder import LADDER, Terms, chase

ISSUED, DUE = date(2026, 1, 2), date(2026, 2, 1)
TERMS = Terms.of(Options())


def invoice(**more: Any) -> Chased:
    """Return an invoice over £1,000.00, due on 1 February 2026."""
    known: dict[str, Any] = {
        "reference": "INV-2526-0001", "names": frozenset({"inv-2526-0001"}), "kind": "document",
        "party": "Elm Academy", "laestab": "3054001", "gross": Decimal(1000),
        "amount": Decimal(1000), "began": ISSUED, "due": DUE,
    }  # fmt: skip
    return Chased(**known | more)


REQUEST = invoice(reference="305-2025-26-3054001-request", kind="request")


def walked(one: Chased, days: int, *by_hand: Step, start: date = DUE) -> list[tuple[date, str]]:
    """Return the letters that leave, day by day, where each is sent on the day it is due."""
    steps, sent = list(by_hand), list[tuple[date, str]]()
    for n in range(days):
        day = start + timedelta(days=n)
        told = [step for step in steps if step.on <= day or step not in by_hand]
        now = chase(one, told, TERMS, day)
        if now.is_due(day) and now.next_step in LETTER_STAGES:
            sent.append((day, now.next_step))
            steps.append(Step(stage=now.next_step, on=day))
    return sent


def at(one: Chased, day: date, *steps: Step) -> tuple[RecoveryStage, RecoveryStage | None]:
    """Return the stage that something is in on a day, and what is next."""
    now = chase(one, steps, TERMS, day)
    return now.stage, now.next_step


def test_the_terms_are_the_settings() -> None:
    """Days after the due day, and the least sum: what the Settings say, by their defaults."""
    assert Terms((7, 21, 42, 63), Decimal(1)) == TERMS


def test_a_document_walks_its_stages_as_days_pass() -> None:
    """Reminded 7, 21 and 42 days after it was due, once each, and then nothing is sent."""
    assert walked(invoice(), 120) == [
        (date(2026, 2, 8), "reminder"),
        (date(2026, 2, 22), "second reminder"),
        (date(2026, 3, 15), "letter to the chair"),
    ]


def test_a_request_walks_the_same_way_and_is_never_referred() -> None:
    """Three letters, and then people decide: nothing is owed by silence."""
    assert [stage for _, stage in walked(REQUEST, 365)] == list(LETTER_STAGES)
    chair = Step(stage="letter to the chair", on=date(2026, 3, 15))
    now = chase(REQUEST, [chair], TERMS, date(2026, 12, 31))
    assert (now.next_step, now.why) == (
        None, "the chair was written to: decide how the request ends"
    )  # fmt: skip


def test_before_it_is_due_it_stands_on_the_statement() -> None:
    """Its first stage is the statement, since the day on which it was issued."""
    now = chase(invoice(), [], TERMS, DUE)
    assert (now.stage, now.since, now.next_step) == ("statement", ISSUED, "reminder")
    assert not now.is_due(date(2026, 2, 7))
    assert now.is_due(date(2026, 2, 8))


@pytest.mark.parametrize("late", [0, 5, 40, 300])
def test_a_letter_that_left_late_moves_what_follows(late: int) -> None:
    """14 and 21 days lie between the letters, however late the first one left."""
    first = date(2026, 2, 8) + timedelta(days=late)
    days = [day for day, _ in walked(invoice(), 60, start=first)]
    assert days == [first, first + timedelta(days=14), first + timedelta(days=35)]


def test_after_the_last_letter_people_decide() -> None:
    """63 days after the due day: netted off where an agreement allows it, else referred."""
    chair = Step(stage="letter to the chair", on=date(2026, 3, 15))
    for agreed, wanted in ((True, "net-off"), (False, "referral")):
        now = chase(invoice(net_off_agreed=agreed), [chair], TERMS, date(2026, 4, 5))
        assert (now.next_step, now.next_on) == (wanted, date(2026, 4, 5))
    done = Step(stage="referral", on=date(2026, 4, 6))
    assert at(invoice(), date(2027, 1, 1), chair, done) == ("referral", None)


def test_a_dispute_stops_it_until_it_is_settled() -> None:
    """While it lasts nothing is sent; afterwards it goes on where it was."""
    dispute = Step(stage="dispute", on=date(2026, 2, 12))
    assert walked(invoice(), 200, dispute) == [(date(2026, 2, 8), "reminder")]
    settled = Step(stage="dispute settled", on=date(2026, 3, 20))
    assert walked(invoice(), 60, dispute, settled) == [
        (date(2026, 2, 8), "reminder"), (date(2026, 3, 20), "second reminder"),
    ]  # fmt: skip


def test_a_dispute_is_looked_at_again_on_its_day() -> None:
    """Its Next on is the day on which somebody looks, and no day of a letter."""
    dispute = Step(stage="dispute", on=date(2026, 2, 12), next_on=date(2026, 3, 1))
    now = chase(invoice(), [dispute], TERMS, date(2026, 3, 1))
    assert (now.stage, now.next_step, now.is_due(date(2026, 3, 1))) == ("dispute", "dispute", True)


def test_a_pause_moves_the_next_letter() -> None:
    """Nothing is sent before the day under Next on, whatever is due."""
    promised = Step(stage="statement", on=date(2026, 2, 3), next_on=date(2026, 2, 20))
    assert walked(invoice(), 30, promised) == [(date(2026, 2, 20), "reminder")]


def test_what_people_did_counts_as_a_letter_would() -> None:
    """Reminded by telephone: the program writes the second one, and not the first again."""
    told = Step(stage="reminder", on=date(2026, 2, 5))
    assert walked(invoice(), 30, told) == [(date(2026, 2, 22), "second reminder")]


@pytest.mark.parametrize("end", ["written off", "answered"])
def test_an_end_is_an_end(end: RecoveryStage) -> None:
    """After it nothing follows."""
    assert walked(invoice(), 200, Step(stage=end, on=DUE)) == []


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"amount": Decimal("0.99")}, "less than £1.00 is outstanding"),
        ({"disputed": Decimal(1000)}, "all that is outstanding is queried"),
        ({"credit": Decimal(1000), "covered": True}, "credit notes in the party's favour cover it"),
    ],
)
def test_what_is_not_worth_a_letter_gets_none(more: dict[str, Any], why: str) -> None:
    """A rest below the least sum, a queried whole, and what the authority owes in turn."""
    assert walked(invoice(**more), 200) == []
    assert why in chase(invoice(**more), [], TERMS, date(2026, 6, 1)).why


def test_a_part_that_is_left_is_pressed_for() -> None:
    """Paid but for £1.00, or queried but for it: the letters go on."""
    for more in ({"amount": Decimal(1)}, {"disputed": Decimal(999)}):
        assert len(walked(invoice(**more), 120)) == 3


def test_what_is_held_gets_nothing() -> None:
    """Where a row about it is wrong, nothing is due on any day."""
    now = chase(invoice(), [], TERMS, date(2026, 6, 1), held=True)
    assert (now.next_step, now.held) == (None, True)
    assert "to be corrected" in now.why


STEPS = st.builds(
    Step,
    stage=st.sampled_from(RECOVERY_STAGES),
    on=st.dates(date(2026, 1, 2), date(2026, 8, 1)),
    next_on=st.none() | st.dates(date(2026, 1, 2), date(2026, 8, 1)),
)


@given(st.lists(STEPS, max_size=4), st.booleans(), st.integers(1, 60), st.integers(0, 60))
def test_no_stage_is_ever_reached_twice(
    by_hand: list[Step], request_too: bool, every: int, second: int
) -> None:
    """Whatever people wrote and however rarely letters are written: each stage once, in order.

    Never before it is due, never on one day with another, and never after an end or in a dispute.
    """
    terms = Terms((7, second, 42, 63), Decimal(1))
    one = REQUEST if request_too else invoice()
    steps = list(by_hand)
    day = DUE
    while day < date(2026, 12, 1):
        now: Chase = chase(one, steps, terms, day)
        if now.is_due(day) and now.next_step in LETTER_STAGES:
            assert now.next_step not in {step.stage for step in steps}
            rungs = [LADDER.index(s.stage) for s in steps if s.stage in LADDER]
            assert LADDER.index(now.next_step) > max(rungs, default=-1)
            assert all(s.on < day for s in steps if s.stage in LADDER)
            assert all(s.next_on is None or s.next_on <= day for s in steps)
            assert day >= DUE + timedelta(days=terms.days[LADDER.index(now.next_step)])
            assert not {"written off", "answered"} & {step.stage for step in steps}
            steps.append(Step(stage=now.next_step, on=day))
            assert not chase(one, steps, terms, day).is_due(day) or (
                chase(one, steps, terms, day).next_step not in LETTER_STAGES
            )
        day += timedelta(days=every)
