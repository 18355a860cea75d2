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

CORRECTION = "Correction"
ZERO = Decimal("0.00")
INTRO = """\
One workbook of an invented council, from September to July: forty placements, three postings, and
after each posting news of what had been different all along. Nobody goes back and changes what was
posted. Each term the workbook is recalculated and posted with

    xl-recoup recalculate BOOK
    xl-recoup post BOOK --period "Autumn 2025" --approved-by "B. Head"

and each time the difference comes out as lines of its own. At the end the ledger is where a single
calculation of the final inputs is: to the penny, for every charge of every school.

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
    return page(*parts, *_end(year))


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
        parts.append(f"{len(term.placements)} placements to begin with.")
    parts.append(
        f"Recalculated as at {shown(term.as_at)}: {rows['read']} rows read, {rows['charged']}"
        f" charged, {rows['nil']} nil, {rows['held']} held. Left for later:"
        f" {_pounds(totals['asked'])} asked and {_pounds(totals['held'])} held. Posted:"
    )
    fresh = [e for e in posted if e.component != CORRECTION]
    parts.append(
        table(
            (f"posted to {term.name}", "lines", "amount"),
            [
                ("new charges and credits", len(fresh), _sum(fresh)),
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
        " final inputs and was never posted:",
        table(headings, shown_rows, right=", ".join(headings[1:])).replace("\\*\\*", "**"),
        f"Not in it is what is only asked: {shown(asked)}, for academies that have refused or had"
        " not signed on the day that counts. In the final workbook nothing is left to post.",
    ]


def _sum(entries: list[Entry]) -> Decimal:
    return sum((e.amount for e in entries), ZERO)


def _pounds(plain: str) -> str:
    return shown(Decimal(plain))
