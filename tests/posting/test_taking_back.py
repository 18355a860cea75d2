"""A posting under a wrong period is taken back by equal and opposite entries."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from tests.posting.two_desks import TwoDesks
from tests.support.books import OTHER_MAINTAINED, pex
from tests.support.finance_office import days, secondary
from xl_recoup.errors import Refused

MIXED = [
    pex(1, **{"Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 11, 10)}),
    days(2),
    secondary(3),
    days(4, **{"Home school": "3054009"}),
]
WRONG, RIGHT = "Autumn 2025", "Spring 2026"


def lines(desks: TwoDesks) -> list[tuple[object, ...]]:
    """Return what the charges are now, without the reasons."""
    result = desks.recalculate()
    return [(x.ref, x.component, x.amount, x.status, x.working) for x in result.lines]


def test_its_lines_are_billable_again() -> None:
    """The same lines as before the posting, under their own references; the ledger nets to 0."""
    desks = TwoDesks(MIXED)
    fresh = lines(desks)
    posted = desks.post(WRONG)
    back = desks.post(WRONG, takes_back=WRONG)
    assert (back.lines, back.amount) == (posted.lines, -posted.amount)
    assert lines(desks) == fresh
    assert desks.post(RIGHT).amount == posted.amount
    assert sum(Decimal(str(a)) for a in desks.column("Ledger", "Amount")) == posted.amount
    vat = [Decimal(str(a or 0)) for a in desks.column("Ledger", "VAT")]
    assert sum(vat) == sum(vat[: posted.lines])
    log = desks.column("RunLog", "Posting")
    said = [WRONG, f"{WRONG} (takes back {WRONG})", None, RIGHT]
    assert log == [None, None, *(text and f"{text}, approved by B. Head" for text in said)]


def test_each_document_gets_its_credit_note() -> None:
    """Credit notes go against the very documents of what is taken back, gross for gross."""
    desks = TwoDesks(MIXED)
    made = desks.post(WRONG).documents
    back = desks.post(RIGHT, takes_back=WRONG)
    documents = desks.rows("Documents")
    first, credits = documents[:made], documents[made:]
    assert len(credits) == back.documents == made
    assert {d["Original"] for d in credits} == {d["Document"] for d in first}
    assert {d["Kind"] for d in credits} == {"credit note"}
    due = Counter({d["Document"]: Decimal(str(d["Gross"])) for d in first})
    due.update({d["Original"]: Decimal(str(d["Gross"])) for d in credits})
    assert set(due.values()) == {Decimal(0)}
    found = desks.recalculate().findings
    assert not [f.message for f in found if f.code in ("A70", "A71", "A72", "A76", "A85")]


def test_what_has_no_posting_is_not_taken_back() -> None:
    """A period without a standing entry is refused, also the second time."""
    desks = TwoDesks(MIXED)
    desks.post(WRONG)
    with pytest.raises(Refused, match=r"Nothing that stands was posted to Winter\..*Autumn 2025"):
        desks.post(RIGHT, takes_back="Winter")
    with pytest.raises(Refused, match="Bac is no period of the sheet Periods"):
        desks.post("Bac", takes_back=WRONG)
    desks.post(RIGHT, takes_back=WRONG)
    with pytest.raises(Refused, match="Nothing that stands was posted to Autumn 2025"):
        desks.post(RIGHT, takes_back=WRONG)


def test_what_a_later_posting_builds_on_waits() -> None:
    """A posting whose charge was corrected since can't go alone: the later one goes first."""
    desks = TwoDesks(MIXED)
    desks.post(WRONG)
    desks.type([*MIXED[:3], days(4, **{"Home school": "3054009", "End date": date(2025, 11, 3)})])
    desks.recalculate()
    codes = ("negative-total", "much-taken-back")
    assert desks.post(RIGHT, *codes).amount < 0
    with pytest.raises(Refused, match=r"goes on from P004/SC\. Take Spring 2026 back first"):
        desks.post("Summer 2026", takes_back=WRONG)
    desks.post("Summer 2026", takes_back=RIGHT)
    desks.post("Summer 2026", takes_back=WRONG)
    assert sum(Decimal(str(a)) for a in desks.column("Ledger", "Amount")) == 0
    assert {x.status for x in desks.recalculate().lines} == {"billable"}


def test_two_people_take_it_back() -> None:
    """The same word of two people, and the approver's limit, as for any posting."""
    desks = TwoDesks(MIXED)
    desks.post(WRONG)
    with pytest.raises(Refused, match=r"C. Deputy may approve up to £500.00\. B. Head may"):
        desks.post(RIGHT, takes_back=WRONG, signed_in="cdeputy", approved_by="C. Deputy")
