"""The paper from a run and a comparison: every section in its order, and the recommendations."""

from __future__ import annotations

from xl_recoup.comparison.compare import Comparison
from xl_recoup.forum.report import ForumReport, forum_report
from xl_recoup.forum_paper.charged_section import charged_section
from xl_recoup.forum_paper.forecast_section import forecast_section
from xl_recoup.forum_paper.paid_section import paid_section
from xl_recoup.forum_paper.paper_parts import ForumPaper, PaperSection
from xl_recoup.forum_paper.proposals_section import proposals_section
from xl_recoup.forum_paper.recovery_section import recovery_section
from xl_recoup.forum_paper.service_section import service_section
from xl_recoup.forum_paper.shown_debts import ShownDebts
from xl_recoup.forum_paper.take_up_section import take_up_section
from xl_recoup.law.instruments import INSTRUMENTS, citation
from xl_recoup.outputs.year_so_far import service_positions
from xl_recoup.run.result import Result
from xl_recoup.words import long_date


def whole_paper(result: Result, comparison: Comparison | None) -> ForumPaper:
    """Return the paper for the Forum: no school and no pupil is named, and few are never shown.

    `comparison` is that of the workbook's scenarios; None where it has none.
    """
    policy, report, debts = result.policy, forum_report(result), ShownDebts(result)
    options = policy.options
    sections = [
        charged_section(report),
        service_section(service_positions(result), report, policy.schemes),
        proposals_section(comparison, report.rounding),
        take_up_section(result, report),
        paid_section(debts),
        recovery_section(debts),
        forecast_section(result, report),
        _recommendations(comparison),
    ]
    return ForumPaper(
        authority=options.authority,
        title=f"Alternative provision: who pays, {report.year}",
        as_at=policy.as_at,
        contact=", ".join(filter(None, (options.contact, options.contact_email))),
        sections=[section for section in sections if section is not None],
        notes=_notes(result, report),
    )


def _recommendations(comparison: Comparison | None) -> PaperSection:
    proposed = comparison is not None and bool(comparison.outcomes)
    asked = [
        "note what schools are charged and asked for, and how the service stands;",
        *(
            ["say which of the proposals it supports, if any, and from when;"]
            if proposed
            else ["say whether the present terms should stay as they are;"]
        ),
        "say how the gap of the service, if there is one, should be closed;",
        "ask those schools and trusts that have not answered to do so.",
    ]
    return PaperSection(
        "What the Forum is asked to do",
        [
            "[Drafts: edit them before the paper is sent. What to recommend is for its authors.]"
            " The Forum is asked to:"
        ],
        asked,
    )


def _notes(result: Result, report: ForumReport) -> list[str]:
    options = result.policy.options
    period = result.policy.period
    law = options.regulations or (
        f"the School and Early Years Finance (England) Regulations for {period}"
        + (f" ({citation(period)})" if period in INSTRUMENTS else " [add their number]")
    )
    said = [
        f"Figures are as at {long_date(report.as_at)}, for the financial year {report.year} (1"
        " April to 31 March). They come from the council's own workbook. Every school can have the"
        " working of each of its charges.",
        f"Permanent exclusions are charged under {law}. Everything else is the authority's own"
        " policy and rests on agreement.",
        "Not shown: a figure that rests on fewer than 5 pupils, and further figures where the rest"
        " would give it away. A pupil under two schemes counts in both, and once in the total.",
    ]
    if report.rounding != "exact":
        said.append(
            "Pounds are rounded to the nearest thousand and pupils to the nearest five, so sums may"
            " differ from their parts."
        )
    else:
        said.append("Pounds are rounded to the nearest pound, so sums may differ by a pound.")
    return said
