"""A rate of 0 makes a nil line that says so, whatever the scheme; what else is due stays due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import RATES, pex, run
from xl_recoup.records import ChargeLine


def rates(**amounts: float) -> list[dict[str, Any]]:
    """Return the rates with other amounts for some factors, in every phase."""
    return [row | {"Amount": amounts.get(str(row["Factor"]), row["Amount"])} for row in RATES]


LEAVING = {
    "Scheme": "LEAVER", "Exclusion date": None, "Decision date": None,
    "Left roll on": date(2025, 10, 14),
}  # fmt: skip


def of(row: dict[str, Any], **amounts: float) -> list[ChargeLine]:
    """Return the lines of one row at rates of which some are others."""
    return run([row], Rates=rates(**amounts), as_at=date(2026, 3, 31)).lines


@pytest.mark.parametrize("scheme", [{}, LEAVING])
def test_a_base_of_nothing_is_nil_and_the_premium_is_still_charged(scheme: dict[str, Any]) -> None:
    """Basic entitlement 0: a nil budget share that says so; the premium has its own rate."""
    share, premium = of(pex(FSM6="Y") | scheme, basic_entitlement=0, fsm6=0)
    assert (share.status, share.amount) == ("nil", Decimal("0.00"))
    assert share.reason.startswith("what follows the pupil is £0.00 at the rates of ")
    assert share.working == f"Nil: {share.reason}."
    assert premium.component == "Pupil premium"
    assert premium.status == "billable"
    assert premium.amount > 0


def test_a_premium_of_nothing_is_said_on_the_budget_share() -> None:
    """No line for it: the budget share's working ends by saying why."""
    (share,) = of(pex(FSM6="Y"), pupil_premium_fsm6=0)
    assert share.amount > 0
    assert share.working.endswith(
        "; the rates of the pupil premium that follows this pupil come to £0.00"
    )


def test_where_both_are_nothing_there_is_one_nil_line() -> None:
    """And no credit: there is no charge that one could be given on."""
    row = pex(**{"FSM6": "Y", "Reinstated on": date(2026, 1, 12)})
    (share,) = of(row, basic_entitlement=0, fsm6=0, pupil_premium_fsm6=0)
    assert share.status == "nil"


def test_a_credit_is_given_on_what_was_charged_alone() -> None:
    """Budget share nil, premium charged: the reinstatement gives back of the premium."""
    row = pex(**{"FSM6": "Y", "Reinstated on": date(2026, 1, 12)})
    lines = of(row, basic_entitlement=0, fsm6=0)
    assert [x.ref.partition("/")[2] for x in lines] == ["BS", "PP", "RC-PP"]


def test_nothing_between_authorities_is_nil() -> None:
    """What another authority would pay us is nil where the amount per pupil is 0."""
    row = pex(**{"Old authority": "303"})
    (line,) = of(row, basic_entitlement=0)
    assert (line.status, line.laestab) == ("nil", "303")
    assert line.reason.startswith("the amount per pupil is £0.00 at the rates of ")


def test_a_credit_that_has_not_begun_waits() -> None:
    """Admitted or taken back after the as-at date: held until then, whatever the charge is."""
    row = pex(**{"Reinstated on": date(2026, 1, 12)})
    charge, credit = run([row], as_at=date(2026, 1, 11)).lines
    assert (charge.status, credit.status) == ("billable", "held")
    assert credit.reason == "until 12 January 2026, when it begins"
    _, credit = run([row], as_at=date(2026, 1, 12)).lines
    assert credit.status == "billable"
