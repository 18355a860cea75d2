"""Python runs this first where the folder is on PYTHONPATH: progress is shown without patience."""

from __future__ import annotations

from xl_recoup.reporting import terminal

terminal.PATIENCE = -1.0
