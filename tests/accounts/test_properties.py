"""Whatever is posted, corrected and posted again, the books balance and the exports agree."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.books import ACADEMY, OTHER_MAINTAINED, pex
from tests.support.finance_office import NET_OFF_ACADEMY, Office, days, with_po_required
from xl_recoup.accounts import audit
from xl_recoup.accounts.documents import document_lines
from xl_recoup.accounts.journal import JournalLine, journal
from xl_recoup.accounts.settlement import balances
from xl_recoup.closed_lists import DOCUMENT_ROUTES
from xl_recoup.contract import TO_POST
from xl_recoup.export.csv_files import csv_files
from xl_recoup.money import ZERO

SECONDARY = {"Year group": "9", "Date of birth": date(2011, 10, 1)}
STATES = st.sampled_from(
    [
        {}, {"Cancelled on": date(2025, 11, 3)}, {"Reinstated on": date(2025, 11, 10)},
        {"FSM6": "Y"}, {"Home school": OTHER_MAINTAINED},
        {"Home school": ACADEMY, **SECONDARY},
        {"Home school": ACADEMY, "Reinstated on": date(2025, 11, 10), **SECONDARY},
        {"Home school": NET_OFF_ACADEMY, **SECONDARY},
        {"Exclusion date": date(2025, 9, 22)}, {"Review status": "open"},
        {"Adjustment order": "Y", "Order date": date(2025, 12, 1)},
        {"Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 11, 17)},
        {"days": date(2025, 11, 14)}, {"days": date(2025, 11, 28)}, {"days": date(2025, 11, 4)},
        {"UPN": "X305200120001"}, None,
    ]
)  # fmt: skip
HISTORIES = st.lists(st.lists(STATES, min_size=3, max_size=3), min_size=1, max_size=4)
DAYS = st.sampled_from([date(2026, 1, 31), date(2026, 3, 31), date(2026, 4, 20)])


def placement(n: int, state: dict[str, Any]) -> dict[str, Any]:
    """Return a placement in a state: an exclusion, or days at an academy."""
    return days(n, **{"End date": state["days"]}) if "days" in state else pex(n, **state)


def sums(lines: list[JournalLine]) -> tuple[Decimal, Decimal]:
    """Return debits and credits."""
    return sum((x.debit for x in lines), ZERO), sum((x.credit for x in lines), ZERO)


@settings(max_examples=40)
@given(HISTORIES, DAYS, st.booleans(), st.sampled_from(["school", "trust"]))
def test_the_books_balance_whatever_happens(
    history: list[list[dict[str, Any] | None]], as_at: date, po_required: bool, per: Any
) -> None:
    """Journal: debits = credits per set, route and in all; its income = Charges = the exports.

    Documents: every posted charge stands on one, once; the series have no gaps; accruals are
    reversed; what is outstanding is what the documents come to.
    """
    office = Office(agreements=with_po_required()) if po_required else Office()
    rows: list[dict[str, Any]] = []
    for number, state in enumerate(history, 1):
        rows = [placement(i, s) for i, s in enumerate(state, 1) if s is not None]
        if number < len(history):  # the last state is looked at before it is posted
            office.post(rows, f"Period {number}", date(2025, 12, number), as_at, per)
    result = office.run(rows, as_at)
    accounts = result.items.accounts
    lines = journal(result.items)
    groups: dict[str, list[JournalLine]] = defaultdict(list)
    for x in lines:
        assert (x.debit == 0) != (x.credit == 0)
        assert min(x.debit, x.credit) == 0
        groups[f"set {x.mark}"].append(x)
        groups[f"route {x.route}"].append(x)
        groups["all"].append(x)
    for name, group in groups.items():
        debit, credit = sums(group)
        assert debit == credit, name
    assert len({x.number for x in lines}) == len(lines)
    for status in ("billable", "posted"):
        booked = sum(
            (-x.signed for x in lines if x.type == "actual" and x.use == "AP recovery income"
             and (x.period == TO_POST) == (status == "billable")), ZERO,
        )  # fmt: skip
        assert booked == result.totals[status]
    yearly = sum((x.signed for x in lines if x.type != "actual"), ZERO)
    assert yearly == 0
    assert not list(audit.accruals_not_reversed(lines, accounts, as_at))
    assert not list(audit.posted_without_document(result.items))
    assert not list(audit.wrong_documents(result.items))
    assert not list(audit.numbering(accounts.documents))
    on_documents = [x.item for x in document_lines(result.items, per=per)]
    assert sum((x.amount for x in on_documents), ZERO) == sum(
        (x.amount for x in result.lines
         if x.route in DOCUMENT_ROUTES and x.status in ("billable", "posted")), ZERO,
    )  # fmt: skip
    assert sum((b.outstanding for b in balances(accounts, as_at)), ZERO) == sum(
        (d.gross for d in accounts.documents), ZERO
    )
    exported: dict[str, Decimal] = defaultdict(Decimal)
    made = csv_files(result.items, per=per)
    for row in csv.DictReader(io.StringIO(made["charges.csv"].decode("utf-8-sig"))):
        exported[row["Status"]] += Decimal(row["Amount"])
    assert {k: v for k, v in exported.items() if v} == {k: v for k, v in result.totals.items() if v}
    assert csv_files(result.items, per=per) == made
