"""The custom functions through xlwings' own function server, with its Windows parts stood in for.

What Excel hands over and gets back passes through xlwings' conversions here, as on a desktop.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from datetime import date, datetime
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import xlwings as xw

from xl_recoup.excel import function_list, functions

MISSING = -2147352572  # what VBA hands over for an argument that is left out
NOT_AVAILABLE = -2146826246

WINDOWS_ONLY = {
    "pythoncom": ["CoInitialize"], "pywintypes": [], "win32com": [],
    "win32com.client": ["Dispatch"], "xlwings.com_server": ["loop"],
}  # fmt: skip
"""What the server imports on Windows, and what it looks for there."""


class Conversions:
    """The two conversions of the Windows engine that need no Windows."""

    name, type = "excel", "desktop"

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, numbers: Any, err_to_str: bool) -> Any:
        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty
            if value == NOT_AVAILABLE:
                return "#N/A" if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        assert isinstance(value, str | float | int | bool | date), f"pywin32 gets {value!r}"
        return value


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Call a custom function as the VBA wrapper does."""
    for name, held in WINDOWS_ONLY.items():
        module = ModuleType(name)
        vars(module).update(dict.fromkeys(held))
        monkeypatch.setitem(sys.modules, name, module)
    windows = SimpleNamespace(
        Range=lambda xl: SimpleNamespace(options=None), is_range_instance=lambda value: False
    )
    monkeypatch.setattr(xw, "_xlwindows", windows, raising=False)
    monkeypatch.setitem(xw.engines.engines_by_name, "excel", xw.Engine(impl=Conversions()))
    monkeypatch.delitem(sys.modules, "xlwings.udfs", raising=False)
    udfs = importlib.import_module("xlwings.udfs")
    monkeypatch.setattr(xw, "func", udfs.xlfunc)
    monkeypatch.setattr(xw, "arg", udfs.xlarg)
    entered = list(function_list.FUNCTIONS)
    function_list.FUNCTIONS.clear()
    importlib.reload(functions)
    yield lambda name, *given: udfs.call_udf("xl_recoup.excel.functions", name, given)
    monkeypatch.undo()
    sys.modules.pop("xlwings.udfs", None)
    function_list.FUNCTIONS.clear()
    importlib.reload(functions)
    assert [f.name for f in function_list.FUNCTIONS] == [f.name for f in entered]


def test_single_cells(call: Any) -> None:
    """Numbers come as floats, days as time stamps or serial numbers."""
    assert call("RECOUP_WEEKS", datetime(2025, 10, 1), 46112.0, MISSING) == [[26]]
    assert call("RECOUP_AMOUNT", 5022.0, 26.0, MISSING) == [[2511.0]]
    assert call("RECOUP_UPN_VALID", "B801200005001") == [[True]]


def test_ranges(call: Any) -> None:
    """A range gives a range; blanks, texts and error cells spoil their own results alone."""
    days = ((datetime(2025, 10, 1),), (None,), ("soon",), (NOT_AVAILABLE,))
    end = datetime(2026, 3, 31)
    assert call("RECOUP_WEEKS", days, end, "exclusive") == [
        [25], ["#VALUE!"], ["#VALUE!"], ["#VALUE!"],
    ]  # fmt: skip


def test_days_come_out_as_days(call: Any) -> None:
    """A day among the results is one, and what no range can hold is never handed over."""
    table = (("Calendar", "Kind", "Name", "From", "To"),
             ("LA", "term", "t", datetime(2025, 9, 1), datetime(2025, 12, 19)))  # fmt: skip
    found = call("RECOUP_RELEVANT_DATE", ((45936.0,), (45937.0,)), table, MISSING)
    assert found == [[date(2025, 10, 14)], [date(2025, 10, 15)]]


def test_a_bad_single_argument_raises(call: Any) -> None:
    """The wrapper in Excel gets an error, which it makes #VALUE!."""
    with pytest.raises(ValueError, match="reading"):
        call("RECOUP_WEEKS", datetime(2025, 10, 1), datetime(2026, 3, 31), "roughly")


def test_what_the_server_knows_is_what_the_list_says(call: Any) -> None:
    """xlwings sees each function with the arguments, descriptions and defaults of our list."""
    for f in function_list.FUNCTIONS:
        known = vars(f.call)["__xlfunc__"]
        assert known["name"] == f.name
        assert known["category"] == function_list.CATEGORY
        assert [(a["name"], a["doc"], "optional" in a) for a in known["args"]] == [
            (a.name, a.doc, a.optional) for a in f.arguments
        ]
        assert all(a["options"]["ndim"] == 2 for a in known["args"])
