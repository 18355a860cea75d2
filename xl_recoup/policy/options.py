"""The Settings table, typed: every choice that the law leaves open, with its default."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from xl_recoup.contract.columns import normal
from xl_recoup.contract.judged_fields import Judged
from xl_recoup.law.leavers import LeaversBoundary, LeaversYearEnds, WhoLeaves
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.law.weeks import WeeksReading
from xl_recoup.policy.setting_fields import Setting, choice, days, number, per_cent, setting, text

CountStarts = Literal["sixth school day", "exclusion date", "decision date", "off-roll date"]
DaySixNextYear = Literal["new year counts", "old year only"]
PupilLedFunding = Literal["all factors", "basic entitlement"]
PremiumReading = Literal["redetermined", "left alone"]
MultiplierOf1 = Literal["asked about", "confirmed"]
PublicationRounding = Literal["exact", "thousands and fives"]
PlacePlusReading = Literal["below the threshold", "all vacant places"]


def _year(given: Any) -> Any:
    return FundingPeriod.parse(given) if isinstance(given, str) else given


class Options(Judged):
    """The settings of one workbook, each given by its name as finance sees it."""

    fields: ClassVar[Mapping[str, Setting]]

    la_number: str = text(
        "LA number",
        "The authority's three-digit number.",
        "305",
        "three digits",
        form=r"^\d{3}\Z",
    )
    authority: str = text(
        "Authority",
        "The authority's name as it stands on statements.",
        "London Borough of Bromley",
        "text",
        form=r"\S",
    )
    financial_year: FundingPeriod = setting(
        "Financial year",
        "The funding period, 1 April to 31 March, that this workbook is for.",
        FundingPeriod(2025),
        "such as 2025-26",
        made=_year,
    )
    as_at: date | None = setting(
        "As-at date",
        "The day on which holds and future dates are judged; blank: the run's day.",
        None,
        "a date, or blank",
    )
    complete_weeks: WeeksReading = choice(
        WeeksReading,
        "Complete weeks",
        "inclusive: both days count; exclusive: not the first; calendar: whole Monday to Sunday"
        " weeks. The regulations do not say which.",
        "inclusive",
    )
    count_starts: CountStarts = choice(
        CountStarts,
        "Count starts",
        "The law counts from the sixth school day after the exclusion; another start is local"
        " policy and charges say so.",
        "sixth school day",
    )
    leavers_year_ends: LeaversYearEnds = choice(
        LeaversYearEnds,
        "Leavers' year ends",
        "The last day of the school year for pupils of a leaving age. The regulations name none.",
        "31 July",
    )
    leavers_boundary: LeaversBoundary = choice(
        LeaversBoundary,
        "Leavers' boundary",
        "The law says on or after 1 April; an operational guide says after.",
        "on or after 1 April",
    )
    who_leaves: WhoLeaves = choice(
        WhoLeaves,
        "Who leaves",
        "Which year groups normally leave a school; Leaving years on the Schools sheet overrides"
        " it for one school.",
        "highest year",
    )
    day_six_next_year: DaySixNextYear = choice(
        DaySixNextYear,
        "Day six next year",
        "Excluded in March with the sixth school day in April: the new year counts from that day,"
        " or neither year is charged.",
        "new year counts",
    )
    pupil_led_funding: PupilLedFunding = choice(
        PupilLedFunding,
        "Pupil-led funding",
        "What A contains: every pupil-led factor, or basic entitlement alone (local policy).",
        "all factors",
    )
    pupil_premium: PremiumReading = choice(
        PremiumReading,
        "Pupil premium",
        "Redetermined in the same way as the budget share, or left with the school.",
        "redetermined",
    )
    area_cost_adjustment: Decimal = number(
        "Area cost adjustment",
        "Multiplies pupil-led rates whose basis is before ACA. Bromley's own value is"
        " not published here: enter it.",
        1,
        least="0.5",
        most=2,
    )
    multiplier_of_1: MultiplierOf1 = choice(
        MultiplierOf1,
        "Area cost adjustment of 1",
        "While the multiplier is 1, rates before ACA are used as they stand: asked about, and not"
        " posted, until somebody has confirmed that it is 1 here.",
        "asked about",
    )
    rate_change: Decimal = per_cent(
        "Rate change",
        "A rate that is further than this from that of the year before is asked about.",
        15,
        least=1,
        most=1000,
    )
    as_at_days: int = days(
        "As-at date days",
        "An As-at date that lies further back than this on the day of the run is asked about.",
        31,
        most=3660,
    )
    hold_days: int = days(
        "Hold days",
        "Days after the exclusion before money moves; an open review holds it longer.",
        56,
        least=0,
    )
    place_plus: PlacePlusReading = choice(
        PlacePlusReading,
        "Place-plus adjustment",
        "Below the threshold, top-ups come back for the pupils that are missing to the threshold,"
        " or for all vacant places. The rule of 2015 can be read both ways.",
        "below the threshold",
    )
    regulations: str = text(
        "Regulations",
        "The citation of this year's regulations, once the lawyers have given it, such"
        " as: reg 39, SI 2024/66. Blank: the program's own table, which says so where it has none.",
        "",
        "text, or blank",
    )
    publication_rounding: PublicationRounding = choice(
        PublicationRounding,
        "Publication rounding",
        "What the Forum is shown: exact, or pounds to the nearest thousand and pupils to the"
        " nearest five, for those who publish often. Two exact reports show what lies between"
        " them.",
        "exact",
    )
    contact: str = text(
        "Contact",
        "Whom a school asks about its statement: a person or a team.",
        "",
        "text, or blank",
    )
    contact_email: str = text(
        "Contact e-mail",
        "The contact's e-mail address, as it stands on statements and letters.",
        "",
        "an e-mail address, or blank",
        form=r"^\Z|^[^@\s]+@[^@\s]+\Z",
    )
    contact_telephone: str = text(
        "Contact telephone",
        "The contact's telephone number. Type an apostrophe before it, so that Excel"
        " keeps its first 0.",
        "",
        "a number that begins with 0 or +, or blank",
        form=r"^([^1-9]|\Z)",
    )
    contact_address: str = text(
        "Contact address",
        "The address at the head of statements and letters, its lines divided by semicolons.",
        "",
        "text, or blank",
    )
    payment_days: int = days(
        "Payment days",
        "Days after the issue of an invoice by which it is to be paid.",
        30,
        least=0,
    )
    earlier_version_days: int = days(
        "Earlier version days",
        "Days after which the doctor names an earlier version of the workbook, to be deleted.",
        90,
        most=3660,
    )
    letter_templates: str = text(
        "Letter templates",
        "The folder of the authority's own letter templates, seen from the workbook's"
        " folder. Blank: those of the program.",
        "",
        "text, or blank",
    )
    query_days: int = days(
        "Query days", "Days that a school has to query a statement, or to answer a notice.", 28
    )
    first_reminder_days: int = days(
        "First reminder days",
        "Days after an invoice was to be paid, or a request answered, before a reminder. Those of"
        " all letters are the authority's to set.",
        7,
    )
    second_reminder_days: int = days(
        "Second reminder days", "Days after that same day before a second reminder.", 21
    )
    chair_letter_days: int = days(
        "Chair letter days",
        "Days after that same day before a letter to the chair of governors or of the trust.",
        42,
    )
    referral_days: int = days(
        "Referral days",
        "Days after an invoice was to be paid before people decide: netted off where agreed, or"
        " referred.",
        63,
    )
    least_reminded: Decimal = number(
        "Least sum reminded",
        "Pounds outstanding on an invoice below which nobody is reminded.",
        1,
        least="0.01",
        most=10_000,
    )
    taken_back_percentage: Decimal = number(
        "Taken back without asking",
        "Per cent of what is posted that the corrections of a posting may take back"
        " before it asks.",
        10,
        most=100,
    )
    rate_moved_percentage: Decimal = number(
        "Rate moved without asking",
        "Per cent by which a rate may move since the last posting before the next one asks.",
        5,
        most=1000,
    )
    totals_moved_percentage: Decimal = number(
        "Totals moved without asking",
        "Per cent by which all charges may move since the last posting before the next"
        " one asks; new placements, ended ones and days that pass do not count.",
        20,
        most=1000,
    )

    def __init__(self, **settings: Any) -> None:
        """Take the settings that are given, by the names that finance sees."""
        fields = {setting.name: field for field, setting in self.fields.items()}
        super().__init__(**{fields.get(name, name): v for name, v in settings.items()})


def setting_names() -> dict[str, str]:
    """Return every setting's name as finance sees it, by its normal form."""
    return {normal(setting.name): setting.name for setting in Options.fields.values()}
