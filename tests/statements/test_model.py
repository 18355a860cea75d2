"""The account of a statement is exact, complete and its party's own."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.statements.support import SISTER, TRUST_SCHOOLS, every_kind, posted, random_run, run
from tests.support.books import (
    ACADEMY,
    AGREEMENTS,
    MAINTAINED,
    OTHER_MAINTAINED,
    RATES,
    SCHEMES,
    pex,
)
from xl_recoup.errors import Refused
from xl_recoup.run.result import Result
from xl_recoup.statements import Sending, Statement, notices, statements
from xl_recoup.statements.statement_records import LineKind

ALL: tuple[LineKind, ...] = ("opening", "new", "correction", "credit", "asked", "held")
YEAR_9 = {"Year group": "9", "Date of birth": date(2011, 10, 1)}


def of(result: Result, key: str, **sending: Any) -> Statement:
    """Return the statement of one party."""
    made = statements(result, Sending(**sending))
    return next(s for s in made if s.party.key == key)


def test_the_account_to_the_penny() -> None:
    """Opening + new + corrections + credits + settled = closing, of which disputed."""
    school = of(every_kind(), MAINTAINED, settled={MAINTAINED: Decimal("500.00")})
    sums = school.sums
    assert sums.opening == Decimal("2264.77") + Decimal("699.23")
    assert sums.new == Decimal("1775.54")
    assert sums.corrections == Decimal("274.61")
    assert sums.credits == 0
    assert sums.settled == Decimal("-500.00")
    assert sums.closing == Decimal("4514.15")
    assert sums.disputed == Decimal("2264.77")
    credited = of(every_kind(), OTHER_MAINTAINED).sums
    assert (credited.credits, credited.closing) == (Decimal("-1405.64"), Decimal("-1405.64"))


@pytest.mark.parametrize("seed", range(25))
def test_closing_is_what_is_posted_and_billable(seed: int) -> None:
    """Over random books and ledgers: all closings = ledger + billable − settled, to the penny.

    By school too, so that nothing moves from one account to another; asked and held agree with
    the run's own totals and are in no balance.
    """
    result = random_run(seed)
    settled = {s.laestab: Decimal(n * 7) for n, s in enumerate(result.policy.schools.rows, 1)}
    made = statements(result, Sending(settled=settled))
    due = {key: -amount for key, amount in settled.items()}
    for entry in result.entries:
        due[entry.laestab] = due.get(entry.laestab, Decimal(0)) + entry.amount
    for line in result.lines:
        if line.status == "billable":
            due[line.laestab] = due.get(line.laestab, Decimal(0)) + line.amount
    found: dict[str, Decimal] = {}
    for statement in made:
        assert statement.sums.closing == sum(s.sums.closing for s in statement.sections)
        for section in statement.sections:
            found[section.laestab] = found.get(section.laestab, Decimal(0)) + section.sums.closing
            lines = [ln for ln in section.lines if ln.in_balance]
            assert sum(ln.gross for ln in lines) + section.sums.settled == section.sums.closing
            assert sum(amount for _, amount in section.by_route) == sum(ln.gross for ln in lines)
    assert {k: v for k, v in found.items() if v} == {k: v for k, v in due.items() if v}
    assert sum(s.sums.asked for s in made) == result.totals["asked"]


def test_asked_and_held_are_never_in_the_balance() -> None:
    """A refused party owes nothing: its charges are asked, beside a closing balance of 0."""
    trust = of(every_kind(), "elm-trust")
    sister = next(s for s in trust.sections if s.laestab == SISTER)
    assert sister.sums.closing == 0
    assert sister.sums.asked == Decimal("2502.46")
    assert trust.sums.held == Decimal("1042.69")
    assert trust.sums.closing == Decimal("4379.31")
    assert {ln.kind for ln in sister.lines} == {"asked"}


def test_one_statement_for_a_shared_trust() -> None:
    """Schools that share a trust are sections of its one statement; others have their own."""
    made = {s.party.key: s for s in statements(every_kind())}
    assert sorted(made) == [MAINTAINED, OTHER_MAINTAINED, "elm-trust"]
    assert [s.laestab for s in made["elm-trust"].sections] == [ACADEMY, SISTER]
    assert made["elm-trust"].entity == "Elm Trust"
    assert made[MAINTAINED].entity == "Oak Primary, maintained by London Borough of Bromley"
    alone = of(run([pex(1, **{"Home school": ACADEMY}, **YEAR_9)]), ACADEMY)
    assert (alone.entity, alone.party.name) == ("Elm Trust", "Elm Academy")


@pytest.mark.parametrize(
    ("trust", "key"), [("Elm Trust", "elm-trust"), ("Lime Trust", "lime-trust")]
)
def test_a_converted_school_has_two_accounts(trust: str, key: str) -> None:
    """What fell due before a school joined a trust is not the trust's, be it alone in it or not."""
    row = {"LAESTAB": "3054050", "School": "Lime School", "Lowest year": "7", "Highest year": "11"}
    schools = [
        *TRUST_SCHOOLS,
        row | {"Type": "maintained", "Open to": date(2025, 8, 31)},
        row | {"Type": "academy", "Open from": date(2025, 9, 1), "Trust": trust},
    ]
    home = {"Home school": "3054050", **YEAR_9}
    before = {"Exclusion date": date(2025, 6, 2), "Decision date": None}
    result = run([pex(1, **home, **before), pex(2, **home)], Schools=schools)
    made = {s.party.key: s for s in statements(result)}
    assert [ln.ref for ln in made["3054050"].of_kind(*ALL)] == ["P001/BS"]
    assert [ln.ref for ln in made[key].of_kind(*ALL)] == ["P002/BS"]
    assert "maintained by" in made["3054050"].entity
    assert made[key].entity == trust


def test_numbers_are_stable_and_unique() -> None:
    """A number comes from authority, year and party alone."""
    numbers = [s.number for s in statements(every_kind())]
    assert numbers == ["305-2025-26-3052001", "305-2025-26-3052002", "305-2025-26-elm-trust"]


def test_trusts_of_one_slug_are_told_apart() -> None:
    """Two trusts whose names differ only in signs get numbers of their own."""
    schools = [
        {"LAESTAB": f"30540{n:02d}", "School": f"School {n}", "Type": "academy",
         "Lowest year": "7", "Highest year": "11", "Trust": "A&B" if n % 2 else "A B"}
        for n in range(10, 14)
    ]  # fmt: skip
    rows = [pex(n, **{"Home school": f"30540{n:02d}"}, **YEAR_9) for n in range(10, 14)]
    keys = [s.party.key for s in statements(run(rows, Schools=schools))]
    assert len(set(keys)) == 2
    assert all(key.startswith("a-b-") for key in keys)


def test_since_names_what_is_new() -> None:
    """Lines posted from the period named on are movements; the closing balance is the same."""
    whole = of(every_kind(), MAINTAINED)
    shown = of(every_kind(), MAINTAINED, since="autumn 2025")
    assert (shown.sums.opening, shown.sums.new) == (
        Decimal(0), whole.sums.opening + whole.sums.new,
    )  # fmt: skip
    assert shown.sums.closing == whole.sums.closing
    with pytest.raises(Refused, match="Nothing has been posted under the period Spring"):
        statements(every_kind(), Sending(since="Spring"))


def test_dates_and_orders() -> None:
    """The query deadline follows the issue; a purchase order stands on its line."""
    made = of(every_kind(), MAINTAINED, issued=date(2026, 2, 2), reply_days=10)
    assert (made.as_at, made.paper.issued) == (date(2026, 1, 31), date(2026, 2, 2))
    assert made.paper.reply_by == date(2026, 2, 12)
    line = next(ln for ln in made.of_kind("opening") if ln.ref == "P001/BS")
    assert (line.document, line.po) == ("", "PO-77")
    assert made.paper.sender.contact == "to be entered"


def test_the_settings_name_the_contact_and_the_days_to_query() -> None:
    """Statements and letters take contact and deadline from the Settings sheet."""
    told = {
        "Contact": "AP recoupment team", "Contact e-mail": "recoupment@example.gov.uk",
        "Contact telephone": "020 7555 0000", "Contact address": "Civic Centre; High Street;",
        "Query days": 14,
    }  # fmt: skip
    result = run([pex(1)], settings=told)
    made, letter = statements(result)[0], notices(result)[0]
    for sender in (made.paper.sender, letter.paper.sender):
        assert (sender.contact, sender.email, sender.telephone) == (
            "AP recoupment team", "recoupment@example.gov.uk", "020 7555 0000",
        )  # fmt: skip
        assert sender.address == ("Civic Centre", "High Street")
    assert made.paper.reply_by == letter.paper.reply_by == date(2026, 2, 14)


def test_vat_is_the_schemes() -> None:
    """A scheme that is a service bears VAT: net, VAT and gross, rounded half-up on each line."""
    scheme = {
        "Scheme": "TUITION", "Kind": "local", "In use": "Y", "Measure": "event",
        "Base": "named rate", "Rate": "visit", "Agreement needed": "none", "Denominator": 1,
        "VAT code": "S", "VAT percentage": 20, "CFR code": "E27",
    }  # fmt: skip
    rate = {"Factor": "visit", "Phase": "all", "Amount": 100.13, "Valid from": date(2025, 4, 1),
            "Status": "approved"}  # fmt: skip
    placed = pex(1, Scheme="TUITION", **YEAR_9) | {
        "Home school": ACADEMY,
        "Start date": date(2025, 9, 8), "Exclusion date": None
    }  # fmt: skip
    result = run([placed], Schemes=[*SCHEMES, scheme], Rates=[*RATES, rate])
    line = statements(result)[0].of_kind("new")[0]
    assert (line.net, line.vat, line.gross) == (
        Decimal("100.13"), Decimal("20.03"), Decimal("120.16"),
    )  # fmt: skip
    assert line.vat_code == "S"


def test_who_gets_no_statement() -> None:
    """A school of which every row is nil or under check is not written to; a payment is."""
    special = pex(1, **{"Home school": "3057001"})
    checked = pex(2, UPN="X012")
    unknown = pex(3, **{"Home school": "3059999"})
    result = run([special, checked, unknown])
    assert statements(result) == []
    paid = statements(result, Sending(settled={MAINTAINED: Decimal("12.00")}))
    assert [(s.party.key, s.sums.closing) for s in paid] == [(MAINTAINED, Decimal("-12.00"))]


def test_a_posted_charge_of_a_deleted_school_is_not_lost() -> None:
    """What was posted to a school that left the Schools table stays on a statement by its name."""
    before = run([pex(1)])
    schools = [s for s in TRUST_SCHOOLS if s["LAESTAB"] != MAINTAINED]
    result = posted(run([], Schools=schools), before, "T1", datetime(2025, 12, 1, 9))
    statement = of(result, MAINTAINED)
    assert statement.party.name == "Oak Primary"
    assert statement.sums.opening == before.totals["billable"]
    assert statement.sums.closing == 0


def test_disputed_agrees_with_the_schools_summary() -> None:
    """What statements show as in dispute is what the summary of schools shows."""
    queries = [
        {"Query ref": "Q1", "Charge ref": "p002/bs", "Opened": date(2026, 1, 5)},
        {"Query ref": "Q2", "Charge ref": "P001/BS", "Opened": date(2026, 1, 5),
         "Closed": date(2026, 1, 20)},
    ]  # fmt: skip
    result = run([pex(1), pex(2)], Queries=queries, Agreements=AGREEMENTS)
    sums = statements(result)[0].sums
    assert sums.disputed == result.schools[0].disputed > 0
    assert [q.ref for q in statements(result)[0].sections[0].queries] == ["Q1", "Q2"]
