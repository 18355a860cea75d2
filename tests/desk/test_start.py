"""The window that can't be shown says so, also where nobody reads a console."""

from __future__ import annotations

import sys

import pytest

from xl_recoup.desk import start
from xl_recoup.errors import Refused


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Refused(start.NO_WINDOWS), start.NO_WINDOWS),
        (ImportError("DLL load failed"), "could not be shown: ImportError, DLL load failed"),
    ],
)
def test_an_error_without_a_console(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    """From the Start menu there is no console: a box tells it; with one, it is told there alone."""
    told: list[str] = []

    def broken() -> None:
        raise error

    monkeypatch.setattr(start, "_show", broken)
    monkeypatch.setattr(start, "_tell", told.append)
    with pytest.raises(type(error)):
        start.start()
    assert told == []
    monkeypatch.setattr(sys, "__stderr__", None)
    with pytest.raises(type(error)):
        start.start()
    assert len(told) == 1
    assert said in told[0]
