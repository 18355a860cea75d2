"""Fresh lines of a scheme brought under the posted stretch in which their days lie.

A posted stretch stays one charge, however a later calculation cuts its days: what is due for all of
them is compared with what is posted. What begins outside it is no part of it, whatever its
reference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count

from xl_recoup.accounts.posted_stretches import STRETCHES, placement_of
from xl_recoup.contract import normal
from xl_recoup.money import ZERO, pounds
from xl_recoup.records import ChargeLine, PostedStretch

Posted = Mapping[str, Sequence[PostedStretch]]


def by_stretch(fresh: Sequence[ChargeLine], posted: Posted) -> list[ChargeLine]:
    """Return fresh lines, the billable ones of a posted stretch as one line under its reference.

    Where they fall on both sides of the books, or bear different VAT, there is one for each. One
    that is not billable stays by itself; it stands for the stretch where nothing of it is billable.
    """
    inside: dict[tuple[str, str], list[ChargeLine]] = defaultdict(list)
    order: list[ChargeLine | tuple[str, str]] = []
    for line in fresh:
        stretches = posted.get(placement_of(line.ref), ())
        if not stretches or line.component not in STRETCHES or line.start is None:
            order.append(line)
            continue
        stretch = _holding(line, stretches)
        if stretch is None:
            order.append(_renamed(line, stretches))
            continue
        key = (stretch.ref, stretch.laestab)
        if key not in inside:
            order.append(key)
        inside[key].append(line)
    found: list[ChargeLine] = []
    for x in order:
        found += [x] if isinstance(x, ChargeLine) else _of_stretch(x[0], inside[x])
    return found


def _holding(line: ChargeLine, stretches: Sequence[PostedStretch]) -> PostedStretch | None:
    """Return the posted stretch of the line's school in which its days begin, if one is.

    Of several, as the first edition left them after a change told late, it is the one with the
    line's reference, else the one that begins last. A further charge is in none, although one of
    hours told after the year's last day was posted stands on that day too.
    """
    first = line.start
    if first is None or line.component == "Further charge":
        return None
    of_school = [s for s in stretches if s.laestab == line.laestab and s.start <= first <= s.end]
    return max(of_school, key=lambda s: (s.ref == line.ref, s.start), default=None)


def _renamed(line: ChargeLine, stretches: Sequence[PostedStretch]) -> ChargeLine:
    """Return a line under its own first day where a stretch that it is not has its reference."""
    taken = {normal(s.ref) for s in stretches if s.laestab == line.laestab}
    return line if normal(line.ref) not in taken else _by_its_day(line, taken)


def _by_its_day(line: ChargeLine, taken: Collection[str]) -> ChargeLine:
    ref = f"{line.ref.rpartition('/')[0]}/SC-{line.start:%Y%m%d}"
    names = (ref if n == 1 else f"{ref}-{n}" for n in count(1))
    return replace(line, ref=next(name for name in names if normal(name) not in taken))


def _of_stretch(ref: str, lines: Sequence[ChargeLine]) -> list[ChargeLine]:
    """Return the lines of one posted stretch: what is billable added up under its reference."""
    sides: dict[tuple[bool, Decimal | None], list[ChargeLine]] = defaultdict(list)
    others: list[ChargeLine] = []
    for line in lines:
        if line.status == "billable":
            own_books = line.route == "budget adjustment"
            vat = line.booking.vat_percentage if line.booking and not own_books else None
            sides[own_books, vat].append(line)
        else:
            others.append(line)
    if not sides:
        return [replace(others[0], ref=ref), *others[1:]]
    together = [replace(_together(side), ref=ref) for side in sides.values()]
    return together + [x if x.ref != ref else _by_its_day(x, {normal(ref)}) for x in others]


def _together(lines: Sequence[ChargeLine]) -> ChargeLine:
    """Return the one line of a stretch: itself, or the sum of its parts."""
    first = lines[0]
    if len(lines) == 1:
        return first
    amount = sum((line.amount for line in lines), ZERO)
    return replace(
        first,
        end=lines[-1].end,
        base=amount,
        units=Decimal(1),
        denominator=Decimal(1),
        amount=amount,
        authority_share=sum((line.authority_share for line in lines), ZERO),
        working=_added_up(lines, amount),
        draft_rate=any(line.draft_rate for line in lines),
    )


def _added_up(lines: Sequence[ChargeLine], amount: Decimal) -> str:
    """Return the sum of the parts of a stretch, then each with its own working."""
    sums = " + ".join(f"({pounds(x.amount)})" if x.amount < 0 else pounds(x.amount) for x in lines)
    parts = " ".join(f"[{n}] {line.working}" for n, line in enumerate(lines, 1))
    return f"{sums} = {pounds(amount)} in {len(lines)} parts. {parts}"
