"""Write a workbook as it was before it was adopted, part by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from xl_recoup.book.package import disk_files, zips
from xl_recoup.book.package.package import Package, open_package
from xl_recoup.book.writing.adoption_record import Record, restored
from xl_recoup.errors import Refused


def write_restored(
    package: Package,
    record: Record,
    cleared: Mapping[str, Callable[[bool], bytes]],
    target: Path,
) -> list[str]:
    """Write the workbook that a record tells of; the file that was there stays beside it.

    Returns the parts that are not what they were: sheets in which values were typed where a run
    filled in charges.
    """
    disk_files.refuse_unless_writable(target)
    data = zips.render(list(restored(package, record, cleared)), package.comment)
    made = open_package(target, data)
    names = [m.name for m in made.members]
    if sorted(names) != sorted(record.checksums) or not made.sheets:
        raise Refused(
            f"{target.name} was not changed: the check of the new file failed. Please report this."
        )
    disk_files.write_whole(target, data, keep_previous=True)
    return [m.name for m in made.members if m.crc != record.checksums[m.name]]
