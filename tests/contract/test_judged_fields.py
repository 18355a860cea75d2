"""Records that judge what they are made of."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

import pytest

from xl_recoup.contract.judged_fields import Field, Judged, Misfit, NotMeant, Wrong

Size = Literal["small", "large"]


def _upper(given: Any) -> Any:
    if given == "?":
        raise Wrong("is a question")
    return given.upper() if isinstance(given, str) else given


def _twice(given: Any, before: Mapping[str, Any]) -> Any:
    return given if given is not None else before.get("number", Decimal(0)) * 2


def field(*said: Any, **more: Any) -> Any:
    return Field(*said, **more)


class Thing(Judged):
    """A record with a field of every kind."""

    kind: ClassVar[str] = "of no record"
    name: Annotated[str, "a note"] = field(made=_upper)
    number: Decimal
    size: Size | Literal[""] = ""
    many: int | None = None
    open: bool = False
    day: date | None = None
    parts: tuple[int, ...] = ()
    double: Decimal = field(None, beside=_twice)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Nothing small is open."""
        if self.size == "small" and self.open:
            yield "open", "is not for what is small"


class Second(Thing):
    """A record with one field more, and another default."""

    size: Size | Literal[""] = "large"
    more: str = "more"


SOUND: dict[str, Any] = {"name": "elm", "number": Decimal(2)}


def misfits(**given: Any) -> list[Misfit]:
    """Return what is wrong with a thing that can't be made."""
    with pytest.raises(NotMeant) as raised:
        Thing(**given)
    return raised.value.misfits


def test_a_record_has_what_is_given_and_defaults() -> None:
    """Every field has a value; a maker makes it, of the others before it where it looks at them."""
    thing = Thing(**SOUND)
    assert (thing.name, thing.number, thing.size, thing.many, thing.open) == (
        "ELM",
        Decimal(2),
        "",
        None,
        False,
    )
    assert thing.double == 4
    assert Thing(**SOUND, double=Decimal(5)).double == 5
    assert list(Second.fields) == [*Thing.fields, "more"]
    assert (Second(**SOUND).size, Second(**SOUND).more) == ("large", "more")


def test_a_whole_number_is_a_decimal_where_one_is_wanted() -> None:
    """What a cell or a program counts is exact; a float is never taken."""
    number = Thing(name="a", number=2).number
    assert (number, type(number)) == (2, Decimal)
    assert misfits(name="a", number=2.0) == [Misfit("number", "holds what can't stand there")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": 3},
        {"number": "2"},
        {"number": True},
        {"size": "medium"},
        {"many": "3"},
        {"many": True},
        {"open": "Y"},
        {"open": 1},
        {"day": "2026-01-31"},
        {"parts": [1]},
        {"many": Decimal(1)},
    ],
)
def test_what_is_of_another_type_is_not_taken(wrong: dict[str, Any]) -> None:
    """Nothing is guessed: a value is of its field's type, or wrong at that field."""
    assert [m.field for m in misfits(**SOUND | wrong)] == list(wrong)


@pytest.mark.parametrize(
    "right", [{"size": "small"}, {"many": 3}, {"open": True}, {"day": date.min}, {"parts": (1,)}]
)
def test_what_is_of_its_type_is_kept_as_it_is(right: dict[str, Any]) -> None:
    """A value of the field's own type is the record's."""
    thing = Thing(**SOUND | right)
    assert {name: getattr(thing, name) for name in right} == right


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Missing, not to be made, of another type, unknown: each by its field, in their order."""
    found = misfits(name="?", size="medium", colour="red")
    assert found == [
        Misfit("name", "is a question"),
        Misfit("number", ""),
        Misfit("size", "holds what can't stand there"),
        Misfit("colour", "is no field"),
    ]
    with pytest.raises(NotMeant, match="no Thing: number is missing; size holds what"):
        Thing(name="a", size="medium")


def test_a_record_that_contradicts_itself_is_told_after_its_fields() -> None:
    """What the whole can't mean is told of a record whose fields are each right."""
    assert misfits(**SOUND, size="small", open=True) == [Misfit("open", "is not for what is small")]
    assert [m.field for m in misfits(name="a", size="small", open=True)] == ["number"]


def test_records_are_equal_by_what_they_say() -> None:
    """Class and fields make two equal; what was given and what is a default anyway is no matter."""
    one, same = Thing(**SOUND), Thing(**SOUND, size="")
    assert (one == same, hash(one) == hash(same)) == (True, True)
    assert (one.given, same.given) == ({"name", "number"}, {"name", "number", "size"})
    assert one != Thing(**SOUND, many=1)
    assert one != Second(**SOUND, size="")
    assert repr(one).startswith("Thing(name='ELM', number=Decimal('2'), size='', many=None")


def test_another_record_is_made_and_none_is_changed() -> None:
    """`but` gives a new record, `unjudged` one that is taken at its word."""
    one = Thing(**SOUND)
    other = one.but(many=3)
    assert (one.many, other.many, other.name) == (None, 3, "ELM")
    assert other.given == {"name", "number", "many"}
    assert Thing.unjudged(number=-1).number == -1
    changed: Any = one
    with pytest.raises(AttributeError):
        changed.many = 4


def test_a_copy_and_another_process_get_the_same_record() -> None:
    """A record goes through pickling and copying whole."""
    one = Thing(**SOUND)
    for same in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
        assert (same, same.given) == (one, one.given)
