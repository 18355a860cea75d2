"""Who has agreed to what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xl_recoup.contract import Agreement, School
from xl_recoup.policy.agreement_list import AgreementList
from xl_recoup.records import Place

ELM = School(
    laestab="3054010", name="Elm", type="academy", trust="Elm Trust", place=Place("Schools", "A5")
)
ALONE = School(laestab="3054011", name="Lime", type="academy", place=Place("Schools", "A6"))
DAY = date(2025, 10, 14)


def agreement(party: str = "Elm Trust", **more: Any) -> Agreement:
    """Return a signed agreement for exclusions, without end days."""
    given = {"scheme": "PEX", "status": "signed", "place": Place("Agreements", "A5")} | more
    return Agreement(party=party, **given)


@pytest.mark.parametrize(
    ("status", "binds"),
    [("funding agreement", True), ("signed", True), ("refused", False), ("no reply", False)],
)
def test_what_binds(status: str, binds: bool) -> None:
    """A funding agreement and a signed one bind; a refusal and silence do not."""
    found = AgreementList([agreement(status=status)]).binding(ELM, "PEX", DAY)
    assert (found is not None) == binds


@pytest.mark.parametrize("party", ["Elm Trust", " elm  TRUST", "3054010"])
def test_party(party: str) -> None:
    """An agreement is the trust's, whatever its capitals and spaces, or the school's own."""
    assert AgreementList([agreement(party)]).binding(ELM, "PEX", DAY)
    assert AgreementList([agreement(party)]).binding(ALONE, "PEX", DAY) is None


@pytest.mark.parametrize(
    ("agreed", "charged", "covered"),
    [
        ("PEX", "PEX", True),
        ("all", "PEX", True),
        ("ALL", "pex", True),
        ("PEX", "LEAVER", True),
        ("all", "LEAVER", True),
        ("LEAVER", "LEAVER", True),
        ("LEAVER", "PEX", False),
        ("HOME", "PEX", False),
    ],
)
def test_scheme(agreed: str, charged: str, covered: bool) -> None:
    """A statutory charge is covered by its own code, by PEX and by all."""
    found = AgreementList([agreement(scheme=agreed)]).binding(ELM, charged, DAY)
    assert (found is not None) == covered


@pytest.mark.parametrize(
    ("start", "end", "covered"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2025, 10, 15), None, False),
        (None, date(2025, 10, 13), False),
    ],
)
def test_days(start: date | None, end: date | None, covered: bool) -> None:
    """An agreement runs on its first and its last day; an empty day is an open end."""
    assert agreement(start=start, end=end).covers(DAY) == covered


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "no agreement is recorded"),
        ([agreement(status="refused")], "the agreement was refused"),
        ([agreement(status="no reply")], "no reply to the request for an agreement"),
        (
            [agreement(status="no reply"), agreement("3054010", status="refused")],
            "the agreement was refused",
        ),
        ([agreement(end=date(2025, 1, 1))], "no agreement covers the relevant date"),
        ([agreement(status="refused", end=date(2025, 1, 1))], "no agreement is recorded"),
    ],
)
def test_why_not(rows: list[Agreement], why: str) -> None:
    """The reason for asking is what the agreements of that day say."""
    assert AgreementList(rows).why_not(ELM, "PEX", DAY) == why


def test_one_signature_is_enough() -> None:
    """A school whose trust refused is bound by a signature of its own."""
    rows = AgreementList([agreement(status="refused"), agreement("3054010")])
    found = rows.binding(ELM, "PEX", DAY)
    assert found is rows.rows[1]
