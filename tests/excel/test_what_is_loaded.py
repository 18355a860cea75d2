"""What the door for an open workbook loads before anything is asked of it."""

from __future__ import annotations

import subprocess
import sys


def test_the_buttons_need_no_pandas_of_ours() -> None:
    """What a button loads before it acts has no pandas in it, but for what xlwings loads itself."""
    program = (
        "import sys; from unittest.mock import MagicMock\n"
        "sys.modules |= {'xlwings': MagicMock(), 'xlwings.main': MagicMock()}\n"
        "import xl_recoup.excel.macros; print('pandas' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert said.stdout.split() == [b"False"]
