"""A copy of the project in which every recipe has been followed, made once for all workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.recipes.recipe import RECIPES, ROOT

REBUILD = ("python3", "scripts/rebuild.py")
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "out", "node_modules", "*.egg-info")
PATIENCE = 600
"""Seconds that a worker waits for the one that makes the copy."""


class House:
    """A copy of the project, in which commands are run with the Python of the tests."""

    def __init__(self, root: Path) -> None:
        """Take the folder of the copy."""
        self.root = root

    def run(self, *command: str) -> str:
        """Run a command of a recipe and return what it says; fails where the command fails."""
        assert command[0] == "python3"
        done = subprocess.run(
            [sys.executable, *command[1:]],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(self.root), "scripts"])},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
        return done.stdout

    def says(self, program: str) -> str:
        """Return what a few lines of Python say in the copy."""
        return self.run("python3", "-c", program).strip()

    def page(self, name: str) -> str:
        """Return the text of a page."""
        return (self.root / name).read_text(encoding="utf-8")


def make(root: Path) -> None:
    """Copy the project, follow every recipe by hand, and run once what all of them say."""
    shutil.copytree(ROOT, root, ignore=LEFT_OUT)
    for recipe in RECIPES.values():
        recipe.follow(root)
    House(root).run(*REBUILD)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The copy; the first worker that needs it makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    root, made, failed = (shared / f"recipes{ending}" for ending in ("", ".made", ".failed"))
    try:
        (shared / "recipes.begun").mkdir()
    except FileExistsError:
        deadline = time.monotonic() + PATIENCE
        while not made.exists():
            assert not failed.exists(), failed.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, "the other worker has not finished the copy"
            time.sleep(0.2)
        return House(root)
    try:
        make(root)
    except BaseException as error:
        failed.write_text(str(error), encoding="utf-8")
        raise
    made.touch()
    return House(root)
