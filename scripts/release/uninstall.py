"""Take xl_recoup away again, all of it: the same as `install.py --undo`. Workbooks stay."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.argv = ["install.py", "--undo"]
    runpy.run_path(str(Path(__file__).resolve().with_name("install.py")), run_name="__main__")
