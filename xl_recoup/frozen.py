"""Records that nobody changes: how a class of them is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from typing import dataclass_transform

    @dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
    def record(kind: type[T]) -> type[T]:
        """Make a record whose fields are given by their names."""

    @dataclass_transform(frozen_default=True, field_specifiers=(field,))
    def short_record(kind: type[T]) -> type[T]:
        """Make a record of few fields, which may be given in their order."""
else:
    # Frozen for the type checker. At run time a frozen dataclass sets each field by a call, which
    # takes a tenth of a whole run over ten thousand placements, and the class itself takes twice as
    # long to make, at every start.
    record = dataclass(slots=True, kw_only=True, unsafe_hash=True)
    short_record = dataclass(slots=True, unsafe_hash=True)
