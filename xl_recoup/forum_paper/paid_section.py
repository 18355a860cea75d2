"""What was invoiced, what was paid, and how old the rest is."""

from __future__ import annotations

from xl_recoup.closed_lists import DEBT_AGES, DebtAge
from xl_recoup.forum_paper.paper_parts import PaperSection, PaperTable, whole
from xl_recoup.forum_paper.shown_debts import ShownDebts
from xl_recoup.words import counted

WORDS: dict[DebtAge, str] = {
    "not issued": "Not sent out yet",
    "0 to 30 days": "Sent out up to 30 days ago",
    "31 to 60 days": "31 to 60 days ago",
    "61 to 90 days": "61 to 90 days ago",
    "over 90 days": "More than 90 days ago",
}


def paid_section(debts: ShownDebts) -> PaperSection:
    """Return what stands on invoices and what has come in, by age, with small numbers hidden."""
    heading, held = "What has been invoiced and paid", debts.held
    if not held:
        return PaperSection(heading, ["Nothing has been invoiced yet, so nothing is owed."])
    outstanding = debts.in_all(b.outstanding for b in held)
    paid = debts.in_all(b.settled for b in held)
    documents = counted(len(held), "invoice, credit note or net-off advice", "documents")
    have = "has" if len(held) == 1 else "have"
    return PaperSection(
        heading,
        [
            f"{documents[:1].upper()}{documents[1:]} {have} been made for schools, trusts and other"
            f" authorities. {whole(paid)} has been paid or set off on them, and"
            f" {whole(outstanding)} is outstanding, VAT included. Charges to maintained schools are"
            " taken from their budgets and need no invoice."
        ],
        tables=(
            PaperTable(
                "What is outstanding on invoices, by age",
                ("Age", "Documents", "Outstanding with VAT £"),
                [
                    *((WORDS[age], *debts.of_age(age)) for age in DEBT_AGES),
                    ("All", len(held), outstanding),
                ],
                total=True,
            ),
        ),
        in_short=f"{whole(paid)} has been paid on invoices and {whole(outstanding)} is"
        " outstanding.",
    )
