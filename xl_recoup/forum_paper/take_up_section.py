"""Who has agreed so far, scheme by scheme, and what hangs on those who have not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xl_recoup.contract import normal
from xl_recoup.contract.agreements_table import BINDING
from xl_recoup.forum.report import ForumReport
from xl_recoup.forum_paper.charged_section import group_of_scheme, rows_of, total_of
from xl_recoup.forum_paper.paper_parts import PaperCell, PaperSection, PaperTable, whole
from xl_recoup.policy.scheme_list import SchemeList
from xl_recoup.recovery.take_up import TakeUp, all_schemes, take_up
from xl_recoup.run.result import Result
from xl_recoup.words import counted, long_date

HEADING = "Who has agreed"
ANY = "Any of them"
PARTIES = ("school or trust", "schools and trusts")


def take_up_section(result: Result, report: ForumReport) -> PaperSection:
    """Return how many can only be charged by agreement, how many are bound, and what is asked.

    Pounds are those of the report, so that nothing which it hides can be worked out from here.
    """
    found = take_up(result.policy, result.lines)
    if not found:
        return PaperSection(HEADING, ["No school or trust has been asked for an agreement yet."])
    any_of_them = _counts(all_schemes(found))
    every, bound, refused, silent = any_of_them
    total = total_of(report)
    asked = whole(total.figure("Asked")) if total else "£0"
    return PaperSection(
        HEADING,
        [
            "The law provides for charges when a maintained school permanently excludes a pupil."
            " Everything else, and every charge to an academy, rests on an agreement. A trust"
            " answers for its schools.",
            f"As at {long_date(report.as_at)}, {bound} of {counted(every, *PARTIES)} that could"
            f" agree to something have done so, {_have(refused)} refused and {_have(silent)} not"
            f" answered. {asked} is asked of schools that are not bound; it stays a request until"
            " they agree.",
        ],
        tables=(
            PaperTable(
                "Agreements, by scheme: schools and trusts, and what is asked of those not bound",
                ("Scheme", "Bound by an agreement", "Refused", "No answer", "Asked for £"),
                [
                    *_rows(found, report, result.policy.schemes),
                    (ANY, *any_of_them[1:], total.figure("Asked") if total else None),
                ],
                total=True,
            ),
        ),
        in_short=f"{bound} of {counted(every, *PARTIES)} are bound by an agreement; {_have(silent)}"
        " not answered.",
    )


def _have(number: int) -> str:
    return f"{number} {'has' if number == 1 else 'have'}"


def _counts(found: Iterable[TakeUp]) -> tuple[int, int, int, int]:
    """Return how many schools and trusts there are, are bound, have refused, have not answered."""
    parties = {x.answer: len(x.parties) for x in found}
    every = sum(parties.values())
    bound = sum(number for answer, number in parties.items() if answer in BINDING)
    refused = parties.get("refused", 0)
    return every, bound, refused, every - bound - refused


def _rows(
    found: Sequence[TakeUp], report: ForumReport, schemes: SchemeList
) -> Iterable[tuple[PaperCell, ...]]:
    shown = {normal(row.group.partition(":")[0]): row for row in rows_of(report, "Scheme")}
    for code in dict.fromkeys(x.scheme for x in found):
        known, row = schemes.find(code), shown.get(normal(code))
        name = known.name if known and known.name else code
        name = group_of_scheme(row, report) if row else name
        _, *counts = _counts(x for x in found if x.scheme == code)
        yield name, *counts, row.figure("Asked") if row else None
