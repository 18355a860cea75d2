"""What schools will have been charged by the end of the year, as far as it may be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from xl_recoup.closed_lists import BOOKED
from xl_recoup.forecast.forecast import forecast
from xl_recoup.forum.finest_groups import pupil_of
from xl_recoup.forum.report import Figure, ForumReport, figure
from xl_recoup.forum.suppression import FEWEST_SHOWN
from xl_recoup.forum_paper.charged_section import total_of
from xl_recoup.forum_paper.paper_parts import PaperSection, PaperTable, added, whole
from xl_recoup.money import ZERO
from xl_recoup.records import ChargeLine
from xl_recoup.run.result import Result
from xl_recoup.words import long_date


def forecast_section(result: Result, report: ForumReport) -> PaperSection:
    """Return what is charged, may be charged and is expected to 31 March, in three figures."""
    end = long_date(result.policy.period.end)
    heading, total = f"What it will be on {end}", total_of(report)
    expected = sum((row.expected or ZERO for row in forecast(result)), ZERO)
    more = figure(_rests_on_few(result), expected, report.rounding)
    parts: list[tuple[str, Figure]] = [
        ("Charged so far", total.figure("Posted") if total else ZERO),
        ("May be charged now", total.figure("Billable") if total else ZERO),
        (f"Expected from now to {end}", more),
    ]
    together = added(amount for _, amount in parts)
    return PaperSection(
        heading,
        [
            f"By {end} schools will have been charged {whole(together)}. That takes every place"
            " that is open now to last to its end or to that day, and adds the new places that the"
            " council expects. What is only asked of schools is not in it."
        ],
        tables=(
            PaperTable(
                f"Forecast to {end}",
                ("Part", "Pounds £"),
                [*parts, ("All", together)],
                total=True,
            ),
        ),
        in_short=f"By {end} schools will have been charged {whole(together)}, as things stand.",
    )


def _rests_on_few(result: Result) -> bool:
    """Say whether what is expected of places that are open is that of few pupils."""
    placements = {p.key: p for p in result.rows}

    def by_pupil(lines: Iterable[ChargeLine]) -> dict[str, Decimal]:
        sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for line in lines:
            if line.status in BOOKED:
                sums[pupil_of(line, placements)] += line.amount
        return sums

    now, then = by_pupil(result.lines), by_pupil(result.charges_at_year_end.lines)
    moved = {name for name in now.keys() | then.keys() if now[name] != then[name]}
    return 0 < len(moved) < FEWEST_SHOWN
