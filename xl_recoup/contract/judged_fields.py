"""Records that judge what they are made of: each field says its type once, and the rest follows.

A field without a default has to be given. What is given goes through the field's maker, if it has
one, and is then of the field's type. All that is wrong is told at once, each thing by its field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from inspect import get_annotations
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    Self,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

NO_DEFAULT: Any = ...
Maker = Callable[[Any], Any]
"""Makes a field's value of what is given; raises Wrong where it can't."""


class Wrong(ValueError):
    """What is given can't be meant: words that follow the address of the field's cell."""


class Misfit(NamedTuple):
    """What is wrong with one field; no words where it is missing."""

    field: str
    words: str


class NotMeant(ValueError):
    """A record can't be made of what is given: everything that is wrong, in the fields' order."""

    def __init__(self, kind: type, misfits: list[Misfit]) -> None:
        super().__init__(kind.__name__, misfits)
        self.misfits = misfits

    def __str__(self) -> str:
        """Name the record, and each field with what is wrong."""
        said = "; ".join(f"{m.field} {m.words or 'is missing'}" for m in self.misfits)
        return f"no {self.args[0]}: {said}"


class Field:
    """A field of a judged record: how it comes about, and what it may be."""

    hint: Any
    types: tuple[type, ...]
    words: frozenset[str]
    """The words that it may be, where its type lists them."""

    def __init__(
        self,
        default: Any = NO_DEFAULT,
        *,
        made: Maker | None = None,
        beside: Callable[[Any, Mapping[str, Any]], Any] | None = None,
    ) -> None:
        """Take a default, and a maker: one that is made `beside` others is shown those before it.

        What is made beside others is made of the default as well.
        """
        self.default, self.made, self.beside = default, made, beside

    @property
    def is_needed(self) -> bool:
        """True for a field that has to be given."""
        return self.default is NO_DEFAULT

    def understand(self, hint: Any) -> None:
        """Take the field's type from its annotation."""
        self.hint = hint
        parts = list(_plain_parts(hint))
        self.types = tuple(part for part in parts if isinstance(part, type))
        self.words = frozenset(part for part in parts if isinstance(part, str))

    def value(self, given: Any, before: Mapping[str, Any]) -> Any:
        """Return the field's value; raises ValueError where what is given can't be one."""
        if self.made is not None:
            given = self.made(given)
        elif self.beside is not None:
            given = self.beside(given, before)
        kind = type(given)
        if kind in self.types or (kind is str and given in self.words):
            return given
        if kind is int and Decimal in self.types:
            return Decimal(given)
        if kind is not bool and self.types and isinstance(given, self.types):
            return given
        raise Wrong("holds what can't stand there")


def _plain_parts(hint: Any) -> Iterator[Any]:
    """Yield the classes and the words that a type consists of."""
    origin = get_origin(hint)
    if origin is Annotated:
        yield from _plain_parts(hint.__origin__)
    elif origin is Literal:
        yield from get_args(hint)
    elif origin in (Union, UnionType):
        for part in get_args(hint):
            yield from _plain_parts(part)
    else:
        yield NoneType if hint is None else origin or hint


class Judged:
    """A record whose fields are judged when it is made; it is not changed afterwards.

    Two are equal where they are of one class and their fields are. Making one raises NotMeant.
    """

    __slots__ = ("__dict__", "given")

    fields: ClassVar[Mapping[str, Field]] = {}
    """Its fields by their names, in their order."""
    given: frozenset[str]
    """The names of those that were given; the others have their default."""

    def __init_subclass__(cls, **about: Any) -> None:
        super().__init_subclass__(**about)
        hints = get_type_hints(cls, include_extras=True)
        fields = dict(cls.fields)
        for name in get_annotations(cls):
            if get_origin(hints[name]) is not ClassVar:
                said = cls.__dict__.get(name, NO_DEFAULT)
                fields[name] = said if isinstance(said, Field) else Field(said)
                fields[name].understand(hints[name])
                if said is not NO_DEFAULT:
                    delattr(cls, name)
        cls.fields = fields

    def __init__(self, **given: Any) -> None:
        """Take a value for each field that is given, by name."""
        made, misfits = self.__dict__, []
        for name, field in self.fields.items():
            if name in given or field.beside is not None:
                try:
                    made[name] = field.value(given.get(name, field.default), made)
                except ValueError as error:
                    misfits.append(Misfit(name, str(error)))
            elif field.default is NO_DEFAULT:
                misfits.append(Misfit(name, ""))
            else:
                made[name] = field.default
        misfits += [Misfit(name, "is no field") for name in given if name not in self.fields]
        self._is_given(given)
        misfits = misfits or [Misfit(*said) for said in self.contradictions()]
        if misfits:
            raise NotMeant(type(self), misfits)

    @classmethod
    def unjudged(cls, **values: Any) -> Self:
        """Return a record of values that are known to be right, and of defaults."""
        made = cls.__new__(cls)
        made.__dict__.update({name: f.default for name, f in cls.fields.items()} | values)
        made._is_given(values)
        return made

    def but(self, **values: Any) -> Self:
        """Return this record with other values in some fields, which are known to be right."""
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__ | values)
        made._is_given(self.given | values.keys())
        return made

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield each field that can't be meant as it is, with words that follow its address."""
        yield from ()

    def _is_given(self, names: Iterable[str]) -> None:
        object.__setattr__(self, "given", frozenset(names))

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse it: whoever wants another value wants another record."""
        raise AttributeError(f"{type(self).__name__} does not change: {name}")

    def __setstate__(self, state: tuple[dict[str, Any], dict[str, Any]]) -> None:
        """Take what another process or a copy is to have, as it is."""
        values, more = state
        self.__dict__.update(values)
        self._is_given(more["given"])

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({said})"
