"""The kinds of trouble between Excel and Python that offices report, and what holds each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ACCEPTANCE = "docs/acceptance.md"

KINDS = {
    "advice that asks IT for another program than the one that is started": [
        "macro_books/test_bridge.py one_line_starts_one_program_at_a_fixed_place",
        "macro_books/test_bridge.py the_place_is_where_the_installation_puts_python",
        "excel/test_pages.py it_is_asked_for_what_the_program_looks_at",
        "excel/test_it_rules.py an_exclusion_that_defender_cannot_read",
    ],
    "a fallback for one button of many where Office may start nothing": [
        "desk/test_window.py every_button_is_there",
        "desk/test_every_button.py all_buttons_do_what_the_commands_do",
        "desk/test_shortcut.py the_windows_line_shows_the_window",
    ],
    "a catch-all that guesses the cause": [
        "excel/test_pressed.py why_excel_could_not_be_reached",
        "excel/test_pressed.py a_broken_cache_names_the_folder",
        "excel/test_meanings.py a_number_of_com_is_told_by_what_it_means",
        "excel/test_meanings.py pywin32s_notes_are_broken_in_whichever_way",
        "excel/test_bad_input.py no_workbook_at_all",
        "excel/test_bad_input.py the_log_tells_what_happened_and_no_data",
    ],
    "compiled rests of a template in the macro project": [
        "macro_books/test_vba.py the_project_is_source_text_alone",
        "macro_books/test_vba.py an_analyser_of_vba_has_nothing_to_say",
    ],
    "workbooks, folders and sheets that steer which program is started": [
        "macro_books/test_bridge.py nothing_is_read_but_the_workbooks_name",
        "macro_books/test_functions_addin.py nothing_steers_it",
        "excel/test_installation.py a_workbook_that_would_steer_programs",
        "excel/test_installation.py settings_of_xlwings_do_not_matter",
    ],
    "files shared with VBA, which reads other letters": [
        "excel/test_install_windows.py a_user_whose_name_has_accents",
        "macro_books/test_bridge.py whatever_a_workbook_is_called",
        "excel/test_install_windows.py what_the_first_edition_set_is_given_back",
    ],
    "a doctor that looks where it is light": [
        "excel/test_it_rules.py rules_of_defender_wherever_they_are_set",
        "excel/test_it_rules.py each_setting_is_named",
        "excel/test_it_rules.py a_profile_on_a_server",
        "excel/test_it_rules.py applocker_is_named",
        "excel/test_installation.py what_the_registry_forbids",
    ],
    "hidden workbooks that count, and the one in front that does not": [
        "excel/test_open_books.py hidden_ones_do_not_count",
        "excel/test_open_books.py the_one_in_front_comes_first",
    ],
    "words that are true for one way of keeping files": [
        "excel/test_open_books.py words_on_saving_are_true",
        "macro_books/test_bridge.py what_keeps_a_button_from_beginning",
        "excel/test_bad_input.py a_read_only_copy",
    ],
    "a start that is paid at every click": [
        "excel/test_what_is_loaded.py a_button_loads_nothing_heavy",
        "excel/test_what_is_loaded.py a_button_loads_what_only_it_needs",
        "excel/test_doors.py no_call_for_each_row",
        "excel/test_doors.py no_call_for_each_column_that_is_folded_away",
    ],
    "an add-in that a virus scanner takes away": [
        "excel/test_traces.py an_add_in_that_was_taken_away",
        "docs/acceptance.md was installed and is gone",
    ],
    "the reason why Python was not started, replaced by a guess": [
        "macro_books/test_bridge.py why_python_did_not_start",
        "macro_books/test_bridge.py python_that_ends_without_a_word",
        "excel/test_pressed.py an_installation_without_its_libraries",
    ],
    "names of workbooks that are cut or misread": [
        "macro_books/test_bridge.py whatever_a_workbook_is_called",
        "excel/test_pressed.py the_workbook_of_that_name_is_acted_on",
        "docs/acceptance.md Recoup v=2 é.xlsx",
    ],
    "other kinds of Excel, Python and place than the one that was tried": [
        "scripts/test_release_parts.py what_is_needed_on_windows",
        "scripts/test_release_parts.py a_wheel_that_is_missing",
        "docs/acceptance.md with 32-bit Excel",
    ],
    "formats that split where tables grow and shrink": [
        "fidelity/test_rules_stay_whole.py ten_writings_leave_as_many_rules",
        "book/writing/test_our_formats.py a_second_writing_adds_no_style",
        "docs/acceptance.md Manage Rules",
    ],
    "a branch that is never compiled": [
        "macro_books/test_bridge.py what_keeps_a_button_from_beginning",
        "macro_books/test_vba.py the_project_is_sound_for_its_library",
    ],
    "an error at the start that is passed over": [
        "macro_books/test_functions_addin.py help_is_given_at_the_first_click",
        "docs/acceptance.md help was not given at the first click",
    ],
    "rests of a stock module": [
        "macro_books/test_bridge.py no_file_of_ours_knows_settings_of_xlwings",
        "excel/test_macros.py new_year_is_made_from_what_is_in_excel",
        "excel/test_installation.py two_tabs",
    ],
}
"""Each kind, with the tests that hold it, and the steps for what only Windows can show."""


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_held(kind: str) -> None:
    """What is named for a kind is there by its name: a test, or a step of the acceptance."""
    for held in KINDS[kind]:
        place, name = held.split(" ", 1)
        if place == ACCEPTANCE:
            assert name in (ROOT / place).read_text(encoding="utf-8"), held
        else:
            tests = (ROOT / "tests" / place).read_text(encoding="utf-8")
            assert re.search(rf"^def test_{name}\(", tests, re.M), held
