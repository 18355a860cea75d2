"""A set of letters in a folder: on record before they are there, and never over one another.

First every letter is made, then those that are new go on record, then all are put in place, then
comes the covering list, and last the manifest, which says that the set is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from xl_recoup.contract import Letter
from xl_recoup.disk.disk_files import make_folder
from xl_recoup.disk.replacing import Replacement, write_all
from xl_recoup.disk.targets import free_target, held_by, write_target
from xl_recoup.disk.versions import version_of
from xl_recoup.errors import Refused
from xl_recoup.processes.pool import each
from xl_recoup.records import record
from xl_recoup.statements.outgoing import Outgoing
from xl_recoup.statements.set_manifest import Manifest, read_manifest
from xl_recoup.words import counted, some

Progress = Callable[[int, int], None]
FORMATS = ("pdf", "xlsx")
MANY = 20
"""From so many letters on, it pays to start processes for them."""


@record
class Order:
    """What is to be made of a set of letters, and where."""

    folder: Path
    name: str
    """`statements` or `notices`: what the covering list and the manifest are called by."""
    formats: tuple[str, ...] = FORMATS
    draft: bool = False
    replace: bool = False
    """Whether a file that is not on record may be replaced; it is kept beside then."""
    templates: Path | None = None
    workers: int = 1

    def __post_init__(self) -> None:
        unknown = [f for f in self.formats if f not in FORMATS]
        if unknown or not self.formats:
            raise Refused(
                f"Statements are written as xlsx or pdf, not {', '.join(unknown) or 'none'}."
            )

    def names(self, letter: Outgoing) -> list[str]:
        """Return the names of a letter's files."""
        return [f"{letter.stem}.{suffix}" for suffix in self.formats]

    @property
    def title(self) -> str:
        """The name of the set."""
        return f"{self.name}-draft" if self.draft else self.name

    @property
    def manifest(self) -> Path:
        """Where the manifest stands."""
        return self.folder / f"manifest-{self.title}.json"

    @property
    def covering_list(self) -> Path:
        """Where the covering list stands."""
        return self.folder / f"covering-list-{self.title}.xlsx"


class Sent(NamedTuple):
    """What was sent: the files in order, how many letters are new, what a person should know."""

    files: list[Path]
    letters: int
    new: int
    told: list[str]
    draft: bool

    def words(self, folder: Path) -> str:
        """Return what was done in a sentence or two."""
        if not self.letters:
            return "No letter is due, so nothing was written."
        whole = counted(self.letters, "letter")
        if self.draft:
            return f"{whole} written to {folder} as drafts: with a watermark, not on record."
        old = self.letters - self.new
        said = f"{whole} written to {folder}, with a covering list."
        if self.new:
            said += f" New on the sheet Letters: {self.new:,}."
        return f"{said} Unchanged since they were sent: {old:,}." if old else said


class _Wanted(NamedTuple):
    """One letter's files, to be made in a process of their own."""

    letter: Outgoing
    formats: tuple[str, ...]
    templates: Path | None
    draft: bool


def _files(wanted: _Wanted) -> list[tuple[str, bytes]]:
    made = wanted.letter.made
    return [
        (f"{wanted.letter.stem}.{f}", made(f, wanted.templates, draft=wanted.draft))
        for f in wanted.formats
    ]


def send(
    letters: Sequence[Outgoing],
    order: Order,
    record: Callable[[list[Letter]], None],
    *,
    progress: Progress | None = None,
) -> Sent:
    """Write letters into a folder; `record` puts those that are new on the workbook's record.

    `progress` is told (done, all) after each letter. A draft is no letter: it is not recorded, and
    another draft replaces it. Raises Refused where another file has a new letter's name,
    FileUnavailable where a file can't be written. In no case is a letter in the folder that is not
    on record.
    """
    from xl_recoup.statements.covering_list import covering_xlsx  # which loads openpyxl

    make_folder(order.folder)
    before = read_manifest(order.manifest)
    covering = free_target(order.covering_list, ours=before.has, replace=order.replace)
    made = _make(letters, order, progress)
    digests = {name: version_of(data) for name, data in made.items()}
    told = [*_of_half_set(order, before), *_of_what_left(letters, order, digests)]
    replacements = _replacements(letters, order, made, before)
    rows = [] if order.draft else [(row, x) for x in letters for row in x.rows]
    listed = covering_xlsx(letters, order.formats, draft=order.draft)
    covers = {order.covering_list.name: version_of(listed)}
    names = {x.number: order.names(x) for x in letters}
    said = Manifest.of(order.title, names, digests, covers, before)
    said.write(order.manifest, before)
    if rows:
        record([_with_file(row, x, digests) for row, x in rows])
    told += write_all(replacements)
    told += write_target(covering, listed)
    said.completed().write(order.manifest, said)
    files = [order.folder / name for x in letters for name in order.names(x)]
    new = sum(not x.standing.left for x in letters)
    return Sent(files, len(letters), new, told, order.draft)


def _make(letters: Sequence[Outgoing], order: Order, progress: Progress | None) -> dict[str, bytes]:
    """Return every file of the set by its name: as it is where it left before, or made now."""
    made: dict[str, bytes] = {}
    wanted = []
    for x in letters:
        there = _there(x, order)
        made |= there
        if not there:
            wanted.append(_Wanted(x, order.formats, order.templates, order.draft))
    workers = order.workers if len(wanted) >= MANY else 1
    files_of = each(_files, wanted, workers=workers)
    for done, files in enumerate(files_of, len(letters) - len(wanted) + 1):
        made |= files
        if progress is not None:
            progress(done, len(letters))
    return made


def _there(letter: Outgoing, order: Order) -> dict[str, bytes]:
    """Return the files of a letter that left before, where the folder has all of them."""
    if letter.standing.left is None or order.draft:
        return {}
    held = {name: held_by(order.folder / name) for name in order.names(letter)}
    found = {name: data for name, data in held.items() if data is not None}
    return found if len(found) == len(held) else {}


def _of_half_set(order: Order, before: Manifest) -> list[str]:
    """Return what is to be said of a set that was begun here and never finished."""
    if before.complete:
        return []
    return [
        f"{order.folder} held a part of a set of {order.name} that was begun and never finished. It"
        " is complete now. Compare what was taken from it before with the covering list."
    ]


def _of_what_left(letters: Sequence[Outgoing], order: Order, digests: dict[str, str]) -> list[str]:
    """Return what is to be said of files that are not those that left, by their digests."""
    changed, remade = [], []
    for x in letters:
        left = x.standing.left
        if left is None or order.draft or left.file not in digests:
            continue
        held = held_by(order.folder / left.file)
        if held is not None and version_of(held) != left.file_digest:
            changed.append(left.file)
        elif held is None and digests[left.file] != left.file_digest:
            remade.append(left.file)
    told = []
    if changed:
        told.append(
            f"{some(changed)} in {order.folder} {'is' if len(changed) == 1 else 'are'} not as on"
            " the day of sending, by the File digest on the sheet Letters; left as found."
        )
    if remade:
        told.append(
            f"{some(remade)} {'was' if len(remade) == 1 else 'were'} made again in the same words."
            " The look may differ from what was sent: the program or the templates have changed."
        )
    return told


def _replacements(
    letters: Sequence[Outgoing], order: Order, made: dict[str, bytes], before: Manifest
) -> list[Replacement]:
    """Return what is to be put in place; refuse where a new letter would replace another file."""
    names = [(x, name) for x in letters for name in order.names(x)]
    if not order.draft and not order.replace:
        others = [
            name
            for x, name in names
            if x.standing.left is None
            and (held := held_by(order.folder / name)) is not None
            and held != made[name]
        ]
        if others:
            raise Refused(
                f"{order.folder} holds {some(others)} already, which the sheet Letters does not"
                " have. What may have been sent is not replaced: choose another folder, move these"
                " files away, or add --replace to have them kept beside as dated copies."
            )
    wanted = []
    for x, name in names:
        path = order.folder / name
        held = held_by(path)
        if held == made[name] or (held is not None and x.standing.left and not order.draft):
            continue
        target = free_target(path, ours=before.has, replace=order.replace)
        wanted.append(Replacement(target.path, made[name], target.before))
    return wanted


def _with_file(row: Letter, letter: Outgoing, digests: dict[str, str]) -> Letter:
    """Return a new row with the file that it speaks of: the PDF, where there is one."""
    name = next(n for f in FORMATS if (n := f"{letter.stem}.{f}") in digests)
    return row.model_copy(update={"file": name, "file_digest": digests[name]})
