"""A table of the contract as one model: its columns, its rows as records, what is wrong in a row.

A model says each column once: heading, field, kind, allowed words, if a blank will do. Kind and
words are those of the field's type; the table's `spec` follows from the fields. Cells come to it as
values of their kinds; what a row as a whole can't mean is told by field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
)

from xl_recoup.contract.columns import Column, Kind, Role, TableSpec
from xl_recoup.contract.judged_fields import NO_DEFAULT, Field, Judged, Maker
from xl_recoup.records import Place

Text = Annotated[str, Kind.TEXT]
Note = Annotated[str, Kind.NOTE]
Laestab = Annotated[str, Kind.LAESTAB]
Percentage = Annotated[Decimal, Kind.PERCENTAGE]
"""Per cent: 50 where a cell says 50 or shows 50%."""
YearGroup = Annotated[int, Kind.YEAR_GROUP]
"""Reception is 0, nursery -1, Years 1 to 13 themselves."""

T = TypeVar("T")
BLANK: Any = None
"""The default of a field whose own maker makes something of a blank cell."""
_KINDS: dict[Any, Kind] = {
    str: Kind.TEXT,
    bool: Kind.FLAG,
    date: Kind.DATE,
    Decimal: Kind.NUMBER,
}


class CellField(Field):
    """A field that is a cell of a row: its column."""

    heading: str
    needed: str
    required: bool
    steering: bool
    aside: bool
    private: bool
    note: str


def cell(
    heading: str,
    *,
    default: T = NO_DEFAULT,
    made: Maker | None = None,
    beside: Callable[[Any, Mapping[str, Any]], Any] | None = None,
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
    What is `made` of the cell, or `beside` others of its row, is judged by what makes it.
    """
    field = CellField(default, made=made, beside=beside)
    field.heading, field.note = heading, note
    field.needed, field.required = needed, required or bool(needed)
    field.steering, field.aside, field.private = steering, aside, private
    column: Any = field
    found: T = column
    return found


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(cell, Field))
class _Row(Judged):
    """What the type checker takes for a record whose fields are cells."""


class TableRow(_Row):
    """One row of a table; `place` is the cell by which messages name it."""

    spec: ClassVar[TableSpec]
    named_by: ClassVar[str]
    """The field whose cell is the row's place."""
    place: Place

    def __init_subclass__(cls, **about: Any) -> None:
        """Derive the table's `spec` from the fields, each of which is a column."""
        super().__init_subclass__()
        if about:
            cells = cls.cells()
            cls.named_by = about["named_by"]
            cls.spec = TableSpec(
                about["table"],
                about.get("sheet", about["table"]),
                about.get("role", Role.INPUT),
                about["purpose"],
                tuple(_column(name, field) for name, field in cells.items()),
                tuple(f.heading for f in cells.values() if f.required),
                tuple(f.heading for f in cells.values() if f.steering),
                about.get("added_later", ()),
                about.get("filled_by_team", ()),
            )

    @classmethod
    def cells(cls) -> dict[str, CellField]:
        """Return the fields that are cells, by their names, in the order of the columns."""
        return {name: f for name, f in cls.fields.items() if isinstance(f, CellField)}

    @classmethod
    def lacks(cls, field: str) -> str:
        """Return the words of a blank cell without which the row can't be used."""
        return f"is blank, but {cls.cells()[field].needed} is needed"

    @classmethod
    def asides(cls) -> frozenset[str]:
        """Return the fields whose cells may be unreadable in a row that is used."""
        return frozenset(column.field for column in cls.spec.columns if column.aside)

    @property
    def says(self) -> dict[str, Any]:
        """What the row says, by its fields: wherever it stands."""
        return {name: getattr(self, name) for name in self.fields if name != "place"}


def _column(name: str, field: CellField) -> Column:
    kind, allowed = _kind(field.hint)
    return Column(field.heading, name, kind, allowed, field.private, field.note, field.aside)


def _kind(hint: Any) -> tuple[Kind, tuple[str, ...]]:
    """Return how a field's type is read from a cell, and the words that it allows."""
    if get_origin(hint) is Annotated:
        for said in hint.__metadata__:
            if isinstance(said, Kind):
                return said, ()
            if isinstance(said, tuple):
                return Kind.CHOICE, said
        return _kind(hint.__origin__)
    if hint in _KINDS:
        return _KINDS[hint], ()
    if get_origin(hint) is Literal:
        return Kind.CHOICE, tuple(word for word in get_args(hint) if word)
    of_parts = [_kind(part) for part in get_args(hint) if part is not type(None)]
    return next(found for found in of_parts if found != (Kind.CHOICE, ()))
