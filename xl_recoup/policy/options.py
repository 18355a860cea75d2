"""The Settings table, typed: every choice that the law leaves open, with its default."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from xl_recoup.contract import normal
from xl_recoup.law.leavers import LeaversBoundary, LeaversYearEnds, WhoLeaves
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.law.weeks import WeeksReading

CountStarts = Literal["sixth school day", "exclusion date", "decision date", "off-roll date"]
DaySixNextYear = Literal["new year counts", "old year only"]
PupilLedFunding = Literal["all factors", "basic entitlement"]
PremiumReading = Literal["redetermined", "left alone"]
MultiplierOf1 = Literal["asked about", "confirmed"]
PublicationRounding = Literal["exact", "thousands and fives"]
PlacePlusReading = Literal["below the threshold", "all vacant places"]


def _one_of(choices: Any) -> BeforeValidator:
    allowed = {normal(c): c for c in get_args(choices)}
    return BeforeValidator(lambda v: allowed.get(normal(v), v) if isinstance(v, str) else v)


def _chosen(choices: Any, name: str, note: str, default: str) -> Any:
    allowed = ", ".join(get_args(choices))
    return Field(
        default=default, alias=name, description=note, json_schema_extra={"allowed": allowed}
    )


def _days(name: str, note: str, default: int, *, least: int = 1, most: int = 366) -> Any:
    said = {"allowed": f"a whole number from {least} to {most}"}
    return Field(
        default, alias=name, ge=least, le=most, description=note, json_schema_extra=dict(said)
    )


class Options(BaseModel):
    """The settings of one workbook. Each field's alias is the setting's name as finance sees it."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    la_number: str = Field(
        "305",
        alias="LA number",
        pattern=r"^\d{3}$",
        description="The authority's three-digit number.",
        json_schema_extra={"allowed": "three digits"},
    )
    authority: str = Field(
        "London Borough of Bromley",
        alias="Authority",
        min_length=1,
        description="The authority's name as it stands on statements.",
        json_schema_extra={"allowed": "text"},
    )
    financial_year: FundingPeriod = Field(
        FundingPeriod(2025),
        alias="Financial year",
        description="The funding period, 1 April to 31 March, that this workbook is for.",
        json_schema_extra={"allowed": "such as 2025-26"},
    )
    as_at: date | None = Field(
        None,
        alias="As-at date",
        description="The day on which holds and future dates are judged; blank: the run's day.",
        json_schema_extra={"allowed": "a date, or blank"},
    )
    complete_weeks: Annotated[WeeksReading, _one_of(WeeksReading)] = _chosen(
        WeeksReading,
        "Complete weeks",
        "inclusive: both days count; exclusive: not the first; calendar: whole Monday to Sunday"
        " weeks. The regulations do not say which.",
        "inclusive",
    )
    count_starts: Annotated[CountStarts, _one_of(CountStarts)] = _chosen(
        CountStarts,
        "Count starts",
        "The law counts from the sixth school day after the exclusion; another start is local"
        " policy and charges say so.",
        "sixth school day",
    )
    leavers_year_ends: Annotated[LeaversYearEnds, _one_of(LeaversYearEnds)] = _chosen(
        LeaversYearEnds,
        "Leavers' year ends",
        "The last day of the school year for pupils of a leaving age. The regulations name none.",
        "31 July",
    )
    leavers_boundary: Annotated[LeaversBoundary, _one_of(LeaversBoundary)] = _chosen(
        LeaversBoundary,
        "Leavers' boundary",
        "The law says on or after 1 April; an operational guide says after.",
        "on or after 1 April",
    )
    who_leaves: Annotated[WhoLeaves, _one_of(WhoLeaves)] = _chosen(
        WhoLeaves,
        "Who leaves",
        "Which year groups normally leave a school; Leaving years on the Schools sheet overrides"
        " it for one school.",
        "highest year",
    )
    day_six_next_year: Annotated[DaySixNextYear, _one_of(DaySixNextYear)] = _chosen(
        DaySixNextYear,
        "Day six next year",
        "Excluded in March with the sixth school day in April: the new year counts from that day,"
        " or neither year is charged.",
        "new year counts",
    )
    pupil_led_funding: Annotated[PupilLedFunding, _one_of(PupilLedFunding)] = _chosen(
        PupilLedFunding,
        "Pupil-led funding",
        "What A contains: every pupil-led factor, or basic entitlement alone (local policy).",
        "all factors",
    )
    pupil_premium: Annotated[PremiumReading, _one_of(PremiumReading)] = _chosen(
        PremiumReading,
        "Pupil premium",
        "Redetermined in the same way as the budget share, or left with the school.",
        "redetermined",
    )
    area_cost_adjustment: Decimal = Field(
        Decimal(1),
        alias="Area cost adjustment",
        ge=Decimal("0.5"),
        le=Decimal(2),
        description="Multiplies pupil-led rates whose basis is before ACA. Bromley's own value is"
        " not published here: enter it.",
        json_schema_extra={"allowed": "a number from 0.5 to 2"},
    )
    multiplier_of_1: Annotated[MultiplierOf1, _one_of(MultiplierOf1)] = _chosen(
        MultiplierOf1,
        "Area cost adjustment of 1",
        "While the multiplier is 1, rates before ACA are used as they stand: asked about, and not"
        " posted, until somebody has confirmed that it is 1 here.",
        "asked about",
    )
    rate_change: Decimal = Field(
        Decimal(15),
        alias="Rate change",
        ge=1,
        le=1000,
        description="A rate that is further than this from that of the year before is asked about.",
        json_schema_extra={"allowed": "per cent, from 1 to 1000"},
    )
    as_at_days: int = _days(
        "As-at date days",
        "An As-at date that lies further back than this on the day of the run is asked about.",
        31,
        most=3660,
    )
    hold_days: int = _days(
        "Hold days",
        "Days after the exclusion before money moves; an open review holds it longer.",
        56,
        least=0,
    )
    place_plus: Annotated[PlacePlusReading, _one_of(PlacePlusReading)] = _chosen(
        PlacePlusReading,
        "Place-plus adjustment",
        "Below the threshold, top-ups come back for the pupils that are missing to the threshold,"
        " or for all vacant places. The rule of 2015 can be read both ways.",
        "below the threshold",
    )
    regulations: str = Field(
        "",
        alias="Regulations",
        description="The citation of this year's regulations, once the lawyers have given it, such"
        " as: reg 39, SI 2024/66. Blank: the program's own table, which says so where it has none.",
        json_schema_extra={"allowed": "text, or blank"},
    )
    publication_rounding: Annotated[PublicationRounding, _one_of(PublicationRounding)] = _chosen(
        PublicationRounding,
        "Publication rounding",
        "What the Forum is shown: exact, or pounds to the nearest thousand and pupils to the"
        " nearest five, for those who publish often. Two exact reports show what lies between"
        " them.",
        "exact",
    )
    contact: str = Field(
        "",
        alias="Contact",
        description="Whom a school asks about its statement: a person or a team.",
        json_schema_extra={"allowed": "text, or blank"},
    )
    contact_email: str = Field(
        "",
        alias="Contact e-mail",
        pattern=r"^$|^[^@\s]+@[^@\s]+$",
        description="The contact's e-mail address, as it stands on statements and letters.",
        json_schema_extra={"allowed": "an e-mail address, or blank"},
    )
    contact_telephone: str = Field(
        "",
        alias="Contact telephone",
        pattern=r"^([^1-9]|$)",
        description="The contact's telephone number. Type an apostrophe before it, so that Excel"
        " keeps its first 0.",
        json_schema_extra={"allowed": "a number that begins with 0 or +, or blank"},
    )
    contact_address: str = Field(
        "",
        alias="Contact address",
        description="The address at the head of statements and letters, its lines divided by"
        " semicolons.",
        json_schema_extra={"allowed": "text, or blank"},
    )
    payment_days: int = _days(
        "Payment days",
        "Days after the issue of an invoice by which it is to be paid.",
        30,
        least=0,
    )
    earlier_version_days: int = _days(
        "Earlier version days",
        "Days after which the doctor names an earlier version of the workbook, to be deleted.",
        90,
        most=3660,
    )
    letter_templates: str = Field(
        "",
        alias="Letter templates",
        description="The folder of the authority's own letter templates, seen from the workbook's"
        " folder. Blank: those of the program.",
        json_schema_extra={"allowed": "text, or blank"},
    )
    query_days: int = _days(
        "Query days", "Days that a school has to query a statement, or to answer a notice.", 28
    )
    first_reminder_days: int = _days(
        "First reminder days",
        "Days after an invoice was to be paid, or a request answered, before a reminder. Those of"
        " all letters are the authority's to set.",
        7,
    )
    second_reminder_days: int = _days(
        "Second reminder days", "Days after that same day before a second reminder.", 21
    )
    chair_letter_days: int = _days(
        "Chair letter days",
        "Days after that same day before a letter to the chair of governors or of the trust.",
        42,
    )
    referral_days: int = _days(
        "Referral days",
        "Days after an invoice was to be paid before people decide: netted off where agreed, or"
        " referred.",
        63,
    )
    least_reminded: Decimal = Field(
        Decimal(1),
        alias="Least sum reminded",
        ge=Decimal("0.01"),
        le=10_000,
        description="Pounds outstanding on an invoice below which nobody is reminded.",
        json_schema_extra={"allowed": "a number from 0.01 to 10000"},
    )
    taken_back_percentage: Decimal = Field(
        Decimal(10),
        alias="Taken back without asking",
        ge=0,
        le=100,
        description="Per cent of what is posted that the corrections of a posting may take back"
        " before it asks.",
        json_schema_extra={"allowed": "a number from 0 to 100"},
    )
    rate_moved_percentage: Decimal = Field(
        Decimal(5),
        alias="Rate moved without asking",
        ge=0,
        le=1000,
        description="Per cent by which a rate may move since the last posting before the next one"
        " asks.",
        json_schema_extra={"allowed": "a number from 0 to 1000"},
    )
    totals_moved_percentage: Decimal = Field(
        Decimal(20),
        alias="Totals moved without asking",
        ge=0,
        le=1000,
        description="Per cent by which all charges may move since the last posting before the next"
        " one asks; new placements, ended ones and days that pass do not count.",
        json_schema_extra={"allowed": "a number from 0 to 1000"},
    )

    @field_validator("financial_year", mode="before")
    @classmethod
    def _read_year(cls, value: object) -> object:
        return FundingPeriod.parse(value) if isinstance(value, str) else value


def setting_names() -> dict[str, str]:
    """Return every setting's name as finance sees it, by its normal form."""
    return {normal(str(f.alias)): str(f.alias) for f in Options.model_fields.values()}
