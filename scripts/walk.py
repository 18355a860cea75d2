"""Count through how many files a value walks: `walk.py [FILE FUNCTION PARAMETER]`.

Without arguments: the workbook, from `run/calculate.py calculate book`. The syntax trees are read
and nothing is run. What is followed, and so what the number means:

- the parameter, and every name that is assigned to it;
- into each function and method of ours that it is handed to, also by `partial`, and into its own
  methods and properties;
- into each object of ours that is made with it and keeps it in a field (`Facts(book)`), and on with
  that object, wherever that goes in turn and whoever returns it: nothing is gained by wrapping.

- through a variable (`for check in catalogue: check.findings(facts)`) into every method of that
  name, and every function that a decorator enters somewhere, that takes a value of this class:
  rather too many than too few.

A value worked out of it is another value and is not followed: that is the point of working it out.
So is a function made on the spot that will use it; what that calls is counted where it is made.
A call that leads nowhere by these rules is printed and not counted.
"""

from __future__ import annotations

import ast
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from definitions import (
    Defined,
    Function,
    class_of,
    enterable,
    find,
    find_in_module,
    library_names,
    member,
    parameters_of,
    top_level,
)
from source_files import PACKAGE, name_of

START = ("run/calculate.py", "calculate", "book")


@dataclass(frozen=True)
class Kept:
    """A value on its way: of which class it is, and in which fields it keeps what is followed.

    `fields` is None for what is followed itself.
    """

    of: Defined | None = None
    fields: frozenset[tuple[str, Kept]] | None = None

    def field(self, name: str) -> Kept | None:
        """Return what a field keeps of what is followed."""
        return dict(self.fields or ()).get(name)


@dataclass(frozen=True)
class Step:
    """A function, and the parameter by which the value comes into it."""

    into: Defined
    parameter: str
    kept: Kept

    def __str__(self) -> str:
        return f"{name_of(self.into.path)}: {self.into.node.name}({self.parameter})"


@dataclass
class Walk:
    """All steps that are reached, each with the one that it was reached from."""

    came_from: dict[Step, Step | None] = field(default_factory=dict)
    not_followed: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        """The files walked through, in the order in which they are reached."""
        return list(dict.fromkeys(name_of(step.into.path) for step in self.came_from))


def walk(file: str, function: str, parameter: str) -> Walk:
    """Follow a parameter of a function. Raises KeyError where there is no such function."""
    start = Defined(PACKAGE / file, top_level(PACKAGE / file)[function])
    kept = Kept(class_of(parameters_of(start.node)[parameter], start.path))
    done = Walk({Step(start, parameter, kept): None})
    waiting = deque(done.came_from)
    while waiting:
        step = waiting.popleft()
        body = _Body(step)
        for onward in body.onward():
            if onward not in done.came_from:
                done.came_from[onward] = step
                waiting.append(onward)
        done.not_followed += body.not_followed
    return done


class _Body:
    """The body of one step's function: under which names the value goes, and where it goes on."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self._path = step.into.path
        self._nodes = list(ast.walk(step.into.node))
        self._names: dict[str, Kept] = {step.parameter: step.kept}
        self._inner = {n.name for n in self._nodes if isinstance(n, Function)}
        self.not_followed: list[str] = []
        before = -1
        while before != len(self._names):  # a name may be assigned above where it comes from
            before = len(self._names)
            for node in self._nodes:
                self._name(node)

    def _name(self, node: ast.AST) -> None:
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
            targets = [node.target]
        if not isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) or node.value is None:
            return
        kept = self._kept(node.value)
        if kept is not None:
            self._names |= {t.id: kept for t in targets if isinstance(t, ast.Name)}

    def _kept(self, value: ast.expr) -> Kept | None:
        """Return what an expression has of the value, or None if it is another one."""
        match value:
            case ast.Name(id=name):
                return self._names.get(name)
            case ast.Attribute(value=whole, attr=name):
                kept = self._kept(whole)
                return kept.field(name) if kept is not None else None
            case ast.Call():
                return self._given_back(value)
            case ast.IfExp(body=one, orelse=other):
                return self._kept(one) or self._kept(other)
            case ast.BoolOp(values=several):
                return next(filter(None, map(self._kept, several)), None)
            case ast.NamedExpr(value=inner):
                return self._kept(inner)
        return None

    def _given_back(self, call: ast.Call) -> Kept | None:
        """Return what comes back of the value from a call: in an object, or as its result."""
        made = self._callee(call.func)
        handed = dict(self._handed(call, made)) if made is not None else {}
        if made is None or not handed:
            return None
        if isinstance(made.node, ast.ClassDef):
            kept = _fields(made.node, handed)
            return Kept(made, frozenset(kept.items())) if kept else None
        return next(filter(None, (_returned(Step(made, *each)) for each in handed.items())), None)

    def returned(self) -> Kept | None:
        """Return what the function gives back of the value."""
        values = (n.value for n in self._nodes if isinstance(n, ast.Return) and n.value is not None)
        return next(filter(None, map(self._kept, values)), None)

    def _callee(self, function: ast.expr) -> Defined | None:
        match function:
            case ast.Name(id=name):
                return find(name, self._path)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                if found := find_in_module(name, attribute, self._path):
                    return found
                made = find(name, self._path)
                if made is None and name in self._names:
                    made = self._names[name].of
                return member(made, attribute)
            case ast.Attribute(value=inner, attr=attribute):
                kept = self._kept(inner)
                return member(kept.of, attribute) if kept is not None else None
        return None

    def _handed(self, call: ast.Call, made: Defined) -> Iterator[tuple[str, Kept]]:
        """Yield the parameters by which a call hands the value on."""
        names = list(parameters_of(made.node))
        if isinstance(call.func, ast.Attribute) and names[:1] in (["self"], ["cls"]):
            names = names[1:]
        for name, value in [
            *zip(names, call.args, strict=False),
            *((word.arg, word.value) for word in call.keywords if word.arg),
        ]:
            kept = self._kept(value)
            if kept is not None:
                yield name, kept

    def onward(self) -> Iterator[Step]:
        """Yield every step on from here."""
        for node in self._nodes:
            if isinstance(node, ast.Attribute):
                kept = self._kept(node.value)
                own = member(kept.of, node.attr) if kept is not None else None
                if kept is not None and own is not None:
                    yield Step(own, "self", kept)
            elif isinstance(node, ast.Call):
                yield from self._called(node)

    def _called(self, call: ast.Call) -> Iterator[Step]:
        if isinstance(call.func, ast.Name) and call.func.id == "partial" and call.args:
            call = ast.Call(call.args[0], call.args[1:], call.keywords)
        made = self._callee(call.func)
        if made is not None:
            for name, kept in self._handed(call, made):
                if isinstance(made.node, ast.ClassDef):
                    yield from self._into_maker(made, name, kept)
                else:
                    yield Step(made, name, kept)
        elif self._by_variable(call):
            yield from self._candidates(call)

    def _candidates(self, call: ast.Call) -> Iterator[Step]:
        """Yield the steps to all that may be meant by a variable."""
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        values = [*call.args, *(word.value for word in call.keywords)]
        found = [
            Step(made, name, kept)
            for kept in filter(None, map(self._kept, values))
            for made in enterable(method)
            for name, annotation in parameters_of(made.node).items()
            if kept.of is not None and class_of(annotation, made.path) == kept.of
        ]
        yield from found
        if not found:
            self.not_followed.append(f"{self._step}: {ast.unparse(call)}")

    @staticmethod
    def _into_maker(made: Defined, name: str, kept: Kept) -> Iterator[Step]:
        maker = member(made, "__init__")
        yield Step(maker or made, name, kept)

    def _by_variable(self, call: ast.Call) -> bool:
        """Tell whether the value is handed to a function that only the run will know."""
        values = [*call.args, *(word.value for word in call.keywords)]
        if not any(self._kept(value) for value in values):
            return False
        match call.func:
            case ast.Name(id=name):
                known = name in self._inner or name in dir(__builtins__)
                return not known and name not in library_names(self._path)
            case ast.Attribute(value=ast.Name(id=name)):
                return name not in library_names(self._path)
        return True


def _fields(node: ast.ClassDef, handed: dict[str, Kept]) -> dict[str, Kept]:
    """Return the fields in which an object keeps what it was made with."""
    if member(Defined(PACKAGE, node), "__init__") is None:
        return handed
    kept = {}
    for inner in ast.walk(node):
        match inner:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)],
                value=ast.Name(id=given),
            ) if given in handed:
                kept[name] = handed[given]
    return kept


_asked: set[Step] = set()
"""The steps whose result is being worked out: a function that calls itself is asked once."""


@cache
def _returned(step: Step) -> Kept | None:
    if step in _asked:
        return None
    _asked.add(step)
    try:
        return _Body(step).returned()
    finally:
        _asked.discard(step)


def main() -> int:
    """Print the walk, one line a step, and the number of files."""
    walked = walk(*(sys.argv[1:] or START))
    for step, before in walked.came_from.items():
        print(f"{step}" + (f"   from {before}" if before is not None else ""))
    for call in walked.not_followed:
        print(f"not followed: {call}")
    print(f"{len(walked.came_from)} steps through {len(walked.files)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
