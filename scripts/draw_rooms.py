"""Draw the rooms of the package: `draw_rooms.py`, or `--check` to compare.

`docs/rooms.svg` comes from `docs/rooms.toml`, which says what a room holds and where it stands, and
from the imports as they are. An arrow leads from a room to one that it uses; one that follows from
others is left out (if A uses B and B uses C, then A's arrow to C), or nobody could follow any.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import NamedTuple
from xml.sax.saxutils import escape

from source_files import ROOMS, ROOT, rooms_used

PICTURE = ROOT / "docs" / "rooms.svg"

WIDE, HIGH = 176, 62  # a box of one column
GUTTER, CORRIDOR = 36, 40  # between columns, between floors
MARGIN = 28
STEP = 8  # between lines that run side by side
BEND = 9  # the radius of a corner
TIP = 7  # the length of an arrow's head

FILL, EDGE, LINE, INK, QUIET = "#f3f7fc", "#8fa9c4", "#7b8794", "#1d2733", "#4d5a67"
FILE_FILL, FILE_EDGE = "#fdf6ea", "#cdb27f"
GROUND_FILL, GROUND_EDGE = "#f1f2f0", "#a3a8a0"
DOOR_FILL, DOOR_EDGE = "#eef7f0", "#86b196"


class Point(NamedTuple):
    """A place in the picture."""

    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A room in the picture: its floor, counted from the ground, and its first and last column."""

    room: str
    floor: int
    first: int
    last: int
    floors: int

    @property
    def left(self) -> float:
        """Where the box begins."""
        return MARGIN + self.first * (WIDE + GUTTER)

    @property
    def right(self) -> float:
        """Where the box ends."""
        return MARGIN + self.last * (WIDE + GUTTER) + WIDE

    @property
    def top(self) -> float:
        """The upper edge."""
        return MARGIN + (self.floors - 1 - self.floor) * (HIGH + CORRIDOR)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + HIGH

    @property
    def middle(self) -> Point:
        """The middle of the box."""
        return Point((self.left + self.right) / 2, self.top + HIGH / 2)

    def nearest(self, x: float, room: float = 26) -> float:
        """Return the place on the upper or lower edge that is nearest to `x`, off the corners."""
        return min(max(x, self.left + room), self.right - room)


def boxes(rooms: Mapping[str, Mapping[str, str]]) -> dict[str, Box]:
    """Return the box of each room. Raises ValueError where two rooms stand in one place."""
    places = {room: line["stands"].split() for room, line in rooms.items()}
    floors = 1 + max(int(floor) for floor, _ in places.values())
    found = {
        room: Box(room, int(floor), int(columns[0]), int(columns[-1]), floors)
        for room, (floor, columns) in places.items()
    }
    taken = [(b.floor, n) for b in found.values() for n in range(b.first, b.last + 1)]
    if len(taken) != len(set(taken)):
        raise ValueError("two rooms stand in one place")
    return found


def needed(used: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """Return the arrows that do not follow from others: the transitive reduction."""

    def reached(room: str) -> set[str]:
        return used[room].union(*map(reached, used[room]))

    return [
        (room, other)
        for room, others in used.items()
        for other in sorted(others)
        if not any(other in reached(between) for between in others - {other})
    ]


class Lines:
    """The arrows, laid one after the other so that none runs in another's place."""

    def __init__(self, found: Mapping[str, Box]) -> None:
        self._boxes = list(found.values())
        self._ups: list[tuple[float, float, float, str]] = []
        self._acrosses: list[tuple[float, float, float, str]] = []

    def lay(self, upper: Box, lower: Box) -> list[Point]:
        """Return the corners of an arrow from one box to another. Raises ValueError if it rises."""
        if upper.floor == lower.floor:
            return self._aside(upper, lower)
        if upper.floor < lower.floor:
            raise ValueError(f"{upper.room} uses {lower.room}, which stands above it")
        x = self._lane(upper, lower)
        start, end = upper.nearest(x), lower.nearest(x)
        path = [Point(start, upper.bottom)]
        if start != x:
            y = self._track(upper.bottom, start, x, lower.room)
            path += [Point(start, y), Point(x, y)]
        if end != x:
            y = self._track(lower.top - CORRIDOR, x, end, lower.room)
            path += [Point(x, y), Point(end, y)]
        path = list(dict.fromkeys([*path, Point(end, lower.top)]))
        self._ups += [(a.x, a.y, b.y, lower.room) for a, b in pairwise(path) if a.x == b.x]
        return path

    def _aside(self, one: Box, other: Box) -> list[Point]:
        y = one.middle.y
        if one.first > other.last:
            return [Point(one.left, y), Point(other.right, y)]
        return [Point(one.right, y), Point(other.left, y)]

    def _lane(self, upper: Box, lower: Box) -> float:
        """Return where an arrow goes down: past every box between, with the fewest detours."""
        between = [b for b in self._boxes if lower.floor < b.floor < upper.floor]
        pitch = (WIDE + GUTTER) / 2
        gutters = 2 * max(b.last for b in self._boxes) + 3
        places = [MARGIN - GUTTER / 2 + pitch * n for n in range(gutters)]
        places += [upper.nearest(lower.middle.x), lower.nearest(upper.middle.x)]
        free = [
            x + shift
            for x in places
            for shift in (0, STEP, -STEP, 2 * STEP, -2 * STEP)
            if not any(b.left - 8 < x + shift < b.right + 8 for b in between)
            and not self._taken(x + shift, upper.bottom, lower.top, lower.room)
        ]

        narrower = min(upper, lower, key=lambda box: box.last - box.first)

        def detour(x: float) -> tuple[float, float, float]:
            way = abs(x - upper.nearest(x)) + abs(x - lower.nearest(x))
            return way, abs(x - narrower.middle.x), -x

        return min(free, key=detour)

    def _taken(self, x: float, top: float, bottom: float, room: str) -> bool:
        return any(
            abs(x - other) < STEP and low < bottom and top < high and room != same
            for other, low, high, same in self._ups
        )

    def _track(self, top: float, a: float, b: float, room: str) -> float:
        """Return the height at which a line runs across in the corridor that begins at `top`."""
        left, right = min(a, b), max(a, b)
        for shift in (0, STEP, -STEP, 2 * STEP, -2 * STEP):
            y = top + CORRIDOR / 2 - 2 + shift
            clash = any(
                other == y and left <= end and start <= right and room != same
                for other, start, end, same in self._acrosses
            )
            if not clash:
                break
        self._acrosses.append((y, left, right, room))
        return y


def path_of(points: list[Point]) -> str:
    """Return a line through points, its corners rounded, for the `d` of a path."""
    told = [f"M{points[0].x:g} {points[0].y:g}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        told.append(f"L{near.x:g} {near.y:g}Q{corner.x:g} {corner.y:g} {far.x:g} {far.y:g}")
    end = points[-1]
    told.append(f"L{end.x:g} {end.y:g}")
    return "".join(told)


def _towards(corner: Point, other: Point) -> Point:
    """Return the point at which a bend begins on the way from a corner to another point."""
    length = abs(other.x - corner.x) + abs(other.y - corner.y)
    part = min(BEND, length / 2) / length
    return Point(corner.x + (other.x - corner.x) * part, corner.y + (other.y - corner.y) * part)


def colours(box: Box, ground: bool) -> tuple[str, str]:
    """Return the fill and the edge of a box: what uses nothing, doors, the file, and the rest."""
    if ground:
        return GROUND_FILL, GROUND_EDGE
    if box.floor == box.floors - 1:
        return DOOR_FILL, DOOR_EDGE
    if box.room.startswith("book"):
        return FILE_FILL, FILE_EDGE
    return FILL, EDGE


def balanced(text: str, most: int) -> list[str]:
    """Return a text on as few lines as possible, and these about equally long."""
    lines = wrap(text, most)
    while len(wrap(text, most - 1)) == len(lines):
        most -= 1
    return wrap(text, most)


def drawn_box(box: Box, holds: str, *, ground: bool) -> str:
    """Return a room as SVG: its name and, on one line or two, what it holds."""
    fill, edge = colours(box, ground)
    lines = balanced(holds, int((box.right - box.left) / 6.2))
    middle = box.middle.x
    top = box.top + (27 if len(lines) == 1 else 20)
    words = "".join(
        f'<text class="holds" x="{middle:g}" y="{top + 17 + 15 * n:g}">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    return (
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{box.right - box.left:g}"'
        f' height="{HIGH}" rx="8" fill="{fill}" stroke="{edge}"/>'
        f'<text class="room" x="{middle:g}" y="{top:g}">{escape(box.room)}</text>{words}'
    )


def picture(rooms: Mapping[str, Mapping[str, str]], used: Mapping[str, set[str]]) -> str:
    """Return the picture as the text of an SVG file."""
    found = boxes(rooms)
    arrows = needed(used)
    width = max(box.right for box in found.values()) + MARGIN
    height = max(box.bottom for box in found.values()) + MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
            f' width="{width:g}" height="{height:g}" role="img" aria-labelledby="title desc">',
            '<title id="title">The rooms of xl_recoup, from the ground up</title>',
            f'<desc id="desc">{escape(described(rooms, arrows))}</desc>',
            "<style>text{font-family:Helvetica,Arial,'Liberation Sans',sans-serif;"
            f"text-anchor:middle}}.room{{font-size:15px;font-weight:bold;fill:{INK}}}"
            f".holds{{font-size:12px;fill:{QUIET}}}"
            f".arrow{{fill:none;stroke:{LINE};stroke-width:1.3}}</style>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" orient="auto"'
            f' markerWidth="{TIP}" markerHeight="{TIP}" markerUnits="userSpaceOnUse">'
            f'<path d="M0 0.5L8 4L0 7.5z" fill="{LINE}"/></marker></defs>',
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *drawn_arrows(found, arrows),
            *(
                drawn_box(box, rooms[room]["holds"], ground=not used[room])
                for room, box in found.items()
            ),
            "</svg>",
            "",
        ]
    )


def drawn_arrows(found: Mapping[str, Box], arrows: Iterable[tuple[str, str]]) -> list[str]:
    """Return the arrows as SVG, the short ones laid first: the long ones go round them."""
    lines = Lines(found)
    pairs = [(found[room], found[other]) for room, other in arrows]
    pairs.sort(key=lambda pair: (pair[0].floor - pair[1].floor, -pair[0].floor, pair[0].first))
    return [
        f'<path class="arrow" marker-end="url(#tip)" d="{path_of(lines.lay(*pair))}"/>'
        for pair in pairs
    ]


def described(rooms: Mapping[str, Mapping[str, str]], arrows: list[tuple[str, str]]) -> str:
    """Return the picture in words, for those who do not see it."""
    told = []
    for room, line in rooms.items():
        uses = [other for start, other in arrows if start == room]
        told.append(f"{room}: {line['holds']}" + (f"; uses {', '.join(uses)}." if uses else "."))
    return " ".join(told)


def main() -> int:
    """Write the picture, or say whether the committed one is what would be written."""
    parser = argparse.ArgumentParser(description="Draw the rooms of the package.")
    parser.add_argument("--check", action="store_true", help="compare; write nothing")
    text = picture(ROOMS, rooms_used())
    name = PICTURE.relative_to(ROOT).as_posix()
    if not parser.parse_args().check:
        PICTURE.write_text(text, encoding="utf-8", newline="\n")
        print(f"Written: {name}")
        return 0
    same = PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == text
    print(f"{name} is up to date." if same else f"{name} is out of date: run draw_rooms.py.")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
