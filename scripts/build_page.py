"""Build the page without installation: one HTML file that holds Python and the program.

    python3 scripts/build_page.py [--output dist/recoupment.html]

Opened from disk in a browser it validates, recalculates and explains a workbook without a network
and without leaving the computer. Made from the locked wheels, as they are for a browser's Python,
and from the npm package `pyodide` (`npm ci --prefix scripts/page`). The same
inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from environment import ROOT, python

PAGE = ROOT / "scripts/page"
PYODIDE = PAGE / "node_modules/pyodide"
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
WHEELS = (
    "annotated-types", "et-xmlfile", "openpyxl", "pydantic", "pydantic-core", "python-stdnum",
    "typing-extensions", "typing-inspection",
)  # fmt: skip
"""What the program needs in a page, of what is locked; no pandas, no rapidfuzz, no PDF library."""
LEFT_OUT = ("xl_recoup/excel/", "xl_recoup/installation/", "/tests/", "stdnum/")
KEPT = ("stdnum/__init__.py", "stdnum/exceptions.py", "stdnum/util.py", "stdnum/gb/")
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def main() -> int:
    """Write the page; say where."""
    command = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    command.add_argument("--output", type=Path, default=ROOT / "dist/recoupment.html")
    output: Path = command.parse_args().output
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(page())
    print(f"{output.name}: {output.stat().st_size / 1e6:.1f} MB")
    return 0


def page() -> bytes:
    """Return the page's bytes."""
    if not PYODIDE.exists():
        sys.exit("Pyodide is not here yet. Run: npm ci --prefix scripts/page")
    about = json.loads((PYODIDE / "pyodide-lock.json").read_bytes())["info"]
    files = {name: (PYODIDE / name).read_bytes() for name in RUNTIME}
    files["lock.json"] = json.dumps({"info": about, "packages": {}}).encode()
    files["program.zip"] = _program(about["abi_version"], about["python"])
    scripts = [(PAGE / "page.js").read_text(encoding="utf-8")]
    worker = (PAGE / "worker.js").read_text(encoding="utf-8")
    text = (PAGE / "page.html").read_text(encoding="utf-8")
    css = (PAGE / "page.css").read_text(encoding="utf-8")
    script = scripts[0].replace("__WORKER__", json.dumps(worker))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    style = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    for mark, value in (
        ("__SCRIPT_DIGEST__", digest), ("__STYLE_DIGEST__", style), ("__STYLE__", css),
        ("__SCRIPT__", script), ("__PARTS__", _parts(files)),
    ):  # fmt: skip
        text = text.replace(mark, value)
    return text.encode("utf-8")


def _parts(files: dict[str, bytes]) -> str:
    """Return the files as one packed text: a list of names and sizes, then their bytes."""
    head = json.dumps([[name, len(data)] for name, data in files.items()]).encode()
    whole = len(head).to_bytes(4, "big") + head + b"".join(files.values())
    return base64.b64encode(gzip.compress(whole, 9, mtime=0)).decode("ascii")


def _program(abi: str, version: str) -> bytes:
    """Return the wheels and the program in one archive, each as it lies when installed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(_files(abi, version).items()):
            if name.startswith(KEPT) or not any(part in name for part in LEFT_OUT):
                archive.writestr(zipfile.ZipInfo(name, LONG_AGO), data)
    return packed.getvalue()


def _files(abi: str, version: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for wheel in sorted(_wheels(Path(folder), abi, version)):
            with zipfile.ZipFile(wheel) as archive:
                files |= {name: archive.read(name) for name in archive.namelist()}
    for path in sorted((ROOT / "xl_recoup").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            files[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    files["rapidfuzz.py"] = (PAGE / "rapidfuzz.py").read_bytes()
    return files


def _wheels(folder: Path, abi: str, version: str) -> list[Path]:
    """Fetch the locked wheels as they are for the page's Python, each held against its hash."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in lock.splitlines() if line.split("==")[0].strip() in WHEELS]
    wanted = folder / "wanted.txt"
    wanted.write_text("\n".join(lines), encoding="utf-8")
    python_version = ".".join(version.split(".")[:2])
    command = [
        str(python("requirements-dev.lock")), "-m", "pip", "download", "--quiet", "--no-deps",
        "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:",
        "--platform", f"pyemscripten_{abi}_wasm32", "--python-version", python_version,
        "--dest", str(folder), "-r", str(wanted),
    ]  # fmt: skip
    subprocess.run(command, check=True)
    return list(folder.glob("*.whl"))


if __name__ == "__main__":
    sys.exit(main())
