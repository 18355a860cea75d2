"""Values as cells of a sheet's XML: what stands after a cell's place and style."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from xl_recoup.book.dates import serial_of
from xl_recoup.book.xmltext import escaped
from xl_recoup.errors import Refused
from xl_recoup.tables import Formula, OutCell

LONGEST_TEXT = 32_767
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile('[&<>"\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x')
_LOOSE = re.compile(r"^\s|\s$|[\t\n]|  ")


def stored_text(text: str) -> str:
    """Return text as Excel stores it: markup escaped, what XML can't hold as `_x000D_`."""
    if not _SPECIAL.search(text):
        return text
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return escaped(text)


def plain_number(value: Decimal | float) -> str:
    """Return a number in digits, exactly and without an exponent where Decimal gives one."""
    text = str(value)
    if "n" in text or "N" in text:
        raise ValueError(f"{value} can't stand in a cell")
    if isinstance(value, float):
        return text[:-2] if text.endswith(".0") else text
    return format(value, "f") if "E" in text else text


class _Texts(dict[str | None, str]):
    """The tail of a text cell, made once for each text."""

    def __init__(self, writer: CellWriter) -> None:
        super().__init__({None: "/>", "": "/>"})
        self._writer = writer

    def __missing__(self, text: str | None) -> str:
        tail = self[text] = self._writer.text(text or "")
        return tail


class _Days(dict[date | None, str]):
    """The tail of a day's cell, made once for each day."""

    def __init__(self, writer: CellWriter) -> None:
        super().__init__({None: "/>"})
        self._writer = writer

    def __missing__(self, day: date | None) -> str:
        tail = self[day] = self._writer.day(day)
        return tail


class CellWriter:
    """Writes the tails of cells: from after the style to the closing tag.

    A blank cell's tail is `/>`.
    """

    def __init__(self, prefix: str, date_1904: bool) -> None:
        """Write for a sheet with this prefix and date system."""
        self.prefix = prefix
        self.date_1904 = date_1904
        self._end = f"</{prefix}c>"

    @cached_property
    def _texts(self) -> _Texts:
        return _Texts(self)

    @cached_property
    def _days(self) -> _Days:
        return _Days(self)

    def column(self, values: Sequence[OutCell]) -> list[str]:
        """Return the tails of a column of values; the common kinds of column go fast."""
        kinds = set(map(type, values)) - {type(None)}
        if kinds <= {str}:
            return list(map(self._texts.__getitem__, values))  # type: ignore[arg-type]
        if kinds == {date}:
            return list(map(self._days.__getitem__, values))  # type: ignore[arg-type]
        if len(kinds) == 1:
            tail = self._kind(kinds.pop())
            return ["/>" if value is None else tail(value) for value in values]
        return [self._kind(type(value))(value) for value in values]

    def _kind(self, kind: type) -> Callable[..., str]:
        found = self._writers.get(kind)
        if found is None:
            found = next((w for k, w in self._writers.items() if issubclass(kind, k)), None)
            if found is None:
                raise TypeError(f"{kind.__name__} can't be written to a cell")
            self._writers[kind] = found
        return found

    @cached_property
    def _writers(self) -> dict[type, Callable[..., str]]:
        return {
            str: self._texts.__getitem__,
            Formula: self.formula,
            bool: lambda value: f' t="b"{self._value(str(int(value)))}',
            Decimal: lambda value: self._value(plain_number(value)),
            int: lambda value: self._value(str(value)),
            float: lambda value: self._value(plain_number(value)),
            datetime: self.day,
            date: self._days.__getitem__,
            type(None): lambda _: "/>",
        }

    def _value(self, text: str) -> str:
        p = self.prefix
        return f"><{p}v>{text}</{p}v>{self._end}"

    def text(self, text: str) -> str:
        """Return the tail of a cell with text in it."""
        if len(text) > LONGEST_TEXT:
            raise Refused(
                f"A text of {len(text):,} characters is too long for an Excel cell, which holds "
                f"{LONGEST_TEXT:,}."
            )
        space = ' xml:space="preserve"' if _LOOSE.search(text) else ""
        p = self.prefix
        inner = f"<{p}is><{p}t{space}>{stored_text(text)}</{p}t></{p}is>"
        return f' t="inlineStr">{inner}{self._end}'

    def day(self, day: date | None) -> str:
        """Return the tail of a cell with a day, or a day and a time, in it."""
        if day is None:
            return "/>"
        return self._value(plain_number(serial_of(day, self.date_1904)))

    def formula(self, cell: Formula) -> str:
        """Return the tail of a cell with a formula and the value it has now."""
        p, value = self.prefix, cell.value
        stated = f"><{p}f>{escaped(cell.text)}</{p}f>"
        if value is None:
            return f"{stated}{self._end}"
        if isinstance(value, str):
            return f' t="str"{stated}<{p}v>{stored_text(value)}</{p}v>{self._end}'
        if isinstance(value, bool):
            return f' t="b"{stated}<{p}v>{int(value)}</{p}v>{self._end}'
        number = serial_of(value, self.date_1904) if isinstance(value, date) else value
        return f"{stated}<{p}v>{plain_number(Decimal(number))}</{p}v>{self._end}"
