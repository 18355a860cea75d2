"""Files made of the workbook that is open in Excel: for the finance system, for the Forum."""

from __future__ import annotations

import xlwings as xw

from xl_recoup import clock
from xl_recoup.excel.dialogs import Desk
from xl_recoup.excel.open_runs import last_result, read
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.words import counted


def exported(book: xw.Book, desk: Desk) -> str:
    """Write the CSV files for the finance system into a folder that is chosen; say how many."""
    from xl_recoup.export.csv_files import export_csv
    from xl_recoup.export.export_content import refuse_unread

    folder = desk.folder("Where should the files for the finance system go?")
    with desk.at_work():
        result = last_result(book, progress=desk.progress)
        desk.progress("writing")
        refuse_unread(result.findings)
        paths = export_csv(result.items, folder)
    return f"{counted(len(paths), 'file')} written to {folder}."


def paper_written(book: xw.Book, desk: Desk) -> str:
    """Write the paper for the Schools Forum to a file that is chosen; say where it is."""
    from xl_recoup.files.forum_file import write_paper

    target = desk.new_file("forum paper.docx", "Where should the paper for the Forum go?")
    told: list[str] = []
    with desk.at_work():
        tables, today = read(book, desk.progress), clock.now().date()
        result = as_last_run(tables, as_at=None, today=today, progress=desk.progress)
        write_paper(tables, result, target, progress=desk.progress, tell=told.append)
    edit = "Its recommendations are drafts: edit them before it is sent."
    return "\n".join([f"Written to {target}. {edit}", *told])
