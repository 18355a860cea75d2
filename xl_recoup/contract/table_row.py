"""A table of the contract as one model: its columns, its rows as records, what is wrong in a row.

A model says each column once: heading, field, kind, allowed words, if a blank will do. Kind and
words are those of the field's type; the table's `spec` follows from the fields. Cells come to it as
values of their kinds; what a row as a whole can't mean is told by field.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
)

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo
from pydantic_core import InitErrorDetails, PydanticCustomError

from xl_recoup.contract.columns import Column, Kind, Role, TableSpec
from xl_recoup.records import Place

Text = Annotated[str, Kind.TEXT]
Note = Annotated[str, Kind.NOTE]
Laestab = Annotated[str, Kind.LAESTAB]
Percentage = Annotated[Decimal, Kind.PERCENTAGE]
"""Per cent: 50 where a cell says 50 or shows 50%."""
YearGroup = Annotated[int, Kind.YEAR_GROUP]
"""Reception is 0, nursery -1, Years 1 to 13 themselves."""

T = TypeVar("T")
NO_DEFAULT: Any = ...
BLANK: Any = None
"""The default of a field whose own validator makes something of a blank cell."""
_KINDS: dict[Any, Kind] = {
    str: Kind.TEXT,
    bool: Kind.FLAG,
    date: Kind.DATE,
    Decimal: Kind.NUMBER,
}


def cell(
    heading: str,
    *,
    default: T = NO_DEFAULT,
    needed: str = "",
    required: bool = False,
    steering: bool = False,
    aside: bool = False,
    private: bool = False,
    note: str = "",
) -> T:
    """Return a field of a table: one column, each argument a word about it.

    `needed` says what a blank cell lacks: without it the row can't be used, and without the column
    the table can't. `required` asks for the column alone, `steering` for a column whose loss would
    silently change what is charged. What stands in a cell `aside` may be unreadable, and the row is
    used; of a `private` one no message quotes the value. A `note` is for the page of the tables.
    """
    about: JsonDict = {
        "heading": heading,
        "needed": needed,
        "required": required or bool(needed),
        "steering": steering,
        "aside": aside,
        "private": private,
        "note": note,
    }
    field: T = Field(default, json_schema_extra=about)
    return field


def wrong(words: str) -> PydanticCustomError:
    """Return what a field's validator raises: words that follow the address of the field's cell."""
    return PydanticCustomError("wrong", "{words}", {"words": words})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(cell, Field))
class _Frozen(BaseModel):
    """What the type checker takes for a record whose fields are cells."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class TableRow(_Frozen):
    """One row of a table; `place` is the cell by which messages name it."""

    spec: ClassVar[TableSpec]
    named_by: ClassVar[str]
    """The field whose cell is the row's place."""
    place: Place

    def __init_subclass__(cls, **about_the_table: Any) -> None:
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(cls, **about: Any) -> None:
        """Derive the table's `spec` from the fields, each of which is a column."""
        if about:
            cells = {n: f for n, f in cls.model_fields.items() if f.json_schema_extra}
            cls.named_by = about["named_by"]
            cls.spec = TableSpec(
                about["table"],
                about.get("sheet", about["table"]),
                about.get("role", Role.INPUT),
                about["purpose"],
                tuple(_column(name, field) for name, field in cells.items()),
                tuple(told(f)["heading"] for f in cells.values() if told(f)["required"]),
                tuple(told(f)["heading"] for f in cells.values() if told(f)["steering"]),
                about.get("added_later", ()),
                about.get("filled_by_team", ()),
            )

    @classmethod
    def lacks(cls, field: str) -> str:
        """Return the words of a blank cell without which the row can't be used."""
        return f"is blank, but {told(cls.model_fields[field])['needed']} is needed"

    @classmethod
    def asides(cls) -> frozenset[str]:
        """Return the fields whose cells may be unreadable in a row that is used."""
        return frozenset(column.field for column in cls.spec.columns if column.aside)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield each field that can't be meant as it is, with words that follow its address."""
        yield from ()

    @model_validator(mode="after")
    def _can_be_meant(self) -> Self:
        errors = [
            InitErrorDetails(type=wrong(words), loc=(field,), input=None)
            for field, words in self.contradictions()
        ]
        if errors:
            raise ValidationError.from_exception_data(type(self).__name__, errors)
        return self


def told(field: FieldInfo) -> dict[str, Any]:
    """Return what `cell` was told of a column."""
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}


def _column(name: str, field: FieldInfo) -> Column:
    about = told(field)
    kind, allowed = _kind(field.annotation, field.metadata)
    return Column(
        about["heading"],
        name,
        kind,
        allowed,
        about["private"],
        about["note"],
        about["aside"],
    )


def _kind(annotation: Any, metadata: list[Any]) -> tuple[Kind, tuple[str, ...]]:
    """Return how a field's type is read from a cell, and the words that it allows."""
    for said in metadata:
        if isinstance(said, Kind):
            return said, ()
        if isinstance(said, tuple):
            return Kind.CHOICE, said
    if annotation in _KINDS:
        return _KINDS[annotation], ()
    if get_origin(annotation) is Literal:
        return Kind.CHOICE, tuple(word for word in get_args(annotation) if word)
    if get_origin(annotation) is Annotated:
        return _kind(annotation.__origin__, list(annotation.__metadata__))
    of_parts = [_kind(part, []) for part in get_args(annotation) if part is not type(None)]
    return next(found for found in of_parts if found != (Kind.CHOICE, ()))
