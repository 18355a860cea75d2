"""What Windows' numbers mean, and what is broken of pywin32's own notes: the cause, not a guess."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from xl_recoup.excel.failures import foreseen, not_reached, sentence_for


def _com(number: int, inner: int | None = None) -> Exception:
    details = None if inner is None else (0, "Microsoft Excel", "words", "", 0, inner)
    return Exception(-2147352567 if inner else number, "words of Windows", details, None)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (-2147024891, "started as administrator"),
        (-2147319779, "a repair of Office"),
        (-2147312566, "a repair of Office"),
        (-2147221164, "a repair of Office"),
        (-2147221005, "a repair of Office"),
        (-2146959355, "does not answer"),
        (-2147221021, "does not answer"),
        (-2147024882, "ran out of memory"),
        (-2147418111, "Press Esc in Excel"),
        (-2147220995, "closed meanwhile"),
    ],
)
def test_a_number_of_com_is_told_by_what_it_means(number: int, words: str) -> None:
    """Wherever it stands, and whether Excel was reached before or not."""
    for error in (_com(number), _com(0, number)):
        assert words in sentence_for(error)
        assert words in not_reached(error)


@pytest.mark.parametrize("number", [-2146827284, -2147467259])
def test_a_number_that_says_nothing_is_not_guessed_at(number: int) -> None:
    """Excel's own general error has no sentence of its own."""
    assert foreseen(_com(0, number)) == ""
    assert "nobody foresaw" in not_reached(_com(0, number))


@pytest.mark.parametrize(
    ("number", "words"),
    [(1260, "a rule of IT or a virus scanner"), (225, "a rule of IT or a virus scanner"),
     (4551, "a rule of IT or a virus scanner"), (1455, "ran out of memory"), (22, "error 22")],
)  # fmt: skip
def test_what_windows_refuses_a_library_for(number: int, words: str) -> None:
    """A rule and a virus scanner, no memory, and what is not known."""
    assert words in not_reached(OSError(number, "words of Windows"))


@pytest.mark.parametrize(
    "error",
    [
        ModuleNotFoundError("No module", name="win32com.gen_py.00020813x0x1x9"),
        ImportError("cannot import name", name="win32com.gen_py"),
        KeyError("CLSIDToClassMap"),
        AttributeError("module 'win32com.gen_py.x' has no attribute 'MinorVersion'"),
        SyntaxError("invalid syntax", ("C:/Temp/gen_py/3.13/x.py", 1, 1, "")),
    ],
)
def test_pywin32s_notes_are_broken_in_whichever_way(error: Exception) -> None:
    """A part that is missing or torn: delete the folder, and don't install again."""
    for said in (sentence_for(error), not_reached(error)):
        assert "gen_py" in said
        assert "Install" not in said


def test_a_dictionary_of_theirs_that_is_cut_off(tmp_path: Path) -> None:
    """They are read back by pywin32's own module, which then fails without naming them."""
    module = tmp_path / "gencache.py"
    module.write_text("import pickle\n\npickle.loads(b'')\n")
    with pytest.raises(EOFError) as caught:
        runpy.run_path(str(module))
    assert "gen_py" in not_reached(caught.value)


def test_a_library_of_ours_that_is_missing_is_named() -> None:
    """It is no broken cache: installing again is the cure."""
    error = ModuleNotFoundError("No module named 'pythoncom'", name="pythoncom")
    assert "pythoncom is missing" in not_reached(error)
