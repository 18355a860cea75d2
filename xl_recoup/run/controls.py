"""The controls of a run, made before anything is written; a failed one writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from xl_recoup.accounts.after_posting import LEDGER_SHEET
from xl_recoup.accounts.journal import Control
from xl_recoup.charging.summary import SchoolTotals, Tally, totals
from xl_recoup.closed_lists import BOOKED, Status
from xl_recoup.contract import ROUTES
from xl_recoup.errors import Refused
from xl_recoup.money import ZERO, pounds, share
from xl_recoup.records import ChargeLine, Placement


class ControlFailed(Refused):
    """The books do not balance: a defect of the program, not of the workbook."""


def reconcile(
    rows: Sequence[Placement],
    lines: Sequence[ChargeLine],
    tally: Tally,
    schools: Sequence[SchoolTotals],
) -> None:
    """Raise ControlFailed, naming the control and both figures, unless everything agrees."""
    _equal("rows read", tally.read, "charged + nil + held", tally.charged + tally.nil + tally.held)
    keys = {p.key for p in rows}
    charged_keys = {x.row for x in lines if x.row.sheet != LEDGER_SHEET}
    _equal("rows read", len(keys), "rows with a line", len(keys & charged_keys))
    _equal(
        "rows with a line",
        len(charged_keys),
        "rows with a line that were read",
        len(keys & charged_keys),
    )
    _equal("charge lines", len(lines), "different references", len({x.ref for x in lines}))
    total = sum((line.amount for line in lines), ZERO)
    sums = totals(lines)
    _equal("charges", total, "billable + asked + held + posted", total_of(sums))
    _equal("charges", total, "the summary by school", sum((s.total for s in schools), ZERO))
    parts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        parts[line.laestab, line.status] += line.amount
    for s in schools:
        summed: dict[Status, Decimal] = {
            "asked": s.asked,
            "billable": s.billable,
            "held": s.held,
            "posted": s.posted,
        }
        for status, amount in summed.items():
            what = f"{status} for {s.laestab or 'no school'}"
            _equal(what, parts[s.laestab, status], "that of the summary", amount)
        _equal(f"the summary of {s.laestab}", s.total, "the sum of its parts", total_of(summed))
    by_route: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.status == "billable":
            by_route[line.route] += line.amount
    routed = sum((by_route[route] for route in ROUTES), ZERO)
    _equal("billable", sums["billable"], "billable by route", routed)
    for line in lines:
        if line.status not in BOOKED and not line.reason:
            raise ControlFailed(f"The line {line.ref} is {line.status} without a reason. {_STOP}")
        if line.status == "nil" and line.amount:
            _equal(f"the nil line {line.ref}", line.amount, "nothing", ZERO)
        if line.amount != (again := recomputed(line)):
            _equal(f"the amount of {line.ref}", line.amount, "its base × units", again)


def refuse_imbalance(controls: Iterable[Control]) -> None:
    """Raise ControlFailed, naming both figures, unless each two of them are equal."""
    for what, one, other_name, other in controls:
        _equal(what, one, other_name, other)


def total_of(sums: Mapping[Status, Decimal]) -> Decimal:
    """Return billable + asked + held + posted."""
    return sums["billable"] + sums["asked"] + sums["held"] + sums["posted"]


def recomputed(line: ChargeLine) -> Decimal:
    """Return what the columns beside an amount give: base × units / denominator, or 0."""
    if not line.denominator or line.base is None or line.units is None:
        return ZERO
    return share(line.base, line.units, line.denominator)


_STOP = "Nothing was written. Please report this as a fault of the program."


def _equal(what: str, one: Decimal | int, other_name: str, other: Decimal | int) -> None:
    if one != other:
        first, second = (pounds(n) if isinstance(n, Decimal) else str(n) for n in (one, other))
        raise ControlFailed(f"Control failed: {what} {first} is not {other_name} {second}. {_STOP}")
