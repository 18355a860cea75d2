"""What was invoiced, what was paid, and how old the rest is."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from xl_recoup.accounts.settlement import Balance, balances
from xl_recoup.closed_lists import DEBT_AGES, DebtAge
from xl_recoup.contract import normal
from xl_recoup.forum.derived_sums import Cell
from xl_recoup.forum.report import Figure, figure
from xl_recoup.forum.suppression import TOTAL, Group, Key, suppressed
from xl_recoup.forum_paper.paper_parts import PaperSection, PaperTable, whole
from xl_recoup.money import ZERO
from xl_recoup.run.result import Result
from xl_recoup.words import counted

AGE = "Age"
WORDS: dict[DebtAge, str] = {
    "not issued": "Not sent out yet",
    "0 to 30 days": "Sent out up to 30 days ago",
    "31 to 60 days": "31 to 60 days ago",
    "61 to 90 days": "61 to 90 days ago",
    "over 90 days": "More than 90 days ago",
}


def paid_section(result: Result) -> PaperSection:
    """Return what stands on invoices and what has come in, by age, with small numbers hidden."""
    heading = "What has been invoiced and paid"
    held = balances(result.items.accounts, result.policy.as_at)
    if not held:
        return PaperSection(heading, ["Nothing has been invoiced yet, so nothing is owed."])
    pupils = _Pupils(result)
    groups = [Group(AGE, age, frozenset({(age,)})) for age in DEBT_AGES]
    groups.append(Group(AGE, TOTAL, frozenset((age,) for age in DEBT_AGES)))
    on: dict[Cell, frozenset[str]] = {
        (age,): pupils.on(b for b in held if b.age == age) for age in DEBT_AGES
    }
    hidden = suppressed(groups, on)
    rounding = result.policy.options.publication_rounding

    def shown(key: Key, amount: Decimal) -> Figure:
        return figure(key in hidden, amount, rounding)

    rows = []
    for age in DEBT_AGES:
        of_age = [b for b in held if b.age == age]
        left = sum((b.outstanding for b in of_age), ZERO)
        rows.append((WORDS[age], len(of_age), shown((AGE, age), left)))
    outstanding = shown((AGE, TOTAL), sum((b.outstanding for b in held), ZERO))
    paid = shown((AGE, TOTAL), sum((b.settled for b in held), ZERO))
    rows.append(("All", len(held), outstanding))
    documents = counted(len(held), "invoice, credit note or net-off advice", "documents")
    return PaperSection(
        heading,
        [
            f"{documents[:1].upper()}{documents[1:]} have been made for schools, trusts and other"
            f" authorities. {whole(paid)} has been paid or set off on them, and"
            f" {whole(outstanding)} is outstanding, VAT included. Charges to maintained schools are"
            " taken from their budgets and need no invoice."
        ],
        tables=(
            PaperTable(
                "What is outstanding on invoices, by age",
                ("Age", "Documents", "Outstanding with VAT £"),
                rows,
                total=True,
            ),
        ),
        in_short=f"{whole(paid)} has been paid on invoices and {whole(outstanding)} is"
        " outstanding.",
    )


class _Pupils:
    """Whom the charges on documents are for."""

    def __init__(self, result: Result) -> None:
        self._named = {
            normal(p.placement_ref): p.upn or p.episode_ref or p.ref for p in result.rows
        }
        self._refs: dict[int, str] = {e.number: normal(e.placement_ref) for e in result.entries}

    def on(self, held: Iterable[Balance]) -> frozenset[str]:
        """Return the pupils of the ledger entries that stand on some documents."""
        numbers = (number for balance in held for number in balance.document.entries)
        refs = (self._refs.get(number, str(number)) for number in numbers)
        return frozenset(self._named.get(ref, ref) for ref in refs)
