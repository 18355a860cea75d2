"""A working done again by what it says, as a finance officer does it with a pocket calculator.

`worked_out` reads a text from its first word to its last, uses each number in it, and gives what
comes out. It knows nothing of the program: only the words, and rounding half-up to the penny.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple, TypeVar

from tests.workings.names import DATE, numbers_left

MONEY = r"(?:−?£[\d,]+\.\d{2,})"
NUMBER = r"\d[\d,]*(?:\.\d+)?"
T = TypeVar("T")


class DoesNotComeOut(ValueError):
    """A text that can't be followed, or whose numbers contradict each other."""


class Sum(NamedTuple):
    """Pounds: what comes out for the school, and what the authority is said to bear."""

    amount: Decimal
    borne: Decimal | None = None


class Price(NamedTuple):
    """Pounds for a whole denominator, not rounded: the school's part and all of it."""

    school: Decimal
    whole: Decimal


def number(text: str) -> Decimal:
    """Return a number as it is written: `1,234.50`, `£2.00`, `−£874.06`."""
    return Decimal(text.replace(",", "").replace("£", "").replace("−", "-"))


def penny(amount: Decimal) -> Decimal:
    """Round half-up to the penny."""
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


class Text:
    """A text that is read from the left; what was read is gone."""

    def __init__(self, text: str) -> None:
        self.left = text

    def take(self, pattern: str) -> re.Match[str] | None:
        """Read what the pattern says, if it stands here."""
        found = re.match(pattern, self.left)
        if found:
            self.left = self.left[found.end() :]
        return found

    def need(self, pattern: str) -> re.Match[str]:
        """Read what the pattern says, which must stand here."""
        found = self.take(pattern)
        if found is None:
            raise DoesNotComeOut(f"expected {pattern} at: {self.left}")
        return found

    def first_that_works(self, *ways: Callable[[], T]) -> T:
        """Read by the first way that can be followed to its end."""
        before, said = self.left, ""
        for way in ways:
            try:
                return way()
            except DoesNotComeOut as error:
                self.left, said = before, str(error)
        raise DoesNotComeOut(said)

    def in_brackets(self) -> str:
        """Read what stands in the brackets that open here, up to the one that closes them."""
        self.need(r"\(")
        depth = 1
        for at, sign in enumerate(self.left):
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if not depth:
                inside, self.left = self.left[:at], self.left[at + 1 :]
                return inside
        raise DoesNotComeOut("a bracket is not closed")


def same(said: Decimal, worked: Decimal, what: str) -> None:
    """Hold a number that is said against what the others give."""
    if said != worked:
        raise DoesNotComeOut(f"{what}: {said} is said, {worked} comes out")


def only_names(words: str) -> None:
    """Refuse words with a number in them that no sum uses."""
    if numbers_left(words):
        raise DoesNotComeOut(f"unused: {numbers_left(words)} in {words}")


class Pricing:
    """Reads what a sum is priced from, up to ` × `."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def price(self) -> Price:
        """Read a price: of one unit, rounded first, or of a whole denominator."""
        return self.text.first_that_works(self._of_a_unit, self._of_all)

    def _of_a_unit(self) -> Price:
        said = number(self.text.need(rf"({MONEY}) a unit \(")[1])
        divisor = self.text.take(rf"1/({NUMBER}) of ")
        by = number(divisor[1]) if divisor else Decimal(1)
        price = self._of_all()
        self.text.need(r", rounded first\)")
        same(said, penny(price.school / by), "the rate of a unit")
        return Price(said, penny(price.whole / by))

    def _of_all(self) -> Price:
        ways = self._share, self._school_rate, self._less_authority_rate, self._undivided
        return self.text.first_that_works(*ways)

    def _share(self) -> Price:
        percentage = number(self.text.need(rf"({NUMBER})% \(the school's share\) of ")[1])
        whole = self._whole()
        return Price(whole * percentage / 100, whole)

    def _school_rate(self) -> Price:
        school = number(self.text.need(rf"({MONEY}) \(the school's part of ")[1])
        whole = self._whole()
        self.text.need(r"\)")
        return Price(school, whole)

    def _less_authority_rate(self) -> Price:
        said = number(self.text.need(rf"({MONEY}) \(")[1])
        whole = self._whole()
        less = number(self.text.need(rf" less the authority's ({MONEY})")[1])
        left = whole - less
        if self.text.take(", but not below nothing"):
            left = max(left, Decimal(0))
        self.text.need(r"\)")
        same(said, left, "the price less the authority's part")
        return Price(left, whole)

    def _undivided(self) -> Price:
        whole = self._whole()
        return Price(whole, whole)

    def _whole(self) -> Decimal:
        percentage = self.text.take(rf"({NUMBER})% of ")
        base = self._base()
        return base * number(percentage[1]) / 100 if percentage else base

    def _base(self) -> Decimal:
        said = number(self.text.need(rf"({MONEY})")[1])
        if not self.text.take(r" (?=\()"):
            return said
        inside = self.text.in_brackets()
        if "£" not in inside:
            only_names(inside)
            return said
        same(said, sum(map(factor, inside.split(" + ")), Decimal(0)), "the sum of the factors")
        return said


def factor(words: str) -> Decimal:
    """Return the pounds of one factor, times the area cost adjustment where that is said."""
    text = Text(words)
    only_names(text.need(r"[^£]+ ")[0])
    pounds = number(text.need(rf"({MONEY})")[1])
    adjusted = text.take(rf" × area cost adjustment ({NUMBER})")
    if adjusted:
        pounds *= number(adjusted[1])
        product = text.take(rf" = ({MONEY})")
        if product:
            same(number(product[1]), pounds, words)
    if text.left:
        raise DoesNotComeOut(f"unread: {text.left}")
    return pounds


def exactly(work: Callable[[str], Sum], text: str) -> Sum:
    """Do a sum with digits enough that nothing is rounded unawares."""
    with localcontext() as context:
        context.prec = 60
        return work(text)


__all__ = ["DATE", "MONEY", "NUMBER", "DoesNotComeOut", "Price", "Pricing", "Sum", "Text"]
