"""`docs/year-in-the-life.md`: the year that the tests live, lived once more for the page."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from doc_pages.words import GENERATED, escaped, page, shown, table
from tests.year.living import Lived, Year, live, pence
from tests.year.story import News
from xl_recoup.records import Entry
from xl_recoup.words import counted

CORRECTION, FURTHER = "Correction", "Further charge"
OPEN_PLACE = "MED-05"
ZERO = Decimal("0.00")
INTRO = """\
One workbook of an invented council, from September to July: 41 placements, four postings, and
after each posting news of what had been different all along. Nobody goes back and changes what was
posted. Each term the workbook is recalculated and posted with

    python -m xl_recoup recalculate BOOK
    python -m xl_recoup post BOOK --period "Autumn 2025" --approved-by "B. Head"

by two people, the second of whom says `--accept much-taken-back` where late news
takes a good part back,
and each time the difference comes out as lines of its own: a *Further charge* for the days that a
place has stayed open since, a *Correction* for what was wrong. At the end the ledger is where a
single calculation of the final inputs is, cut at the days that were posted: to the penny, for every
placement of every school.

Between the commands the file is changed by another program, as people change theirs in Excel. The
story is in `tests/year`, whose test lives it and checks every figure. All
pupils, schools, trusts and agreements are invented."""


@cache
def lived() -> Year:
    """Return the year, lived once."""
    with tempfile.TemporaryDirectory() as folder:
        return live(Path(folder))


def year_page() -> str:
    """Return the page of the year in the life."""
    year = lived()
    parts = [
        "# A year in the life",
        GENERATED.format(source="the story in `tests/year`, which it lives"),
        INTRO,
    ]
    for term in year.lived:
        parts += _term(term, year)
    return page(*parts, *_open_place(year), *_end(year))


def _open_place(year: Year) -> list[str]:
    """Return what the ledger has of a place that stays open through three postings."""
    of = [e for e in year.ledger if e.placement_ref == OPEN_PLACE]
    rows: list[Sequence[object]] = [
        (e.period, e.component, e.start, e.end, e.amount, e.working) for e in of
    ]
    rows.append(("**Together**", "", "", "", _sum(of), ""))
    fresh = [row for row in year.fresh if row["Placement ref"] == OPEN_PLACE]
    due = " + ".join(shown(pence(row["Amount"])) for row in fresh)
    headings = ("posted to", "component", "from", "to", "amount", "working")
    return [
        "## A place that stays open",
        f"{OPEN_PLACE}, medical tuition by school weeks, is open from September on and is posted"
        " three times. Each posting has the days and the weeks since the one before; what is posted"
        " is never booked again. Only what was wrong of it, a week in which the school was closed,"
        " is a correction, with the days of the charge that it corrects:",
        table(headings, rows, right="amount").replace("\\*\\*", "**"),
        "One calculation of the final inputs, cut at the same days and each part rounded once,"
        f" gives {due} = {shown(sum((pence(row['Amount']) for row in fresh), ZERO))}.",
    ]


def _term(lived: Lived, year: Year) -> list[str]:
    term, run = lived.term, lived.run.json
    posted = [e for e in year.ledger if e.period == term.name]
    corrections = [e for e in posted if e.component == CORRECTION]
    rows, totals = run["rows"], run["totals"]
    parts = [f"## {term.name}"]
    if term.news:
        parts.append(f"{len(term.placements)} new placements, and this news:")
        parts.append(table(("told", "what became known"), ((n.told, n.what) for n in term.news)))
    else:
        parts.append(f"{counted(len(term.placements), 'placement')} to begin with.")
    parts.append(
        f"Recalculated as at {shown(term.as_at)}: {rows['read']} rows read, {rows['charged']}"
        f" charged, {rows['nil']} nil, {rows['held']} held. Left for later:"
        f" {_pounds(totals['asked'])} asked and {_pounds(totals['held'])} held. Posted:"
    )
    further = [e for e in posted if e.component == FURTHER]
    fresh = [e for e in posted if e.component not in (CORRECTION, FURTHER)]
    parts.append(
        table(
            (f"posted to {term.name}", "lines", "amount"),
            [
                ("new charges and credits", len(fresh), _sum(fresh)),
                ("further charges of open places", len(further), _sum(further)),
                ("corrections of earlier terms", len(corrections), _sum(corrections)),
                ("together", len(posted), _sum(posted)),
            ],
            right="lines, amount",
        )
    )
    parts += [_effect(news, posted) for news in term.news if news.shows]
    parts.append(
        f"Posted a second time, the command answers: *{escaped(lived.posted_twice.sentence)}* After"
        f" the period was closed: *{escaped(lived.posted_when_closed.sentence)}*"
    )
    return parts


def _effect(news: News, posted: list[Entry]) -> str:
    """Return what a piece of news did to the ledger in its term."""
    of = [e for e in posted if e.placement_ref in news.shows]
    title = f"**{', '.join(news.shows)}.** {escaped(news.what)}"
    if not of:
        return f"{title}\n\nNothing is posted for it."
    rows = ((e.ref, e.route, e.amount, e.working) for e in of)
    return f"{title}\n\n{table(('charge', 'route', 'amount', 'working'), rows, right='amount')}"


def _end(year: Year) -> list[str]:
    names = {e.laestab: e.school for e in year.ledger}
    names |= {str(row["LAESTAB"]): row["School"] for row in year.fresh if row["School"]}
    by_period: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for e in year.ledger:
        by_period[e.laestab, e.period] += e.amount
    fresh: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in year.fresh:
        if row["Status"] == "billable":
            fresh[str(row["LAESTAB"])] += pence(row["Amount"])
    periods = [lived.term.name for lived in year.lived]
    rows: list[tuple[Decimal, ...]] = []
    schools = sorted({e.laestab for e in year.ledger} | fresh.keys())
    for laestab in schools:
        amounts = [by_period[laestab, period] for period in periods]
        total = sum(amounts, ZERO)
        rows.append((*amounts, total, fresh[laestab], total - fresh[laestab]))
    sums = [sum(column, ZERO) for column in zip(*rows, strict=True)]
    shown_rows: list[Sequence[object]] = [
        (names[laestab], *row) for laestab, row in zip(schools, rows, strict=True)
    ]
    shown_rows.append(("**All schools**", *sums))
    headings = ("school", *periods, "ledger", "fresh", "difference")
    asked = sum((pence(row["Amount"]) for row in year.fresh if row["Status"] == "asked"), ZERO)
    return [
        "## Where it ends",
        "The ledger, period by period, beside one calculation in a new workbook that holds the"
        " final inputs and was never posted, its places cut at the days that were posted here:",
        table(headings, shown_rows, right=", ".join(headings[1:])).replace("\\*\\*", "**"),
        f"Not in it is what is only asked: {shown(asked)}, for academies that have refused or had"
        " not signed on the day that counts. In the final workbook nothing is left to post.",
    ]


def _sum(entries: list[Entry]) -> Decimal:
    return sum((e.amount for e in entries), ZERO)


def _pounds(plain: str) -> str:
    return shown(Decimal(plain))
