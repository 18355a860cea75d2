"""The papers of the project: line ends, licence, what runs before a commit, paths that exist."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from draw_rooms import PICTURE, needed, picture
from source_files import PACKAGE, ROOMS, rooms_used, tree_of
from xl_recoup import __version__

ROOT = Path(__file__).parents[1]
PICTURES = ("docs/pictures", "docs/pictures/statements")
FOLDERS = (".", "docs", *PICTURES, "tests/examples", "workbook/sources")
PAGES = sorted(page for folder in FOLDERS for page in (ROOT / folder).glob("*.md"))

TOP = {
    ".ci", ".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml",
    "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md", "docs",
    "pyproject.toml", "requirements-dev.lock", "requirements-mutants.lock", "requirements.lock",
    "scripts", "tests", "workbook", "xl_recoup",
}  # fmt: skip
NO_TEXT = {".png", ".ttf", ".xlam", ".xlsm", ".xlsx"}
"""The kinds of file that git must hand out as they are."""
PATH = re.compile(
    r"[\w.-]+\.(?:lock|md|py|svg|toml|yaml)"  # a name alone; workbooks are the reader's own
    r"|(?:\.ci|docs|scripts|tests|workbook|xl_recoup)/(?:[\w.-]+/?)*"
    r"|(?:[\w.-]+/)+[\w.-]+\.(?:csv|lock|md|py|svg|toml|yaml)"
)
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


class Clone:
    """What somebody gets who clones this folder's files with Windows line endings."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        self._git_folder = folder / "git"
        self._git("init", "--quiet")
        self._git("add", "--all")
        self._git("-c", "core.autocrlf=true", "checkout-index", "--all", f"--prefix={self.files}/")

    def _git(self, *words: str) -> str:
        places = (f"--git-dir={self._git_folder}", f"--work-tree={ROOT}")
        nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", "-c", "core.safecrlf=false", *places, *words],
            cwd=ROOT, env=os.environ | nobody, capture_output=True, check=True,
        )  # fmt: skip
        return done.stdout.decode()

    def names(self) -> list[str]:
        """Return the names of all files."""
        return self._git("ls-files", "-z").rstrip("\0").split("\0")

    def rules(self) -> dict[str, str]:
        """Return, for each file, what the attributes say of its line ends: `-text`, or `eol=lf`."""
        lines = self._git("ls-files", "--eol").splitlines()
        cut = (line.split("\t") for line in lines)
        return {name: told.split("attr/")[1].split()[-1] for told, name in cut}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """This folder's files, committed nowhere and handed out with `core.autocrlf=true`."""
    return Clone(tmp_path_factory.mktemp("clone"))


def test_a_clone_with_windows_line_endings_has_the_same_bytes(clone: Clone) -> None:
    """Whatever a computer's git is set to, every file comes out as it is here, byte for byte."""
    differ = [n for n in clone.names() if (clone.files / n).read_bytes() != (ROOT / n).read_bytes()]
    assert differ == []


def test_the_top_level_holds_what_is_named_here(clone: Clone) -> None:
    """A workbook that somebody tried something with is not among the project's files."""
    assert {name.split("/")[0] for name in clone.names()} == TOP


def test_every_file_has_its_rule(clone: Clone) -> None:
    """Texts have LF by rule; what is no text is named as such, and nothing else is."""
    expected = {n: "-text" if Path(n).suffix in NO_TEXT else "eol=lf" for n in clone.names()}
    assert clone.rules() == expected
    carriage = [n for n in expected if expected[n] != "-text" and b"\r" in (ROOT / n).read_bytes()]
    assert carriage == []


def test_before_a_commit_runs_what_the_tests_run_first() -> None:
    """The hooks are the commands of scripts/test.py that come before pytest, in that order."""
    tree = ast.parse((ROOT / "scripts" / "test.py").read_text(encoding="utf-8"))
    lists = [[e.value for e in n.elts if isinstance(e, ast.Constant)]
             for n in ast.walk(tree) if isinstance(n, ast.List | ast.Tuple)]  # fmt: skip
    first = [words for words in lists if words and words[0] in {"ruff", "mypy"}]
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    run = [line.split() for line in re.findall(r"entry: python -m (.+)", hooks)]
    assert run == first != []
    assert "http" not in hooks


def test_the_licence_is_the_one_that_is_named() -> None:
    """pyproject.toml names MIT, and each licence file that it lists is there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"].split()[0] == "MIT"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
    assert [name for name in project["license-files"] if not (ROOT / name).is_file()] == []


def test_the_version_is_one() -> None:
    """What is installed, what the program says of itself and the changelog's entry agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {project['version']}\n" in changelog


def test_the_picture_of_the_rooms_is_up_to_date() -> None:
    """The picture is what is drawn of the table and the imports: else run scripts/draw_rooms.py."""
    assert PICTURE.read_text(encoding="utf-8") == picture(ROOMS, rooms_used())


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    """Where A uses B and C, and B uses C, the arrow from A to C is not drawn."""
    used: dict[str, set[str]] = {"a": {"b", "c"}, "b": {"c"}, "c": set()}
    assert needed(used) == [("a", "b"), ("b", "c")]


def test_no_arrow_of_the_picture_rises() -> None:
    """A room that uses one above it can't be drawn."""
    low, high = {"holds": "", "stands": "0 0"}, {"holds": "", "stands": "1 0"}
    with pytest.raises(ValueError, match="low uses high, which stands above it"):
        picture({"low": low, "high": high}, {"low": {"high"}, "high": set()})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_path_on_a_page_exists(page: Path, clone: Clone) -> None:
    """What a page links to, and every path in its code, is there, seen from some folder above."""
    missing = [path for path in _paths(page) if not _exists(path, page, clone.names())]
    assert missing == []


def test_every_page_is_looked_at(clone: Clone) -> None:
    """No page stands where these tests do not look, but one that another is made of."""
    made_of = {"scripts/doc_pages/desk.md"}
    pages = {name for name in clone.names() if name.endswith(".md")} - made_of
    assert pages == {page.relative_to(ROOT).as_posix() for page in PAGES}


def test_the_walk_stops_where_it_says() -> None:
    """Each of the ten stops names a function that is defined in the file that it names."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    stops = re.findall(r"^\| \d+ \| `(\S+)` \| `(\w+)` \|", page, re.MULTILINE)
    assert len(stops) == 10
    for file, function in stops:
        nodes = ast.walk(tree_of(PACKAGE / file))
        defined = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
        assert function in defined, file


def _paths(page: Path) -> Iterator[str]:
    text = page.read_text(encoding="utf-8")
    yield from LINK.findall(text)
    for code in CODE.findall(text):
        for word in code.replace("\\", "/").strip("`").split():
            found = PATH.fullmatch(word.strip(",.;:()\"'[]*…"))
            if found:
                yield found[0]


def _exists(path: str, page: Path, names: list[str]) -> bool:
    bases = (page.parent, ROOT, ROOT / "xl_recoup")
    if any((base / path).exists() for base in bases):
        return True
    return "/" not in path and any(Path(name).name == path for name in names)
