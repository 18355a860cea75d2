"""What stops a run: a refusal, said in one sentence that a finance officer can act on.

User data never raises: it gives findings. These are for a file, a table or a setting that
leaves nothing sensible to do.
"""

from __future__ import annotations


class Refused(Exception):
    """The run can't be done; the message says what and where and what to do. Exit code 2."""

    exit_code = 2
    codes: tuple[str, ...] = ()
    """The codes of what would have to be accepted, where that is all that is missing."""


class FileUnavailable(Refused):
    """A file is locked, read-only or can't be written. Exit code 3."""

    exit_code = 3
