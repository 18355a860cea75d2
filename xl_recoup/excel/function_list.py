"""The custom functions as data: what the wrappers in Excel and the pages are made from."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import xlwings as xw

from xl_recoup.excel.arguments import InPlace

F = TypeVar("F", bound=Callable[..., Any])
CATEGORY = "Recoupment"
LONGEST_DOC = 255
"""Characters that Excel's function wizard shows of a description."""


class Argument(NamedTuple):
    """One argument of a custom function, as Excel's function wizard shows it."""

    name: str
    doc: str
    optional: bool


class Function(NamedTuple):
    """One custom function: its name in Excel, its arguments in order, its help and its Python.

    `call` takes single values or rows of them, and returns a single value or rows. It raises
    ValueError where the whole has no result; texts such as `#VALUE!` among its results stand for
    errors. The wrapper in Excel makes both real errors.
    """

    name: str
    arguments: tuple[Argument, ...]
    doc: str
    call: Callable[..., Any]


READ_IN_PLACE = frozenset({"charges_table"})
"""Arguments that are big tables, of which a function reads what it needs."""
FUNCTIONS: list[Function] = []
"""Every custom function, in the order in which the module defines them."""


def function(**arguments: str) -> Callable[[F], F]:
    """Enter a custom function in the list, with a description for each of its arguments."""

    def enter(call: F) -> F:
        given = inspect.signature(call).parameters
        assert list(given) == list(arguments), f"{call.__name__}: describe {list(given)}"
        described = tuple(
            Argument(name, doc, given[name].default is not inspect.Parameter.empty)
            for name, doc in arguments.items()
        )
        doc = inspect.getdoc(call) or ""
        first = " ".join(doc.split("\n\n")[0].split())
        assert max(map(len, (first, *arguments.values()))) <= LONGEST_DOC
        FUNCTIONS.append(Function(call.__name__, described, first, call))
        entered = call
        for argument in described:
            how = {"convert": InPlace} if argument.name in READ_IN_PLACE else {}
            entered = xw.arg(argument.name, doc=argument.doc, ndim=2, err_to_str=True, **how)(
                entered
            )
        return xw.func(category=CATEGORY)(entered)  # last: `arg` sets the category back

    return enter
