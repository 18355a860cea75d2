"""Every recipe of docs/recipes.md leads home: followed in a copy of the project, it works."""

from __future__ import annotations

import json
import re

import pytest

from tests.macro_books.books import RIBBON_PART, parts_of, vba_of
from tests.recipes.conftest import REBUILD, House
from tests.recipes.recipe import RECIPES
from xl_recoup.book import read_workbook
from xl_recoup.tables import Cell, Table

MOST_FILES = 3
PYTEST = ("python3", "-m", "pytest", "-q")
BOTH = ("recoupment.xlsm", "recoupment.xlam")


def table(house: House, name: str) -> Table:
    """Return a table of the rebuilt workbook."""
    found = read_workbook(house.root / "workbook" / "recoupment.xlsx").find(name)
    assert found is not None
    return found


def cells(found: Table, key: str, ref: str, *headings: str) -> list[Cell]:
    """Return cells of the one row that has `ref` under a heading."""
    at = [found.headings.index(heading) for heading in (key, *headings)]
    (row,) = [row for row in found.rows if row[at[0]] == ref]
    return [row[i] for i in at[1:]]


def test_the_page_has_the_usual_changes() -> None:
    """A recipe for each of the changes that are made most often, and no step that is not read."""
    assert [*RECIPES] == [
        "A check",
        "A column",
        "A column of the placements",
        "A setting",
        "A scheme",
        "A button",
        "A command",
        "A custom function",
        "A feature of another workbook",
    ]


@pytest.mark.parametrize("name", RECIPES)
def test_few_files_are_changed_by_hand(name: str) -> None:
    """No recipe needs more than three files by hand; the rest is made by a script."""
    recipe = RECIPES[name]
    assert 1 <= len(recipe.files) <= MOST_FILES
    assert recipe.commands


def test_what_was_written_is_as_the_formatter_and_the_linter_want_it(house: House) -> None:
    """The recipes' own lines are clean."""
    files = {name for recipe in RECIPES.values() for name in recipe.files if name.endswith(".py")}
    house.run("python3", "-m", "ruff", "check", *files)
    house.run("python3", "-m", "ruff", "format", "--check", *files)


def test_a_check_finds(house: House) -> None:
    """The check finds what its case holds, keeps every promise of a check, and is on its pages."""
    house.run(*PYTEST, "tests/checks/test_catalogue.py", "-k", "R88 or every")
    assert "### R88" in house.page("docs/checks.md")
    assert "Placements D5: holds more than initials" in house.page("docs/error-gallery.md")


def test_a_check_without_its_case_is_said_in_a_sentence(house: House) -> None:
    """What was forgotten is named, by the script and by the tests."""
    program = (
        "import tests.checks; tests.checks.CASES.pop('R88');"
        "from scripts import make_docs\n"
        "try:\n    make_docs.checks_page()\nexcept SystemExit as said:\n    print(said)"
    )
    assert house.says(program) == (
        "R88 has no case, so its messages can't be shown: add one to"
        " tests/checks/cases_circumstances.py."
    )


def test_a_column_is_in_the_workbook_and_is_read(house: House) -> None:
    """The rebuilt sheets have the columns in their places, the page of tables their meaning."""
    headings = table(house, "Schools").headings
    assert headings[headings.index("Successor") + 1] == "Telephone"
    headings = table(house, "Placements").headings
    assert headings[headings.index("PO number") + 1] == "Key worker"
    for meaning in ("the office's number", "whom the school rings about the pupil"):
        assert meaning in house.page("docs/tables.md")
    program = (
        "from tests.support.books import SCHOOLS, pex, run\n"
        "schools = [SCHOOLS[0] | {'Telephone': ' 020 '}, *SCHOOLS[1:]]\n"
        "result = run([pex(**{'Key worker': ' Ms. Day '})], Schools=schools)\n"
        "print(result.policy.schools.rows[0].telephone, result.rows[0].key_worker)"
    )
    assert house.says(program) == "020 Ms. Day"


def test_a_setting_is_documented_and_read(house: House) -> None:
    """The Settings sheet and page have it; another value is read, and a wrong one refused."""
    found = cells(table(house, "Settings"), "Setting", "Reminder days", "Value", "Allowed")
    assert found == [30, "a whole number from 1 to 366"]
    assert "| Reminder days | 30 |" in house.page("docs/settings.md")
    program = (
        "from tests.support.books import pex, run\nfrom xl_recoup.errors import Refused\n"
        "print(run([pex()], settings={'Reminder days': 14}).policy.options.reminder_days)\n"
        "try:\n    run([pex()], settings={'Reminder days': 0})\n"
        "except Refused as refused:\n    print(refused)"
    )
    read, refused = house.says(program).splitlines()
    assert read == "14"
    assert "Reminder days" in refused


def test_what_is_stated_apart_was_stated(house: House) -> None:
    """The settings of the contract are those that a test states apart."""
    said = house.run(*PYTEST, "tests/policy/test_options.py", "-k", "defaults")
    assert re.search(r"\b[1-9]\d* passed\b", said)


def test_a_scheme_charges(house: House) -> None:
    """The placement under the scheme has its charge line in the rebuilt workbook, to the penny."""
    found = cells(
        table(house, "Charges"), "Placement ref", "BTA-2526-099", "Amount", "Units", "Working"
    )
    assert found[:2] == [1440, 12]
    assert "£120.00" in str(found[2])


@pytest.mark.parametrize("book", BOTH)
def test_a_button_is_on_the_ribbon_and_in_vba(house: House, book: str) -> None:
    """Ribbon, Sub and macro are there, behind the others of the group."""
    path = house.root / "workbook" / book
    ribbon = parts_of(path)[RIBBON_PART].decode()
    group = re.search(r'<group [^>]*label="Month end">(.*?)</group>', ribbon, re.DOTALL)
    assert group
    assert re.findall(r' label="([^"]+)"', group[1])[-1] == "Forum report"
    assert 'RecoupmentRun "forum_report"' in vba_of(path)["RecoupmentMacros"]


def test_a_button_resolves_and_works(house: House) -> None:
    """What holds for every button holds for it; pressed, it writes the report."""
    places = ("tests/macro_books/test_ribbon.py", "tests/macro_books/test_vba.py")
    house.run(*PYTEST, *places, "tests/excel/test_pages.py")
    program = (
        "import sys, pathlib, xlwings as xw\nfrom tests.support.excel import running\n"
        "from xl_recoup.excel import macros\ntarget = pathlib.Path('forum.xlsx')\n"
        "with running() as app:\n"
        "    xw.Book(impl=app.books.open(pathlib.Path('workbook/recoupment.xlsx')))"
        ".set_mock_caller()\n"
        "    app.answers = [str(target)]\n    macros.forum_report()\n"
        "    print(app.told, target.exists())"
    )
    assert house.says(program) == "[('Written to forum.xlsx.', 'info')] True"


def test_a_command_answers(house: House) -> None:
    """It has its help, an answer for people and for programs, and its line on the page."""
    for command in RECIPES["A command"].commands:
        if command != REBUILD:
            assert "usage: python -m xl_recoup schemes" in house.run(*command)
    asked = ("python3", "-m", "xl_recoup", "schemes", "workbook/recoupment.xlsx")
    assert "TUTOR" in house.run(*asked).splitlines()
    said = json.loads(house.run(*asked, "--json"))
    assert (said["command"], said["exit_code"]) == ("schemes", 0)
    assert "`python -m xl_recoup schemes BOOK`" in house.page("docs/buttons-and-commands.md")


def test_a_custom_function_is_wrapped(house: House) -> None:
    """Its wrapper and its descriptions are in the VBA."""
    code = vba_of(house.root / "workbook" / "recoupment-functions.xlam")["RecoupmentFunctions"]
    assert "Public Function RECOUP_WITH_VAT(amount, Optional percentage) As Variant" in code
    assert '"the rate of VAT in per cent; 20 where left out"' in code


def test_a_custom_function_computes(house: House) -> None:
    """It works over a range, with a real error where it can't."""
    program = (
        "from xl_recoup.excel.functions import RECOUP_WITH_VAT\n"
        "print(RECOUP_WITH_VAT([[10.0], ['x']]))"
    )
    assert house.says(program) == "[[12.0], ['#VALUE!']]"
    assert "`RECOUP_WITH_VAT`" in house.page("docs/buttons-and-commands.md")


def test_a_feature_survives(house: House) -> None:
    """The workbook with the feature is written to in every way, and nothing is lost."""
    (command,) = RECIPES["A feature of another workbook"].commands
    assert "1 passed" in house.run(*command)
