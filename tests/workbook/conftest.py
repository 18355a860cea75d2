"""The workbook, built from its sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.sources_read import SOURCES
from workbook_builder.book import build


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("book") / "recoupment.xlsx"
    build(target, SOURCES)
    return target
