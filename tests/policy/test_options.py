"""The settings, typed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from xl_recoup.law.periods import FundingPeriod
from xl_recoup.policy.options import Options, setting_names

DEFAULTS = {
    "LA number": "305",
    "Financial year": FundingPeriod(2025),
    "As-at date": None,
    "Complete weeks": "inclusive",
    "Count starts": "sixth school day",
    "Leavers' year ends": "31 July",
    "Leavers' boundary": "on or after 1 April",
    "Who leaves": "highest year",
    "Day six next year": "new year counts",
    "Pupil-led funding": "all factors",
    "Pupil premium": "redetermined",
    "Area cost adjustment": Decimal(1),
    "Hold days": 56,
    "Place-plus adjustment": "below the threshold",
    "Regulations": "",
    "Contact": "",
    "Contact e-mail": "",
    "Contact telephone": "",
    "Contact address": "",
    "Payment days": 30,
    "Earlier version days": 90,
    "Letter templates": "",
    "Query days": 28,
    "Publication rounding": "exact",
    "Area cost adjustment of 1": "asked about",
    "Rate change": 15,
    "As-at date days": 31,
    "Taken back without asking": 10,
    "Rate moved without asking": 5,
    "Totals moved without asking": 20,
    "First reminder days": 7,
    "Second reminder days": 21,
    "Chair letter days": 42,
    "Referral days": 63,
    "Least sum reminded": 1,
}
ALLOWED = {
    "Complete weeks": ("inclusive", "exclusive", "calendar"),
    "Count starts": ("sixth school day", "exclusion date", "decision date", "off-roll date"),
    "Leavers' year ends": ("31 July", "31 August", "end of summer term"),
    "Leavers' boundary": ("on or after 1 April", "after 1 April"),
    "Who leaves": ("highest year", "highest year and Year 11"),
    "Day six next year": ("new year counts", "old year only"),
    "Pupil-led funding": ("all factors", "basic entitlement"),
    "Pupil premium": ("redetermined", "left alone"),
}


def _by_name(options: Options) -> dict[str, Any]:
    return {
        str(field.alias): getattr(options, name) for name, field in Options.model_fields.items()
    }


def test_defaults() -> None:
    """Every setting has the default that the contract names, and there are no others."""
    found = _by_name(Options())
    assert found.pop("Authority")
    assert found == DEFAULTS
    assert set(setting_names().values()) == {*DEFAULTS, "Authority"}


@pytest.mark.parametrize("name", ALLOWED)
def test_allowed_values(name: str) -> None:
    """A choice takes its values in any capitals, tells them to finance, and refuses others."""
    for value in ALLOWED[name]:
        given: dict[str, Any] = {name: f"  {value.upper()} "}
        assert _by_name(Options(**given))[name] == value
    field = next(f for f in Options.model_fields.values() if f.alias == name)
    assert isinstance(field.json_schema_extra, dict)
    assert field.json_schema_extra["allowed"] == ", ".join(ALLOWED[name])
    assert field.description
    for wrong in ("sometimes", 3):
        bad: dict[str, Any] = {name: wrong}
        with pytest.raises(ValidationError):
            Options(**bad)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("LA number", ["305"], ["3052", "30", "abc"]),
        ("Area cost adjustment", ["0.5", "2", "1.0827"], ["0.49", "2.01", "one"]),
        ("Hold days", ["0", "56", "366"], ["-1", "367", "1.5"]),
        ("Financial year", ["2024-25", FundingPeriod(2024)], ["2024-26", 2024]),
    ],
)
def test_ranges(name: str, good: list[Any], bad: list[Any]) -> None:
    """Numbers and years are taken inside their range and refused outside it."""
    for value in good:
        Options(**{name: value})
    for value in bad:
        with pytest.raises(ValidationError):
            Options(**{name: value})


NUMBERS = {
    str(field.alias): found
    for field in Options.model_fields.values()
    if isinstance(field.json_schema_extra, dict)
    and (found := re.search(r"from ([\d.]+) to (\d+)$", str(field.json_schema_extra["allowed"])))
}


def test_the_settings_with_limits() -> None:
    """Every setting that is a number says its limits."""
    assert set(NUMBERS) == {name for name, value in DEFAULTS.items() if _is_number(value)}


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal)


@pytest.mark.parametrize("name", NUMBERS)
def test_limits_are_those_that_the_sheet_says(name: str) -> None:
    """The least and the most that a setting's own words allow are taken, and nothing beyond."""
    least, most = map(Decimal, NUMBERS[name].groups())
    step = Decimal(1) if isinstance(DEFAULTS[name], int) else Decimal("0.01")
    for value in (least, most):
        assert _by_name(Options(**{name: str(value)}))[name] == value
    for value in (least - step, most + step):
        with pytest.raises(ValidationError):
            Options(**{name: str(value)})


def test_unknown_setting_is_refused() -> None:
    """A setting that does not exist is refused, not ignored."""
    unknown: dict[str, Any] = {"Complete week": "inclusive"}
    with pytest.raises(ValidationError):
        Options(**unknown)


def test_settings_do_not_change() -> None:
    """Options are frozen: a run can't change its own rules."""
    options: Any = Options()
    with pytest.raises(ValidationError):
        options.hold_days = 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Contact e-mail", "recoupment at example.gov.uk"),
        ("Contact telephone", "2075550000"),  # Excel has dropped the first 0
        ("Query days", "0"),
        ("Query days", "two weeks"),
    ],
)
def test_a_contact_that_no_school_could_reach_is_refused(name: str, value: str) -> None:
    """An address that is none, a number without its 0 and no days at all are not printed."""
    with pytest.raises(ValidationError):
        Options(**{name: value})
