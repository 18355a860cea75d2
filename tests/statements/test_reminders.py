"""Reminders: who gets which letter when, what it says, and that no pupil is in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.statements.support import pdf_text
from tests.support.books import Row, pex, table
from tests.support.finance_office import NET_OFF_ACADEMY, Office, days, secondary
from xl_recoup.contract import LETTERS, QUERIES, RECOVERY, SETTLEMENTS, Letter
from xl_recoup.outputs.letter_outputs import letters_write
from xl_recoup.run.chased_now import chases, chases_asked_on
from xl_recoup.run.result import Result
from xl_recoup.statements import Order, Outgoing, Register, Sent, reminders_to_send, send
from xl_recoup.tables import Cell, Table

ISSUED, DUE = date(2026, 1, 2), date(2026, 2, 1)
FIRST, SECOND, CHAIR = date(2026, 2, 8), date(2026, 2, 22), date(2026, 3, 15)
ELM = days(1, Pupil="Quillfeather", Notes="Xanadu aunt")
"""£1,140.00 with VAT, of an academy that has agreed."""
UNANSWERED = secondary(2, NET_OFF_ACADEMY, Scheme="PEX")


@dataclass
class Desk:
    """An office that has invoiced, and chases; every step reads the workbook from its tables."""

    office: Office = field(default_factory=Office)
    placements: list[dict[str, Cell]] = field(default_factory=lambda: [dict(ELM)])
    letters: list[Letter] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.office.post(self.placements, "Autumn", date(2025, 12, 31))
        self.office.documents = [
            d.model_copy(update={"issued_on": ISSUED}) for d in self.office.documents
        ]

    def put(self, name: str, rows: list[dict[str, Cell]], headings: tuple[str, ...]) -> None:
        """Put rows into a table that the team fills."""
        self.office.more[name] = table(name, rows, headings)

    def run(self, day: date) -> Result:
        """Return a run of the workbook as it is, letters included."""
        self.office.more["Letters"] = _read_back(self.letters)
        return self.office.run(self.placements, as_at=day)

    def due(self, day: date, *, draft: bool = False) -> list[Outgoing]:
        """Return the letters that are due on a day."""
        result = self.run(day)
        return reminders_to_send(result, Register(day, tuple(self.letters)), draft=draft)

    def remind(self, day: date, folder: Path, **order: Any) -> Sent:
        """Write the letters of a day into a folder, and record them."""
        wanted = Order(folder=folder, name="reminders", formats=("pdf",), **order)
        made = self.due(day, draft=wanted.draft)
        return send(made, wanted, self.letters.extend)


def _read_back(letters: list[Letter]) -> Table:
    rows: list[Row] = [
        dict(zip(LETTERS.headings, row, strict=True))  # type: ignore[arg-type]
        for row in letters_write(letters, "").rows
    ]
    return table("Letters", rows, LETTERS.headings)


def stages(desk: Desk, day: date) -> dict[str, str]:
    """Return the stage that each chased thing is in on a day."""
    return {c.chased.reference: c.stage for c in chases_asked_on(desk.run(day), day)}


def test_every_day_of_three_months(tmp_path: Path) -> None:
    """Asked for every day, the letters leave on three days, once each, and stand on record."""
    desk, left = Desk(), dict[date, list[str]]()
    for n in range(95):
        day = DUE + timedelta(days=n)
        before = len(desk.letters)
        desk.remind(day, tmp_path / "letters")
        if desk.letters[before:]:
            left[day] = [letter.number for letter in desk.letters[before:]]
    assert left == {
        FIRST: ["INV-2526-0001-R1"], SECOND: ["INV-2526-0001-R2"], CHAIR: ["INV-2526-0001-R3"],
    }  # fmt: skip
    assert {letter.kind for letter in desk.letters} == {"reminder"}
    assert all((tmp_path / "letters" / letter.file).exists() for letter in desk.letters)


def test_a_payment_ends_it() -> None:
    """Paid in full, no letter; paid in part, a letter about what is left."""
    desk = Desk()
    paid: dict[str, Cell] = {"Document": "INV-2526-0001", "Date": date(2026, 2, 3), "Amount": 1140}
    desk.put("Settlements", [paid], SETTLEMENTS.headings)
    assert desk.due(FIRST) == []
    desk.put("Settlements", [paid | {"Amount": 1100}], SETTLEMENTS.headings)
    (letter,) = desk.due(FIRST)
    assert letter.amount == Decimal(40)
    desk.put("Settlements", [paid | {"Amount": 1139.5}], SETTLEMENTS.headings)
    assert desk.due(FIRST) == []


def test_a_dispute_stops_it_and_a_wrong_row_holds_it() -> None:
    """A row of Recovery stops the letters; one that lacks its reason does so as well."""
    desk = Desk()
    row: dict[str, Cell] = {
        "Reference": "INV-2526-0001", "Stage": "dispute", "On": date(2026, 2, 3), "Note": "dates",
    }  # fmt: skip
    desk.put("Recovery", [row], RECOVERY.headings)
    assert (desk.due(FIRST), stages(desk, FIRST)) == ([], {"INV-2526-0001": "dispute"})
    wrongs: list[dict[str, Cell]] = [
        {"Note": None}, {"Stage": "reminder", "On": date(2026, 6, 1)}
    ]  # fmt: skip
    for wrong in wrongs:
        desk.put("Recovery", [row | wrong], RECOVERY.headings)
        assert desk.due(FIRST) == []
        assert [c.held for c in chases_asked_on(desk.run(FIRST), FIRST)] == [True]


def test_what_is_queried_is_not_pressed_for() -> None:
    """An open query on the only charge stops the letter; closed, it is due."""
    desk = Desk()
    query: dict[str, Cell] = {"Query ref": "Q1", "Charge ref": "P001/SC"}
    desk.put("Queries", [query], QUERIES.headings)
    assert (desk.due(FIRST), stages(desk, FIRST)) == ([], {"INV-2526-0001": "dispute"})
    desk.put("Queries", [query | {"Closed": date(2026, 2, 5)}], QUERIES.headings)
    assert len(desk.due(FIRST)) == 1


def test_several_documents_of_a_party_are_one_letter() -> None:
    """They stand in one letter, each with a row of its own on record."""
    desk = Desk()
    first = desk.office.documents[0]
    more = {"number": "INV-2526-0002", "entries": (1,)}
    desk.office.documents.append(first.model_copy(update=more))
    (letter,) = desk.due(FIRST)
    assert [row.number for row in letter.rows] == ["INV-2526-0001-R1", "INV-2526-0002-R1"]
    assert letter.amount == 2 * Decimal(1140)
    text = pdf_text(letter.made("pdf", None, draft=False))
    assert "INV-2526-0001-R1 and 1 more" in text
    assert "Please pay £2,280.00 by 22 February 2026." in text


def test_what_each_letter_says(tmp_path: Path) -> None:
    """Heading, to whom, what was written before, until when, and what follows."""
    desk, said = Desk(), dict[date, str]()
    for day in (FIRST, SECOND, CHAIR):
        sent = desk.remind(day, tmp_path)
        said[day] = pdf_text(sent.files[0].read_bytes())
    assert "Reminder: unpaid charges for alternative provision" in said[FIRST]
    assert "Please pay £1,140.00 by 22 February 2026." in said[FIRST]
    assert "we shall remind you a second time" in said[FIRST]
    assert "We wrote about it on 8 February 2026." in said[SECOND]
    assert "we shall write to the chair of trustees" in said[SECOND]
    assert "For the attention of the chair of trustees" in said[CHAIR]
    assert "8 February 2026 and 22 February 2026" in said[CHAIR]
    assert "referred to those who collect the authority's debts" in said[CHAIR]


def test_no_pupil_is_in_any_letter(tmp_path: Path) -> None:
    """Neither name nor UPN, birth, note, reference of the placement nor of its charge."""
    desk = Desk()
    for day in (FIRST, SECOND, CHAIR):
        desk.remind(day, tmp_path)
    assert len(list(tmp_path.glob("*.pdf"))) == 3
    secrets = ["Quillfeather", "Xanadu", str(ELM["UPN"]), "P001", "2011", "E001"]
    for path in tmp_path.glob("*.pdf"):
        data = path.read_bytes()
        for secret in secrets:
            assert secret not in pdf_text(data)
            assert secret.encode() not in data


def test_a_letter_that_left_today_is_made_again(tmp_path: Path) -> None:
    """In another folder, or where the set was cut short: the same bytes, and no row more."""
    desk = Desk()
    first = desk.remind(FIRST, tmp_path / "one")
    again = desk.remind(FIRST, tmp_path / "two")
    assert (again.letters, again.new, len(desk.letters)) == (1, 0, 1)
    assert again.files[0].read_bytes() == first.files[0].read_bytes()
    assert desk.due(FIRST + timedelta(days=1)) == []


def test_a_draft_is_no_letter(tmp_path: Path) -> None:
    """It is watermarked and not on record, so the letter is due as before."""
    desk = Desk()
    sent = desk.remind(FIRST, tmp_path, draft=True)
    assert "DRAFT – NOT SENT" in pdf_text(sent.files[0].read_bytes())
    assert desk.letters == []
    assert len(desk.due(FIRST)) == 1


def requested(desk: Desk, *versions: tuple[int, date, str]) -> None:
    """Record requests to Ivy Academy as statements do: version, day, placements."""
    for version, day, placements in versions:
        desk.letters.append(
            Letter(
                number="305-2025-26-3054009-request",
                version=Decimal(version),
                kind="request",
                party="Ivy Academy",
                written_on=day,
                placements=placements,
            )
        )


def asking(*placements: dict[str, Cell], status: str = "no reply") -> Desk:
    """Return a desk at which an academy is asked for exclusions, and has given this answer."""
    office = Office()
    office.agreements = [
        {**row, "Status": status, "Evidence": None} if row["Party"] == NET_OFF_ACADEMY else row
        for row in office.agreements
    ]
    return Desk(office, list(placements))


def test_a_request_is_pressed_for_until_it_is_answered() -> None:
    """28 days to answer, and 7 more: a reminder that says that nothing is owed."""
    desk = asking(UNANSWERED)
    requested(desk, (1, date(2026, 1, 5), "P002"))
    assert desk.due(date(2026, 2, 8)) == []
    (letter,) = desk.due(date(2026, 2, 9))
    assert (letter.number, letter.amount, letter.asked) == (
        "305-2025-26-3054009-request-R1", Decimal(0), Decimal("2502.46"),
    )  # fmt: skip
    text = pdf_text(letter.made("pdf", None, draft=False))
    assert "nothing on it is owed unless you agree" in text
    assert "whether you agree to the £2,502.46 that we asked for" in text
    assert "P002" not in text


@pytest.mark.parametrize("status", ["signed", "refused", "funding agreement"])
def test_an_answer_ends_a_request(status: str) -> None:
    """Whatever it is: signed, refused or in the funding agreement."""
    desk = asking(UNANSWERED, status=status)
    requested(desk, (1, date(2026, 1, 5), "P002"))
    assert [x for x in desk.due(date(2026, 2, 9)) if "request" in x.number] == []


def test_what_is_asked_later_has_days_of_its_own() -> None:
    """A later version with another placement is a round of its own; the same ones are not."""
    third = secondary(3, NET_OFF_ACADEMY, Scheme="PEX")
    desk = asking(UNANSWERED, third)
    requested(
        desk, (1, date(2026, 1, 5), "P002"), (2, date(2026, 1, 20), "P002"),
        (3, date(2026, 3, 2), "P002, P003"),
    )  # fmt: skip
    found = {c.chased.reference: c.chased for c in chases(desk.run(date(2026, 3, 10)))}
    assert {ref: (one.began, one.lines) for ref, one in found.items()} == {
        "305-2025-26-3054009-request": (date(2026, 1, 5), 1),
        "305-2025-26-3054009-request-v3": (date(2026, 3, 2), 1),
    }  # fmt: skip


def test_credit_in_a_party_s_favour_is_said_or_ends_it() -> None:
    """Less than the debt is named in the letter; as much as it, and there is nothing to press."""
    desk = Desk()
    invoice = desk.office.documents[0]
    credit = {"number": "CN-2526-0001", "kind": "credit note", "entries": (1,)}
    for owed, letters in ((Decimal(-140), 1), (Decimal(-1140), 0)):
        sums = {"net": owed, "vat": Decimal(0), "gross": owed}
        desk.office.documents = [invoice, invoice.model_copy(update=credit | sums)]
        made = desk.due(FIRST)
        assert len(made) == letters
        for letter in made:
            text = pdf_text(letter.made("pdf", None, draft=False))
            assert "less £140.00, your credit notes." in " ".join(text.split())


def test_the_sample_placement_is_no_party(tmp_path: Path) -> None:
    """A budget adjustment needs no document, so nothing of it is ever pressed for."""
    desk = Desk(placements=[pex(1)])
    assert desk.due(date(2026, 6, 1)) == []
    assert desk.remind(date(2026, 6, 1), tmp_path).files == []
