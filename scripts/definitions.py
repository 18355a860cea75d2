"""What a name in a file of ours means: the function or class, its parameters, its members."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from source_files import BY_MODULE, MODULES, tree_of

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


@dataclass(frozen=True)
class Defined:
    """A function or class of ours and the file in which it stands."""

    path: Path
    node: Definition


@cache
def top_level(path: Path) -> dict[str, Definition]:
    """Return the functions and classes of a file by their names."""
    return {n.name: n for n in tree_of(path).body if isinstance(n, Definition)}


@cache
def _imported(path: Path) -> dict[str, tuple[Path, str]]:
    """Return what a file imports from files of ours: the file and its name there, by name here."""
    found = {}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xl_recoup."):
            whence = BY_MODULE.get(str(node.module).removeprefix("xl_recoup."))
            if whence is not None:
                for alias in node.names:
                    found[alias.asname or alias.name] = (whence, alias.name)
    return found


def find(name: str, path: Path) -> Defined | None:
    """Return what a name of a file means, if it is a function or class of ours."""
    while name in _imported(path):
        path, name = _imported(path)[name]
    node = top_level(path).get(name)
    return Defined(path, node) if node is not None else None


def find_in_module(module: str, name: str, path: Path) -> Defined | None:
    """Return what `module.name` means in a file, if the module is one of ours."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xl_recoup"):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}".removeprefix("xl_recoup.")
                if (alias.asname or alias.name) == module and whole in BY_MODULE:
                    return find(name, BY_MODULE[whole])
    return None


def class_of(annotation: ast.expr | None, path: Path) -> Defined | None:
    """Return the class of ours that an annotation names."""
    for node in ast.walk(annotation) if annotation is not None else ():
        if isinstance(node, ast.Name):
            found = find(node.id, path)
            if found is not None and isinstance(found.node, ast.ClassDef):
                return found
    return None


def parameters_of(node: Definition) -> dict[str, ast.expr | None]:
    """Return a function's parameters, or those with which an object is made, with their types."""
    if isinstance(node, ast.ClassDef):
        maker = next((f for f in node.body if isinstance(f, Function) and f.name == "__init__"), 0)
        if not maker:  # a record: its fields, in their order
            fields = (f for f in node.body if isinstance(f, ast.AnnAssign))
            return {f.target.id: f.annotation for f in fields if isinstance(f.target, ast.Name)}
        assert isinstance(maker, Function)
        return dict(list(parameters_of(maker).items())[1:])
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return {argument.arg: argument.annotation for argument in every}


def member(of: Defined | None, name: str) -> Defined | None:
    """Return the method or property of a class that has this name."""
    if of is None or not isinstance(of.node, ast.ClassDef):
        return None
    found = (f for f in of.node.body if isinstance(f, Function) and f.name == name)
    return next((Defined(of.path, f) for f in found), None)


@cache
def enterable(method: str) -> list[Defined]:
    """Return the methods of a name, and the functions that a decorator may have entered."""
    every = [Defined(path, node) for path in MODULES for node in top_level(path).values()]
    methods = [m for m in (member(made, method) for made in every) if m is not None]
    entered = [
        made for made in every if isinstance(made.node, Function) and made.node.decorator_list
    ]
    return [*methods, *entered]


@cache
def library_names(path: Path) -> frozenset[str]:
    """Return the names that a file imports from elsewhere than our files."""
    nodes = (n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Import | ast.ImportFrom))
    names = {(alias.asname or alias.name).split(".")[0] for n in nodes for alias in n.names}
    return frozenset(names - _imported(path).keys())
