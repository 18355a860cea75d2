"""Is anything lost? `fidelity.py FOLDER [--keep FOLDER]` writes into copies of every workbook.

Each workbook gets a sheet of ours with a table on it; then each of its own tables is made longer
and shorter, and a few single cells are filled; at last the sheet and the longer tables at once,
which is the copy that `--keep` keeps under the same name. After each writing the two files are
compared part by part, byte for byte, and inside the sheets that were written element by element
and attribute by attribute outside our cells. Exits with 1 where anything was lost or failed; a
refusal in a sentence is none.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

if __name__ == "__main__":
    from environment import go_on_in_it

    go_on_in_it()

from rich.console import Console  # noqa: E402  # the path above comes first
from rich.progress import track  # noqa: E402
from rich.table import Table as Shown  # noqa: E402

from fidelity_compare import Book, Meant, losses  # noqa: E402
from fidelity_compare.features import counted  # noqa: E402
from fidelity_compare.meant import block_of  # noqa: E402
from xl_recoup.book import read_workbook, write_tables  # noqa: E402
from xl_recoup.errors import Refused  # noqa: E402
from xl_recoup.tables import Cell, CellWrites, OutCell, Table, TableWrite  # noqa: E402

ADDED = TableWrite(
    "Recoup_fidelity",
    ("Text", "Amount", "Day"),
    [("added & kept", 1, date(2026, 1, 31)), ("<none>", None, None)],
    sheet="Recoup fidelity",
    title="A sheet of ours",
    purpose="Added to see that nothing else changes.",
)
FILLED = 3
"""Single cells that are filled on each sheet."""
Work = tuple[TableWrite | CellWrites, Meant]
IN_OUR_CELLS = {
    "array formula", "calculated column", "calculation chain", "cell metadata",
    "phonetic reading", "rich text run", "shared formula",
}  # fmt: skip
"""What may be in the cells that were replaced, or is made again by Excel: counted, not judged."""


@dataclass
class Outcome:
    """What came of one workbook."""

    name: str
    added: bool = False
    grown: int = 0
    shrunk: int = 0
    filled: int = 0
    parts: int = 0
    refusals: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run over a folder and show what came of it; 1 where anything was lost."""
    parser = argparse.ArgumentParser(description="Write into copies of workbooks and compare.")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the written copies here")
    options = parser.parse_args(arguments)
    books = workbooks(options.folder) if options.folder.is_dir() else []
    if not books:
        print(f"There is no .xlsx or .xlsm file in {options.folder}.", file=sys.stderr)
        return 2
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    bar = Console(stderr=True)
    outcomes = [examined(book, options.keep) for book in track(books, "Workbooks", console=bar)]
    show(outcomes, time.monotonic() - began)
    return int(any(outcome.losses for outcome in outcomes))


def workbooks(folder: Path) -> list[Path]:
    """Return the workbooks of a folder by name."""
    return sorted(
        path for path in folder.iterdir()
        if path.suffix.casefold() in (".xlsx", ".xlsm") and not path.name.startswith(("~$", "."))
    )  # fmt: skip


def examined(source: Path, keep: Path | None) -> Outcome:
    """Write into copies of a workbook and compare each with the original."""
    outcome = Outcome(source.name)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / source.name
        try:
            _examine(source, target, outcome, keep)
        except Refused as refusal:
            outcome.refusals.append(str(refusal))
        except Exception as error:  # whatever fails is a finding of this very program
            traceback.print_exc()
            outcome.losses.append(f"failed: {type(error).__name__}: {error}")
    return outcome


def _examine(source: Path, target: Path, outcome: Outcome, keep: Path | None) -> None:
    tables = read_workbook(source).tables.values()
    before = Book(source)
    outcome.parts, outcome.before = len(before.members), counted(before.parts)
    together: list[Work] = []
    outcome.added = _tried(source, target, before, [(ADDED, Meant(ADDED.table))], outcome)
    if outcome.added:
        together.append((ADDED, Meant(ADDED.table)))
    for table in tables:
        longer, shorter = grown(table), shrunk(table)
        if longer and _tried(source, target, before, [longer], outcome):
            outcome.grown += 1
            together.append(longer)
        if shorter and _tried(source, target, before, [shorter], outcome):
            outcome.shrunk += 1
    for filling in filled(before):
        if _tried(source, target, before, [filling], outcome):
            outcome.filled += len(filling[1].cells)
    while together and not _tried(source, target, before, together, outcome):
        together.pop()  # two tables may be in each other's way
    if not together:
        return
    outcome.after = counted(Book(target).parts)
    for feature, number in outcome.before.items():
        if outcome.after[feature] < number and feature not in IN_OUR_CELLS:
            outcome.losses.append(f"{feature}: {number} before, {outcome.after[feature]} after")
    if keep:
        (keep / source.name).write_bytes(target.read_bytes())


def _tried(
    source: Path,
    target: Path,
    before: Book,
    work: Sequence[Work],
    outcome: Outcome,
) -> bool:
    """Write, compare, and say whether it was written."""
    target.unlink(missing_ok=True)
    try:
        tables = [write for write, _ in work if isinstance(write, TableWrite)]
        cells = [write for write, _ in work if isinstance(write, CellWrites)]
        write_tables(source, target, [*tables, *cells])
    except Refused as refusal:
        if str(refusal) not in outcome.refusals:
            outcome.refusals.append(str(refusal))
        if target.exists():
            outcome.losses.append("a refused writing left a file")
        return False
    found = losses(before, Book(target), [meant for _, meant in work])
    outcome.losses += [text for text in found if text not in outcome.losses]
    return True


def grown(table: Table) -> tuple[TableWrite, Meant] | None:
    """Return the table with its last row written twice more, in the columns that hold values."""
    ours = _ours(table)
    rows = _rows(table, ours)
    return _write(table, ours, [*rows, *(rows[-1:] or [(None,) * len(ours)]) * 2])


def shrunk(table: Table) -> tuple[TableWrite, Meant] | None:
    """Return the table without its last row."""
    ours = _ours(table)
    return _write(table, ours, _rows(table, ours)[:-1]) if len(table.rows) > 1 else None


def filled(book: Book) -> Iterator[tuple[CellWrites, Meant]]:
    """Give, for each sheet, up to three cells outside tables and formulas, to be filled."""
    tables = book.tables().values()
    for name, part in book.sheets().items():
        if "/worksheets/" not in part:
            continue
        taken = [book.place(table)[0] for sheet, _, table in tables if sheet == name]
        merges = (block_of(m.attributes["ref"]) for m in book.tree(part).all("mergeCell"))
        taken += [block for block in merges if block is not None]
        cells = []
        for cell in book.tree(part).all("c"):
            place = block_of(cell.attributes.get("r", ""))
            if place is None or cell.first("f") is not None:
                continue
            if not any(
                block.left <= place.left <= block.right and block.top <= place.top <= block.bottom
                for block in taken
            ):
                cells.append((place.top, place.left))
            if len(cells) == FILLED:
                break
        if cells:
            values = dict.fromkeys(cells, "filled by the comparison")
            yield CellWrites(name, values), Meant(name, cells=frozenset(cells))


def _write(
    table: Table, ours: Sequence[int], rows: Sequence[tuple[OutCell, ...]]
) -> tuple[TableWrite, Meant] | None:
    headings = tuple(table.headings[i] for i in ours)
    if not headings:
        return None
    write = TableWrite(table.name, headings, rows)
    return write, Meant(table.name, headings, len(rows))


def _ours(table: Table) -> list[int]:
    """Return the columns that hold no formula; of three and more the last stays theirs."""
    width = range(len(table.headings))
    free = [
        i for i in width
        if not any(table.address(row, i) in table.formulas for row in range(len(table.rows)))
        and table.headings.index(table.headings[i]) == i
    ]  # fmt: skip
    return free[:-1] if len(free) > 2 else free


def _rows(table: Table, ours: Sequence[int]) -> list[tuple[OutCell, ...]]:
    return [tuple(_written(row[i]) for i in ours) for row in table.rows]


def _written(cell: Cell) -> OutCell:
    """Return what a cell holds as something that can be written: a float exactly as it is."""
    if isinstance(cell, float):
        return Decimal(str(cell))
    return cell if cell is None or isinstance(cell, str | int | bool | date) else str(cell)


def show(outcomes: Sequence[Outcome], seconds: float) -> None:
    """Print what came of it: by feature, then refusals, then losses, then one line of totals."""
    console = Console(soft_wrap=True)
    written = [outcome for outcome in outcomes if outcome.after]
    table = Shown("feature", title="Features of the workbooks that were written")
    for heading in ("workbooks", "occurrences", "after", "lost"):
        table.add_column(heading, justify="right")
    for feature in sorted({f for o in written for f in o.before}, key=str.casefold):
        holders = [outcome for outcome in written if outcome.before[feature]]
        before = sum(outcome.before[feature] for outcome in holders)
        after = sum(outcome.after[feature] for outcome in holders)
        lost = sum(outcome.after[feature] < outcome.before[feature] for outcome in holders)
        words = str(lost) if feature not in IN_OUR_CELLS else "replaced" if lost else "0"
        table.add_row(feature, str(len(holders)), f"{before:,}", f"{after:,}", words)
    console.print(table)
    for kind, texts in (("refused", "refusals"), ("LOST", "losses")):
        for outcome in outcomes:
            for text in getattr(outcome, texts):
                console.print(f"{kind}  {outcome.name}: {text}", markup=False, highlight=False)
    console.print(
        f"Workbooks: {len(outcomes)}, parts: {sum(o.parts for o in outcomes):,}; "
        f"given a sheet: {sum(o.added for o in outcomes)}; tables made longer: "
        f"{sum(o.grown for o in outcomes)}, shorter: {sum(o.shrunk for o in outcomes)}; "
        f"cells filled: {sum(o.filled for o in outcomes)}; "
        f"with a refusal: {sum(bool(o.refusals) for o in outcomes)}; "
        f"losses: {sum(len(o.losses) for o in outcomes)}; seconds: {seconds:.0f}.",
        highlight=False,
    )


if __name__ == "__main__":
    sys.exit(main())
