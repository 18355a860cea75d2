"""What is proposed, and what it costs each type of school: the scenarios of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_uppercase

from xl_recoup.comparison.compare import Comparison, Outcome
from xl_recoup.comparison.differences import by_school
from xl_recoup.contract import normal
from xl_recoup.forum.report import Figure
from xl_recoup.forum_paper.charged_section import type_name
from xl_recoup.forum_paper.paper_parts import (
    PaperCell,
    PaperChart,
    PaperSection,
    PaperTable,
    bar,
    whole,
)
from xl_recoup.forum_paper.shown_differences import (
    IN_ALL,
    MAY_BE_CHARGED,
    ShownDifferences,
    shown_differences,
)
from xl_recoup.policy.options import PublicationRounding
from xl_recoup.words import counted, in_figures, listed, long_date

MOST = 6
HOW_MANY = ("No", "One", "Two", "Three", "Four", "Five", "Six")
"""Proposals that fit beside one another on a page."""
YES_OR_NO = {"Y": "yes", "N": "no"}
IN_WORDS = {
    ("percentage", ""): "{} per cent of the full sum is charged",
    ("school share", ""): "the school pays {} per cent of the charge, the council the rest",
    ("by days per week", "Y"): "the charge is for the days of the week that are taught",
    ("notice days", ""): "{} days of notice before the first charge",
}
"""What is proposed of a scheme in plain words: by its column, and by the value where it decides."""
ABOUT_RANGES = "How much hangs on a number stands in a table of its own, a line for each number."
HEADING = "What is proposed, and what it would cost"


def proposals_section(comparison: Comparison | None, rounding: PublicationRounding) -> PaperSection:
    """Return each proposal in words, and its difference to today by type of school."""
    if comparison is None or not comparison.outcomes:
        return PaperSection(HEADING, ["No proposal is entered in the workbook (sheet Scenarios)."])
    in_all = shown_differences(comparison, IN_ALL, rounding)
    charged = shown_differences(comparison, MAY_BE_CHARGED, rounding)
    ranges = tuple(_ranges(comparison, in_all, charged))
    alone = [n for n, one in enumerate(comparison.outcomes) if not range_of(one)]
    if len(alone) > MOST:
        raise ValueError("a paper has room for a few proposals")
    if not alone:
        return PaperSection(HEADING, [ABOUT_RANGES], tables=ranges)
    outcomes = [comparison.outcomes[n] for n in alone]
    in_all, charged = in_all.of(alone), charged.of(alone)
    names = [f"Proposal {letter}" for letter, _ in zip(ascii_uppercase, outcomes, strict=False)]
    one = len(outcomes) == 1
    needs = [list(_needs(outcome)) for outcome in outcomes]
    shared = [words for words in needs[0] if not one and all(words in each for each in needs)]
    points = [
        " ".join(
            [
                f"{name}, {outcome.name}.",
                *_told(comparison.today, outcome, total),
                *(words for words in needed if words not in shared),
            ]
        )
        for name, outcome, total, needed in zip(names, outcomes, in_all.total, needs, strict=True)
    ]
    return PaperSection(
        HEADING,
        [
            f"{HOW_MANY[len(outcomes)]} {'proposal is' if one else 'proposals are'} compared with"
            " today's terms, over the same placements and by the same calculation. Nothing has been"
            " decided or charged by comparing them. A sum below 0 means that schools would pay"
            " less, and that the service would have that much less.",
            *([f"For each of them: {' '.join(shared)}"] if shared else []),
            *([ABOUT_RANGES] if ranges else []),
        ],
        points,
        tables=(
            _table("Difference to today in all: charged, asked for and held", names, in_all),
            _table("Difference to today in what may be charged", names, charged),
            *ranges,
        ),
        charts=(
            PaperChart(
                "Difference to today in all",
                [bar(n, total) for n, total in zip(names, in_all.total, strict=True)],
            ),
        ),
        in_short=_in_short(names, in_all.total),
    )


def range_of(outcome: Outcome) -> str:
    """Return the name of the range that an outcome is one number of; "" where it is none."""
    return outcome.scenario.of_range if outcome.scenario else ""


def _ranges(
    comparison: Comparison, in_all: ShownDifferences, charged: ShownDifferences
) -> Iterable[PaperTable]:
    """Yield a table for each range: how much hangs on the number."""
    rows: dict[str, list[tuple[PaperCell, ...]]] = {}
    what: dict[str, str] = {}
    for outcome, everything, billable in zip(
        comparison.outcomes, in_all.total, charged.total, strict=True
    ):
        if outcome.scenario and outcome.scenario.number is not None:
            number = in_figures(outcome.scenario.number)
            rows.setdefault(range_of(outcome), []).append((number, everything, billable))
            what.setdefault(range_of(outcome), "; ".join(_changes(outcome, ranged=True)))
    for name, held in rows.items():
        yield PaperTable(
            f"{name}. {what[name]}",
            ("Number", "Difference to today in all £", "Of which may be charged £"),
            held,
        )


def _table(name: str, proposals: Sequence[str], shown: ShownDifferences) -> PaperTable:
    return PaperTable(
        name,
        ("Type of school", *(f"{p} £" for p in proposals)),
        [(type_name(group), *figures) for group, figures in shown.rows.items()],
        total=True,
    )


def _in_short(names: Sequence[str], totals: Sequence[Figure]) -> str:
    said = [f"{name} {_to_today(total)}" for name, total in zip(names, totals, strict=True)]
    return f"Compared with today, in all: {listed(said)}."


def _to_today(total: Figure) -> str:
    if isinstance(total, str):
        return total
    if not total:
        return "no difference"
    return f"{whole(abs(total))} {'more' if total > 0 else 'less'}"


def _told(today: Outcome, outcome: Outcome, total: Figure) -> Iterable[str]:
    yield f"{'; '.join(_changes(outcome))}."
    yield f"In all: {_to_today(total)}."
    moved = [s for s in by_school(today, outcome) if s.difference]
    more = sum(s.difference > 0 for s in moved)
    if moved:
        parts = [(more, "more"), (len(moved) - more, "less")]
        said = [f"{counted(n, 'school')} would pay {way}" for n, way in parts if n]
        yield f"{listed(said)}."


def _changes(outcome: Outcome, *, ranged: bool = False) -> Iterable[str]:
    """Yield what is proposed: schemes by their names, and no school by its own."""
    schemes = outcome.result.policy.schemes
    for alteration in outcome.scenario.alterations if outcome.scenario else ():
        row = alteration.says
        days = " ".join(
            f"{word} {long_date(day)}"
            for word, day in (("from", row.start), ("to", row.end))
            if day is not None
        )
        known = schemes.find(row.item) if row.changes == "scheme" else None
        item = known.name if known and known.name else row.item
        if row.changes == "agreement":
            item, column = "the agreement of one school or trust", ""
        else:
            column = "" if row.changes == "setting" else f", {row.column or 'Amount'}"
        value = YES_OR_NO.get(row.value, row.value)
        if ranged and outcome.scenario and alteration.place("value") == outcome.scenario.ranged:
            value = "each number"
        plain = IN_WORDS.get(
            (normal(row.column), row.value), IN_WORDS.get((normal(row.column), ""))
        )
        if row.changes == "scheme" and plain:
            yield f"{item}: {plain.format(value)} {days}".rstrip()
        else:
            yield f"{item}{column}: {value} {days}".rstrip()


def _needs(outcome: Outcome) -> Iterable[str]:
    """Yield what has to be there before it can be charged: agreements, rates, notice."""
    rows = outcome.scenario.alterations if outcome.scenario else ()
    codes = {normal(a.says.item) for a in rows if a.says.changes == "scheme"}
    lines = [x for x in outcome.result.lines if not codes or normal(x.scheme) in codes]
    asked = {x.laestab for x in lines if x.status == "asked"}
    if asked:
        yield f"{counted(len(asked), 'school')} would have to agree before they could be charged."
    if any(x.draft_rate and x.amount for x in lines):
        yield "Rates that are still drafts would have to be approved."
    named = [s for s in outcome.result.policy.schemes.rows if normal(s.code) in codes and s.in_use]
    days = max((s.notice_days for s in named), default=0)
    if days:
        yield f"Schools are charged from {counted(int(days), 'day')} after they were given notice."
