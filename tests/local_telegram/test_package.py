"""The package as a whole: no circle of imports, hidden ones included."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "bot.local_telegram"


def imported(path: Path) -> set[str]:
    """The modules of the package that a file imports, inside functions and for type checkers too."""
    nodes = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.ImportFrom)]
    named = [(str(node.module), alias.name) for node in nodes for alias in node.names]
    modules = {f"{module}.{name}" if module_file(f"{module}.{name}") else module for module, name in named}
    return {module for module in modules if module.startswith(f"{PACKAGE}.")}


def module_file(module: str) -> Path | None:
    """Where a module of the project is; None for what is none."""
    place = ROOT.joinpath(*module.split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.exists()), None)


def test_imports_of_the_package_form_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    waiting = [f"{PACKAGE}.running"]
    while waiting:
        module = waiting.pop()
        if module not in graph and (file := module_file(module)):
            graph[module] = imported(file)
            waiting.extend(graph[module])
    assert len(graph) > 20
    assert list(graphlib.TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle
