"""Who has agreed so far, and what it is worth: the schools and trusts that were asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from xl_recoup.closed_lists import AGREEMENT_STATUSES, AgreementStatus
from xl_recoup.contract import normal
from xl_recoup.forum.report import ForumReport
from xl_recoup.forum_paper.charged_section import total_of
from xl_recoup.forum_paper.paper_parts import PaperSection, PaperTable, whole
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.words import counted, long_date

WORDS: dict[AgreementStatus, str] = {
    "funding agreement": "Bound by their funding agreement",
    "signed": "Signed",
    "refused": "Refused",
    "no reply": "No reply yet",
}
BETTER_FIRST: tuple[AgreementStatus, ...] = ("signed", "funding agreement", "refused", "no reply")


def agreed_section(policy: Policy, report: ForumReport) -> PaperSection:
    """Return how many of those who were asked have answered, and how, as at the report's day."""
    heading, counts = "Who has agreed", _answers(policy)
    total = total_of(report)
    asked = whole(total.figure("Asked")) if total else "£0"
    if not counts:
        return PaperSection(heading, ["No school or trust has been asked for an agreement yet."])
    number = sum(counts.values())
    signed = counts["signed"] + counts["funding agreement"]
    answered = number - counts["no reply"]
    return PaperSection(
        heading,
        [
            "The law provides for charges when a pupil is permanently excluded from a maintained"
            " school. Everything else, and every charge to an academy, rests on an agreement. An"
            " agreement of a trust counts for its schools.",
            f"As at {long_date(report.as_at)}, {answered} of"
            f" {counted(number, 'school or trust', 'schools and trusts')} that were asked have"
            f" answered and {signed} are bound by an agreement. What is asked of schools that are"
            f" not comes to {asked}.",
        ],
        tables=(
            PaperTable(
                "Answers of schools and trusts that were asked to agree",
                ("Answer", "Schools and trusts"),
                [
                    *((WORDS[s], counts[s]) for s in AGREEMENT_STATUSES),
                    ("All", number),
                ],
                total=True,
            ),
        ),
        in_short=f"{signed} of {counted(number, 'school or trust', 'schools and trusts')} that were"
        " asked are bound by an agreement.",
    )


def _answers(policy: Policy) -> Counter[AgreementStatus]:
    """Return how many parties stand where: a party that agreed to anything has agreed."""
    best: dict[str, AgreementStatus] = {}
    for party, status in _current(policy):
        before = best.get(party)
        if before is None or BETTER_FIRST.index(status) < BETTER_FIRST.index(before):
            best[party] = status
    return Counter(best.values())


def _current(policy: Policy) -> Iterable[tuple[str, AgreementStatus]]:
    for row in policy.agreements.rows:
        if row.covers(policy.as_at) and row.status in AGREEMENT_STATUSES:
            yield normal(row.party), row.status
