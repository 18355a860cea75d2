"""Checks that internal audit asks for: documents, debts, accruals, late charges, overrides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from xl_recoup.accounts import audit
from xl_recoup.accounts.after_posting import LEDGER_SHEET
from xl_recoup.checks.catalogue import WARNING, Hit, Moment, Stage, check, made_of
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import CODES, normal
from xl_recoup.money import pounds
from xl_recoup.policy.account_records import Noted
from xl_recoup.policy.options import Options
from xl_recoup.records import ChargeLine, Place, Placement
from xl_recoup.words import counted, long_date

QUERY_DAYS = 28
"""A query that is open for longer is stale."""
PLACEHOLDER = "placeholder"
_OF_THE_WORKBOOK = (
    "LA number",
    "Authority",
    "Financial year",
    "As-at date",
    "Area cost adjustment",
    "Regulations",
    "Contact",
    "Contact e-mail",
    "Contact telephone",
    "Contact address",
    "Query days",
    "Payment days",
    "Letter templates",
)
"""Settings that are facts of an authority or a year; the others are readings or local choices."""


def _noted(code: str, title: str, about: str, find: Callable[[Facts], Iterable[Noted]]) -> None:
    """Enter a check of the accounts whose findings `charging.audit` makes."""

    check(code, WARNING, Stage.ACROSS, title, Moment.CHARGED)(made_of(about, _hits, find))


def _hits(facts: Facts, find: Callable[[Facts], Iterable[Noted]]) -> Iterator[Hit]:
    return (Hit(noted.place, noted.words) for noted in find(facts))


_noted(
    "A70",
    "Numbers of documents",
    "A document's number is given twice, left out, or not one that posting gives.",
    lambda facts: audit.numbering(facts.items.accounts.documents),
)
_noted(
    "A71",
    "Posted without a document",
    "A charge is posted to be invoiced or netted off, and stands on no document.",
    lambda facts: audit.posted_without_document(facts.items),
)
_noted(
    "A72",
    "Documents that disagree with the ledger",
    "A document names entries that do not exist or stand on another one, or has other sums.",
    lambda facts: audit.wrong_documents(facts.items),
)
_noted(
    "A73",
    "Issued without a purchase order",
    "An invoice was issued without the purchase order that the agreement asks for.",
    lambda facts: audit.issued_without_po(facts.items.accounts),
)
_noted(
    "A74",
    "Settlement of an unknown document",
    "A settlement names a document that does not exist, so it reduces no debt.",
    lambda facts: audit.unknown_settlements(facts.items.accounts),
)
_noted(
    "A75",
    "Debt older than 90 days",
    "Something is outstanding on a document more than 90 days after it was issued.",
    lambda facts: audit.aged_debt(facts.items.accounts, facts.as_at),
)
_noted(
    "A76",
    "More settled than is due",
    "More was settled on a document than it, with its credit notes, comes to.",
    lambda facts: audit.over_settled(facts.items.accounts, facts.as_at),
)
_noted(
    "A77",
    "Accrual not reversed",
    "An accrual of the year's end stands in the finance system without its reversal.",
    lambda facts: audit.accruals_not_reversed(facts.journal, facts.items.accounts, facts.as_at),
)


@check("A78", WARNING, Stage.ACROSS, "Settings or rates changed since the last posting")
def changed_since_posting(facts: Facts) -> Iterator[Hit]:
    """The Settings or Rates table is no longer what it was when charges were last posted."""
    last = facts.inputs.last_posting
    for name in ("Settings", "Rates") if last else ():
        heading = f"{name} digest"
        before = last.digests.get(heading) if last else None
        table = facts.inputs.table(name)
        if last and table is not None and before and before != facts.inputs.digests[heading]:
            yield Hit(
                Place(table.sheet, table.heading_address(0)),
                f"{name} has changed since {last.period or 'the last posting'} was posted, so what"
                " is posted may be corrected. Check that the change was meant and approved.",
            )


@check("A79", WARNING, Stage.ACROSS, "Posted on a draft rate", Moment.CHARGED)
def posted_on_draft(facts: Facts) -> Iterator[Hit]:
    """Charges were posted on rates that were drafts, and a rate of the year is a draft still."""
    period = facts.policy.period
    still = any(
        r.draft and r.valid_from <= period.end and period.start <= r.valid_to
        for r in facts.policy.rates.rates
    )
    entries = [e for e in facts.standing if e.draft_rate] if still else []
    if entries:
        yield Hit(
            Place(LEDGER_SHEET, f"A{entries[0].row}"),
            f"{counted(len(entries), 'posted line')} from here on"
            f" {'rests' if len(entries) == 1 else 'rest'} on rates that nobody had approved, and"
            " not every rate is approved yet. Check the Rates sheet and set Status to approved;"
            " what turns out different is corrected.",
        )


@check("A80", WARNING, Stage.ACROSS, "Charge after the placement's end", Moment.CHARGED)
def charged_after_the_end(facts: Facts) -> Iterator[Hit]:
    """A scheme's charge runs on after another school admitted the pupil, or this one had him back.

    Likewise after a pupil left the school's roll during the placement. A charge that is posted is
    looked at too, until its correction is posted.
    """
    for p in facts.rows:
        if p.key in facts.statutory_keys:
            continue
        ends = _ends(p)
        if not ends:
            continue
        field, ended = min(ends.items(), key=lambda end: end[1])
        late = [
            x
            for x in facts.lines_by_row.get(p.key, ())
            if x.end
            and x.end > ended
            and x.amount > 0
            and x.status != "nil"
            and x.component != "Correction"
        ]
        if late:
            yield Hit(p.place(field), _after_the_end(late, field, ended), p.key)


def _ends(p: Placement) -> dict[str, date]:
    """Return the days after which a school has no charge to bear, by field.

    A pupil who was off roll when placed is charged for all the same, under a scheme that says so.
    """
    named = {"end_date": p.end_date, "reinstated_on": p.reinstated_on, "admitted_on": p.admitted_on}
    if p.start_date is not None and p.left_roll_on is not None and p.start_date < p.left_roll_on:
        named["left_roll_on"] = p.left_roll_on
    return {field: day for field, day in named.items() if day is not None}


def _after_the_end(late: list[ChargeLine], field: str, ended: date) -> str:
    last = max(x.end for x in late if x.end)
    if late[0].status == "posted":
        return (
            f"the placement ended on {long_date(ended)}, but {late[0].ref} is posted up to"
            f" {long_date(last)}. Post its correction."
        )
    left = "the school's roll" if field == "left_roll_on" else "alternative provision"
    return (
        f"the pupil left {left} on {long_date(ended)}, but {late[0].ref} is charged up to"
        f" {long_date(last)}. Enter the End date of the placement."
    )


@check("A81", WARNING, Stage.ACROSS, "Charge raised late", Moment.CHARGED)
def raised_late(facts: Facts) -> Iterator[Hit]:
    """A charge was due before the last posting and is in none: the row came late, or was held.

    One finding per placement. Corrections of what is posted are not late charges.
    """
    last = max((e.posted_at.date() for e in facts.standing if e.posted_at), default=None)
    if last is None:
        return
    latest = last - timedelta(days=facts.policy.options.hold_days)
    placed = {p.key: p for p in facts.rows}
    seen = set()
    for x in facts.lines:
        if x.status != "billable" or x.of or not x.start or x.start >= latest or x.row in seen:
            continue
        p = placed.get(x.row)
        if p is not None and x.amount > 0:
            seen.add(x.row)
            yield Hit(
                p.place("placement_ref"),
                f"{x.ref} of {pounds(x.amount)} was due from {long_date(x.start)} and is in no"
                f" posting up to {long_date(last)}. Post it, and ask why it comes late.",
                p.key,
            )


@check("A82", WARNING, Stage.ACROSS, "Local reading without reason and approver")
def unexplained_settings(facts: Facts) -> Iterator[Hit]:
    """A setting departs from its default, and Settings does not say why and who approved it.

    Looked at where the Settings table has the columns Reason and Approved by.
    """
    reading = facts.inputs.readings["Settings"]
    if not {"reason", "approved_by"} <= reading.columns.keys():
        return
    chosen = facts.policy.options
    for row in reading.rows:
        for field, info in Options.model_fields.items():
            alias = str(info.alias)
            if normal(alias) != normal(str(row.get("setting"))) or alias in _OF_THE_WORKBOOK:
                continue
            lacking = [
                name
                for name, key in (("Reason", "reason"), ("Approved by", "approved_by"))
                if not row.get(key)
            ]
            if lacking and getattr(chosen, field) != info.default:
                yield Hit(
                    row.place("reason" if "Reason" in lacking else "approved_by"),
                    f"{alias} departs from its default, {info.default}, and"
                    f" {' and '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} blank. Enter"
                    " why, and who approved it.",
                )


@check("A83", WARNING, Stage.ACROSS, "Stale query")
def stale_queries(facts: Facts) -> Iterator[Hit]:
    """A query is open for more than 28 days, so a disputed charge waits for an answer."""
    for query in facts.policy.queries:
        if query.closed is not None or query.opened is None:
            continue
        days = (facts.as_at - query.opened).days
        if days > QUERY_DAYS:
            yield Hit(
                query.place,
                f"the query {query.ref} on {query.charge_ref} has been open for {days} days. Answer"
                " it and enter Outcome and Closed, or ask its owner.",
            )


@check("A84", WARNING, Stage.ACROSS, "Placeholder account codes")
def placeholder_codes(facts: Facts) -> Iterator[Hit]:
    """The Codes sheet holds the placeholders that the workbook came with.

    They let the journal and the export be tried; the finance system knows none of them.
    """
    table = facts.inputs.table(CODES.name)
    codes = facts.inputs.accounts.accounts.codes.values()
    held = [c for c in codes if PLACEHOLDER in f"{c.cost_centre} {c.subjective}".casefold()]
    if table is not None and held:
        yield Hit(
            Place(table.sheet, table.heading_address(0)),
            f"{counted(len(held), 'row')} of Codes {'holds' if len(held) == 1 else 'hold'}"
            " placeholders, which the finance system does not know. Enter the authority's own codes"
            " before sending it an export.",
        )
