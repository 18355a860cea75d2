"""How each kind of setting is read: a choice, days, a number, a text, with what is allowed."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from xl_recoup.contract.columns import normal
from xl_recoup.contract.judged_fields import Field, Maker, Wrong

_WHOLE = re.compile(r"[-+]?\d+(\.0+)?", re.ASCII)


class Setting(Field):
    """A field that is a setting: its name as finance sees it, what is allowed, what it does."""

    name: str
    allowed: str
    note: str


def setting(name: str, note: str, default: Any, allowed: str, made: Maker | None = None) -> Any:
    """Return a setting of any kind; a maker makes its value of what a cell says."""
    field = Setting(default, made=made)
    field.name, field.note, field.allowed = name, note, allowed
    return field


def choice(of: Any, name: str, note: str, default: str) -> Any:
    """Return a setting that is one of a closed list, in whatever capitals and spaces it stands."""
    words = {normal(word): word for word in get_args(of)}

    def read(given: Any) -> Any:
        return words.get(normal(given), given) if isinstance(given, str) else given

    return setting(name, note, default, ", ".join(words.values()), read)


def days(name: str, note: str, default: int, *, least: int = 1, most: int = 366) -> Any:
    """Return a setting that is a number of days."""

    def read(given: Any) -> Any:
        found = _WHOLE.fullmatch(given.strip()) if isinstance(given, str) else None
        return _within(int(Decimal(found[0])) if found else given, least, most)

    return setting(name, note, default, f"a whole number from {least} to {most}", read)


def number(name: str, note: str, default: int, *, least: str = "0", most: int) -> Any:
    """Return a setting that is a number."""
    return setting(
        name, note, Decimal(default), f"a number from {least} to {most}", _decimal(least, most)
    )


def per_cent(name: str, note: str, default: int, *, least: int, most: int) -> Any:
    """Return a setting that is a number of per cent, and says so."""
    allowed = f"per cent, from {least} to {most}"
    return setting(name, note, Decimal(default), allowed, _decimal(str(least), most))


def text(name: str, note: str, default: str, allowed: str, *, form: str = "") -> Any:
    """Return a setting that is a text; `form` is the regular expression that it has to have."""

    def read(given: Any) -> Any:
        if isinstance(given, str) and re.search(form, given) is None:
            raise Wrong("has another form")
        return given

    return setting(name, note, default, allowed, read if form else None)


def _decimal(least: str, most: int) -> Maker:
    def read(given: Any) -> Any:
        try:
            found = Decimal(given) if isinstance(given, str) else given
        except InvalidOperation as error:
            raise Wrong("is not a number") from error
        if isinstance(found, Decimal) and not found.is_finite():
            raise Wrong("is not a number")
        return _within(found, Decimal(least), Decimal(most))

    return read


def _within(found: Any, least: Decimal | int, most: Decimal | int) -> Any:
    if not isinstance(found, int | Decimal) or not least <= found <= most:
        raise Wrong("is outside its limits")
    return found
