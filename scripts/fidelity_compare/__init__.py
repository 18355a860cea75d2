"""Compare a workbook before and after writing: an own reading of both, nothing of the writer's.

Standard library alone. What may differ is listed in one place for each kind of part; everything
else that differs is a loss.
"""

from __future__ import annotations

from fidelity_compare.files import Book
from fidelity_compare.meant import Meant
from fidelity_compare.parts import losses

__all__ = ["Book", "Meant", "losses"]
