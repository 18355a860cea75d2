"""What each service costs, what pays for it, and what the Forum would have to agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xl_recoup.accounts.service_position import ServicePosition
from xl_recoup.closed_lists import SERVICE_MONEY, ServiceMoney
from xl_recoup.contract import normal
from xl_recoup.forum.report import HIDDEN, Figure, ForumReport, figure
from xl_recoup.forum_paper.charged_section import rows_of
from xl_recoup.forum_paper.paper_parts import (
    PaperCell,
    PaperChart,
    PaperSection,
    PaperTable,
    added,
    bar,
    whole,
)
from xl_recoup.money import to_pence
from xl_recoup.policy.scheme_list import SchemeList
from xl_recoup.words import in_figures

WORDS: dict[ServiceMoney, str] = {
    "cost": "What it costs",
    "DSG": "Paid from the DSG",
    "authority contribution": "Paid by the council",
    "other income": "Other income",
    "recouped elsewhere": "Recouped before, or elsewhere",
}
CHARGED = "Charged to schools, or may be charged now"


class _Shown:
    """One position, as far as it may be shown."""

    def __init__(self, position: ServicePosition, report: ForumReport, codes: Sequence[str]):
        self.position, self._report = position, report
        self.charged = self._of("Posted", "Billable", codes=codes)
        asked = self._of("Asked", codes=codes)
        self.gap = self._after(position.gap, self.charged)
        self.gap_if_all = self._after(position.gap_if_all_paid, self.charged, asked)

    def _of(self, *columns: str, codes: Sequence[str]) -> Figure:
        """Return what the schemes of a service come to: shown where each of them is."""
        if self.position.financial_year != self._report.year:
            return Decimal(0)
        rows = [
            row for row in rows_of(self._report, "Scheme")
            if normal(row.group.partition(":")[0]) in codes
        ]  # fmt: skip
        return added(row.figure(column) for row in rows for column in columns)

    def _after(self, pounds: Decimal | None, *rests_on: Figure) -> Figure | None:
        if pounds is None:
            return None
        return figure(HIDDEN in rests_on, pounds, self._report.rounding)

    def money(self, what: ServiceMoney) -> Figure | None:
        held = self.position.money.get(what)
        return None if held is None else figure(False, held, self._report.rounding)

    @property
    def when(self) -> str:
        return f"{self.position.financial_year}, {self.position.basis}"

    @property
    def name(self) -> str:
        return f"{self.position.name}, {self.when}"


def service_section(
    positions: Sequence[ServicePosition], report: ForumReport, schemes: SchemeList
) -> PaperSection:
    """Return the position of every service, and the sentence on closing the gap of this year's."""
    heading = "What the service costs, and who pays for it"
    if not positions:
        return PaperSection(
            heading,
            ["No service's cost is entered in the workbook (sheet Services), so whether the service"
             " pays for itself can't be said."],
        )  # fmt: skip
    made = [_Shown(p, report, _codes(p, schemes)) for p in positions]
    now = [one for one in made if one.position.financial_year == report.year] or made[-1:]
    told = [words for one in now for words in _told(one)]
    return PaperSection(
        heading,
        [
            "The gap is what a service costs, less all that pays for it: the dedicated schools"
            " grant (DSG), the council's own contribution, other income, and what schools are"
            " charged. A gap below 0 is money left over.",
            *told,
        ],
        tables=tuple(_tables(made)),
        charts=tuple(map(_chart, now[:1])),
        in_short=told[0] if told else "",
    )


def _tables(made: Sequence[_Shown]) -> Iterable[PaperTable]:
    """Yield a table for each service, its years and bases beside one another."""
    for service in dict.fromkeys(one.position.service for one in made):
        held = [one for one in made if one.position.service == service]
        called = held[0].position.name
        rows: list[tuple[PaperCell, ...]] = [
            (WORDS[what], *(one.money(what) for one in held))
            for what in SERVICE_MONEY
            if any(one.money(what) is not None for one in held)
        ]
        rows += [
            (CHARGED, *(one.charged for one in held)),
            ("Gap", *(one.gap for one in held)),
            ("Gap if every school that is asked paid", *(one.gap_if_all for one in held)),
        ]
        yield PaperTable(
            f"{called}: what it costs, who pays for it, and the gap",
            ("Line", *(f"{one.when} £" for one in held)),
            rows,
        )


def _codes(position: ServicePosition, schemes: SchemeList) -> list[str]:
    """Return the codes, as they are compared, of the schemes that recoup a service."""
    wanted = normal(position.service)
    firsts = {normal(row.code): row.service for row in reversed(schemes.rows) if row.service}
    return [code for code, service in firsts.items() if normal(service) == wanted]


def _told(one: _Shown) -> list[str]:
    cost, gap, p = one.money("cost"), one.gap, one.position
    if cost is None or gap is None:
        return [f"{one.name}: no cost is entered, so its position can't be said."]
    costs = f"{p.name}: it costs {whole(cost)} in {p.financial_year} ({p.basis})."
    if not isinstance(gap, Decimal):
        return [f"{costs} Its gap rests on too few pupils to be shown."]
    said = [f"{costs} With what schools are charged or may be charged now, it {_short(gap)}."]
    percentage = p.closing_percentage
    if percentage is None:
        said.append("Nothing is charged for it, so no change of the charges alone closes the gap.")
    elif gap:
        way = "rise" if percentage > 0 else "fall"
        said.append(
            f"To close the gap, these charges would have to {way} by"
            f" {in_figures(abs(to_pence(percentage)))} per cent, which the Forum would have to"
            f" agree, or somebody else would have to pay {whole(abs(gap))}"
            f" {'more' if gap > 0 else 'less'}."
        )
    if isinstance(one.gap_if_all, Decimal) and one.gap_if_all != gap:
        left = _short(one.gap_if_all)
        said.append(f"If every school that is asked agreed and paid, it {left}.")
    return said


def _short(gap: Decimal) -> str:
    return f"is {whole(gap)} short" if gap > 0 else f"has {whole(-gap)} left over"


def _chart(one: _Shown) -> PaperChart:
    parts: list[tuple[str, Figure]] = [
        (WORDS[what], held) for what in SERVICE_MONEY if (held := one.money(what)) is not None
    ]
    parts.append((CHARGED, one.charged))
    if one.gap is not None:
        parts.append(("Gap", one.gap))
    return PaperChart(f"{one.name}: what it costs and what pays for it", [bar(*p) for p in parts])
