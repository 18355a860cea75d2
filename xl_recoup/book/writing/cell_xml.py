"""Values as cells of a sheet's XML.

A column of values becomes a column of cells with `\\0` where the number of the row goes: XML holds
no such character, so a whole row takes its number in one replacement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from xl_recoup.book.package.serial_days import serial_of
from xl_recoup.book.package.xmltext import escaped
from xl_recoup.errors import Refused
from xl_recoup.harmless_text import cleaned
from xl_recoup.tables import Digits, Formula, OutCell

LONGEST_TEXT = 32_767
# What XML has no way to say, and the carriage return, which every reader makes a line feed of.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# A text that says `_x0041_` itself would be read as A: its first sign is escaped, `_x005F_x0041_`.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# Spaces that a reader drops or joins unless `xml:space="preserve"` stands with the text.
_LOOSE = re.compile(r"^\s|\s$|[\t\n]|  ")
# In digits: an exponent (`1E+7`), and `NaN`, `Infinity`.
_NO_PLAIN_NUMBER = re.compile("[A-Za-z]")


def stored_text(text: str) -> str:
    """Return text as Excel stores it: cleaned, markup escaped, a line end's `\r` as `_x000D_`."""
    if not text.isprintable():
        text = cleaned(text)
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    if not text.isprintable():
        text = _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return escaped(text)


def plain_number(value: Decimal | float) -> str:
    """Return a number in digits, exactly and without an exponent where Decimal gives one."""
    text = str(value)
    if not _NO_PLAIN_NUMBER.search(text):
        return text[:-2] if text.endswith(".0") and isinstance(value, float) else text
    if "n" in text or "N" in text:
        raise ValueError(f"{value} can't stand in a cell")
    return text if isinstance(value, float) else format(value, "f")


def is_plain(text: str) -> bool:
    """Say whether a text is stored as it stands, its markup escaped, and no space in it is lost."""
    if not text.isprintable() or "_x" in text or "  " in text:
        return False
    return bool(text) and text[0] != " " != text[-1] and len(text) <= LONGEST_TEXT


def _special(text: str) -> bool:
    """Say whether there may be more to storing a text than copying it."""
    # Searches for a fixed text are several times as fast as one pattern over them all.
    marked = "&" in text or "<" in text or ">" in text or '"' in text
    return marked or "_x" in text or "  " in text or not text.isprintable()


def _refuse_long(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise Refused(
            f"A text of {len(text):,} characters is too long for an Excel cell, which holds "
            f"{LONGEST_TEXT:,}."
        )


class CellWriter:
    """Writes columns of cells, each from its head (`<c r="A\\0" s="5"`) to its closing tag."""

    def __init__(self, prefix: str, date_1904: bool) -> None:
        """Write for a sheet with this prefix and date system."""
        self.prefix = prefix
        self.date_1904 = date_1904
        self._start, self._end = f"><{prefix}v>", f"</{prefix}v></{prefix}c>"
        self._text = f' t="str"{self._start}'
        self._formulas: dict[str, str] = {}
        self._shared: dict[str, str] = {}

    def column(self, values: Sequence[OutCell], head: str = "", blank: str = "/>") -> list[str]:
        """Return the cells of a column; `blank` is a whole cell without a value."""
        # By column and not by cell: what kind of values it has is asked once, and each text that
        # comes again, such as a scheme's code, is made once.
        kinds = set(map(type, values)) - {type(None)}
        if kinds <= {str}:
            made = self._texts(set(values), head)  # type: ignore[arg-type]
            made[None] = made[""] = blank
            return list(map(made.__getitem__, values))  # type: ignore[arg-type]
        if kinds == {date}:
            days = {day: head + self.day(day) if day else blank for day in set(values)}  # type: ignore[arg-type]
            return list(map(days.__getitem__, values))
        if kinds in ({Decimal}, {int}, {Digits}):
            return self._numbers(values, head + self._start, blank)
        if kinds == {Formula}:
            return self._same_formula(values, head, blank)  # type: ignore[arg-type]
        return self._one_by_one(values, head, blank)

    def _texts(self, texts: set[str | None], head: str) -> dict[str | None, str]:
        """Return the cells of these texts, checked together: most hold nothing special."""
        shared = self._shared
        made: dict[str | None, str] = {t: head + shared[t] for t in texts if t and t in shared}
        held = [text for text in texts if text and text not in made]
        # The bars tell a space at a text's end from one inside it.
        joined = f"|{'|'.join(held)}|"
        if _special(joined) or "| " in joined or " |" in joined:
            return made | {text: head + self.text(text) for text in held}
        _refuse_long(max(held, key=len, default=""))
        start, end = head + self._text, self._end
        return made | {text: f"{start}{text}{end}" for text in held}

    def _same_formula(self, values: Sequence[Formula | None], head: str, blank: str) -> list[str]:
        """Return the cells of a column of formulas; fast where they are one, over numbers."""
        held = [value for value in values if value]
        texts = {formula.text for formula in held}
        if len(texts) > 1 or {type(formula.value) for formula in held} != {Decimal}:
            return self._one_by_one(values, head, blank)
        start = f"{head}{self._stated(texts.pop())}{self._start[1:]}"
        return self._numbers([value.value if value else None for value in values], start, blank)

    def _one_by_one(self, values: Sequence[OutCell], head: str, blank: str) -> list[str]:
        return [
            blank if value is None or value == "" else head + self._tail(type(value))(value)
            for value in values
        ]

    def _numbers(self, values: Sequence[OutCell], start: str, blank: str) -> list[str]:
        digits = ["" if value is None else str(value) for value in values]
        if _NO_PLAIN_NUMBER.search("".join(digits)):
            digits = [
                plain_number(Decimal(value)) if isinstance(value, Decimal | Digits) else text
                for value, text in zip(values, digits, strict=True)
            ]
        end = self._end
        return [f"{start}{text}{end}" if text else blank for text in digits]

    def _tail(self, kind: type) -> Callable[..., str]:
        found = self._tails.get(kind)
        if found is None:
            found = next((w for k, w in self._tails.items() if issubclass(kind, k)), None)
            if found is None:
                raise TypeError(f"{kind.__name__} can't be written to a cell")
            self._tails[kind] = found
        return found

    @cached_property
    def _tails(self) -> dict[type, Callable[..., str]]:
        return {
            Digits: lambda value: self._value(plain_number(Decimal(value))),
            str: self.text,
            Formula: self.formula,
            bool: lambda value: f' t="b"{self._value(str(int(value)))}',
            Decimal: lambda value: self._value(plain_number(value)),
            int: lambda value: self._value(str(int(value))),
            float: lambda value: self._value(plain_number(value)),
            date: self.day,
        }

    def _value(self, text: str) -> str:
        return f"{self._start}{text}{self._end}"

    def text(self, text: str) -> str:
        """Return the tail of a cell, after its style, with text in it."""
        if not text:
            return "/>"
        if text in self._shared:
            return self._shared[text]
        _refuse_long(text)
        if not _special(text) and text[0] != " " != text[-1]:
            return f"{self._text}{text}{self._end}"
        loose = _LOOSE.search(text)
        return self.typed(text) if loose else f"{self._text}{stored_text(text)}{self._end}"

    def typed(self, text: str) -> str:
        """Return the tail of a cell with a text as one that was typed: longer, with every space."""
        p, space = self.prefix, ' xml:space="preserve"' if _LOOSE.search(text) else ""
        stored = stored_text(text)
        return f' t="inlineStr"><{p}is><{p}t{space}>{stored}</{p}t></{p}is></{p}c>'

    def day(self, day: date | datetime) -> str:
        """Return the tail of a cell with a day, or a day and a time, in it."""
        return self._value(plain_number(serial_of(day, self.date_1904)))

    def formula(self, cell: Formula) -> str:
        """Return the tail of a cell with a formula and the value it has now."""
        stated, value = self._stated(cell.text), cell.value
        # With the value that it has now: what reads the file without calculating shows it too.
        if value is None:
            return f"{stated}</{self.prefix}c>"
        if type(value) is Decimal:
            return f"{stated}{self._start[1:]}{plain_number(value)}{self._end}"
        if isinstance(value, str):
            return f' t="str"{stated}{self._start[1:]}{stored_text(value)}{self._end}'
        if isinstance(value, bool):
            return f' t="b"{stated}{self._start[1:]}{int(value)}{self._end}'
        if isinstance(value, date):
            value = Decimal(serial_of(value, self.date_1904))
        return f"{stated}{self._start[1:]}{plain_number(value)}{self._end}"

    def state(self, formula: str, stated: str) -> None:
        """Let a formula be stated so, with the end of the cell's start tag before it."""
        self._formulas[formula] = stated

    def share(self, numbers: Mapping[str, int]) -> None:
        """Let cells name these texts by their numbers among the shared strings."""
        self._shared = {text: f' t="s"{self._value(str(n))}' for text, n in numbers.items()}

    def _stated(self, formula: str) -> str:
        """Return a formula's element, after the cell's start tag."""
        stated = self._formulas.get(formula)
        if stated is None:
            if _ILLEGAL.search(formula):
                raise ValueError("a formula holds a character that XML can't hold")
            stated = f"><{self.prefix}f>{escaped(formula)}</{self.prefix}f>"
            self._formulas[formula] = stated
        return stated
