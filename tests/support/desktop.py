"""A screen of its own with LibreOffice on it: open a workbook, find things, click, take pictures.

Xvfb is the screen, xdotool the mouse and keyboard. Macros run without being asked for, in a
profile made for the purpose.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image, ImageChops, ImageGrab

SIZE = (1400, 900)
SECONDS = 240
Colour = tuple[int, int, int]
Found = TypeVar("Found")

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop>
<prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True)
class Desktop:
    """One screen."""

    display: str

    def picture(self) -> Image.Image:
        """Return what the screen shows now."""
        return ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def middle_of(self, colour: Colour, least: int) -> tuple[int, int] | None:
        """Return the middle of what has exactly this colour, where there is enough of it."""
        mask = Image.eval(_distance(self.picture(), colour), lambda v: 255 if v == 0 else 0)
        box = mask.getbbox()
        if box is None or mask.histogram()[255] < least:
            return None
        return (box[0] + box[2]) // 2, (box[1] + box[3]) // 2

    def click(self, place: tuple[int, int]) -> None:
        """Press and release the left mouse button at a place."""
        self._do("mousemove", *map(str, place), "click", "1")

    def type(self, keys: str, *, text: bool = False) -> None:
        """Press keys, such as `alt+v`, or type a text."""
        self._do(*(("type", "--delay", "20", keys) if text else ("key", *keys.split())))

    def titled(self, title: str) -> bool:
        """Say whether a window of this title, a pattern, is to be seen."""
        return bool(self._do("search", "--onlyvisible", "--name", title))

    def answer(self, title: str) -> bool | None:
        """Press Return in the message of this title; None where there is no such message yet."""
        found = self._do("search", "--onlyvisible", "--name", f"^{title}$")
        if not found:
            return None
        self._do("windowfocus", found.split()[0], "key", "--window", "0", "Return")
        return True

    def _do(self, *arguments: str) -> str:
        environment = {**os.environ, "DISPLAY": self.display}
        command = ["xdotool", *arguments]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS
        )
        return done.stdout


def _distance(picture: Image.Image, colour: Colour) -> Image.Image:
    """Return how far each pixel is from a colour: 0 where it is exactly that."""
    plain = Image.new("RGB", picture.size, colour)
    red, green, blue = ImageChops.difference(picture, plain).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def wait_for(what: str, look: Callable[[], Found | None]) -> Found:
    """Return the first thing that `look` finds; fails, naming it, where it does not come."""
    last = time.monotonic() + SECONDS
    while time.monotonic() < last:
        found = look()
        if found is not None:
            return found
        time.sleep(0.5)
    raise AssertionError(f"{what} did not come within {SECONDS} seconds")


@contextmanager
def showing(book: Path, folder: Path, more: Mapping[str, str]) -> Iterator[Desktop]:
    """Show a workbook in LibreOffice on a new screen for as long as the block lasts.

    `more` is added to the program's environment. Skips the test, with the reason, where a tool is
    missing.
    """
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed, so no button can be pressed")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--norestore", "--nologo",
               "--nodefault", str(book)]  # fmt: skip
    with on_a_screen(command, folder, more) as (desktop, _program):
        yield desktop


@contextmanager
def on_a_screen(
    command: Sequence[str], folder: Path, more: Mapping[str, str]
) -> Iterator[tuple[Desktop, subprocess.Popen[bytes]]]:
    """Run a program on a new screen for as long as the block lasts; what fails leaves a picture."""
    for tool in ("Xvfb", "xdotool"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed, so no button can be pressed")
    read, write = os.pipe()
    # without -noreset the screen starts anew, deaf for a moment, when a picture was taken
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-noreset", "-screen", "0", "{}x{}x24".format(*SIZE)],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as said:
        display = f":{said.readline().strip()}"
    program = subprocess.Popen(
        command, env={**os.environ, **more, "DISPLAY": display}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=(folder / "said.txt").open("wb"),
    )  # fmt: skip
    desktop = Desktop(display)
    try:
        yield desktop, program
    except BaseException:
        desktop.picture().save(folder / "failed.png")
        raise
    finally:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, 15)  # the program and the helpers that it started
        program.wait(30)
        screen.terminate()
        screen.wait(30)
