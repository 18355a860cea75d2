"""XML as plain nodes, prefixes and declarations kept as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat


@dataclass(slots=True)
class Node:
    """One element: its tag as written, its attributes, and what it holds in order."""

    tag: str
    attributes: dict[str, str]
    held: list[Node | str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The tag without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def children(self) -> list[Node]:
        """The elements directly inside."""
        return [each for each in self.held if isinstance(each, Node)]

    @property
    def text(self) -> str:
        """The text directly inside."""
        return "".join(each for each in self.held if isinstance(each, str))

    def first(self, name: str) -> Node | None:
        """Return the first child of that name, or None."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> Iterator[Node]:
        """Give every element of that name below this one."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)


def parsed(data: bytes) -> Node:
    """Return the root element; expat.ExpatError where the part is no sound XML."""
    top = Node("", {})
    stack = [top]

    def start(tag: str, attributes: dict[str, str]) -> None:
        node = Node(tag, attributes)
        stack[-1].held.append(node)
        stack.append(node)

    def end(tag: str) -> None:
        stack.pop()

    def text(piece: str) -> None:
        held = stack[-1].held  # a long text comes in pieces, cut anywhere
        if held and isinstance(held[-1], str):
            held[-1] += piece
        else:
            held.append(piece)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.Parse(data, True)
    return top.children[0]


def prolog(data: bytes) -> bytes:
    """Return what stands before the root element."""
    at = 0
    while at < len(data):
        at = data.find(b"<", at)
        if data[at + 1 : at + 2] not in (b"?", b"!"):
            break
        at += 1
    return data[:at]


Rewrite = Callable[[Node], Node]


def differences(old: Node, new: Node, place: str = "", meant: Rewrite | None = None) -> list[str]:
    """Return what differs between two elements, one sentence each; `meant` says what should be."""
    if meant is not None:
        old = meant(old)
    elif old == new:
        return []
    place = f"{place}/{old.tag}"
    if old.tag != new.tag:
        return [f"{place} became {new.tag}"]
    found = [
        f"{place}: the attribute {key} was {old.attributes.get(key)} and is "
        f"{new.attributes.get(key)}"
        for key in {**old.attributes, **new.attributes}
        if old.attributes.get(key) != new.attributes.get(key)
    ]
    if len(old.children) != len(new.children):
        found.append(f"{place}: {len(old.children)} elements inside, now {len(new.children)}")
        return found
    if old.text != new.text:
        found.append(f"{place}: the text was {old.text[:60]!r} and is {new.text[:60]!r}")
    for a, b in zip(old.children, new.children, strict=True):
        found += differences(a, b, place, meant)
    return found
