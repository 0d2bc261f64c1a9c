"""The size of things: files with one purpose, functions that fit in the eye."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
FILES = sorted(path for name in ("crawler", "db", "pipelines", "scheduler") for path in (ROOT / name).rglob("*.py"))


def functions() -> Iterator[tuple[str, int]]:
    """Yield each function's place and how many lines it has from its `def` on, without its docstring."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", _length(node)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    documented = ast.get_docstring(node, clean=False) is not None
    docstring = first.end_lineno - first.lineno + 1 if documented else 0
    return node.end_lineno - node.lineno + 1 - docstring


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert len(lengths) > 100
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    assert [(place, length) for place, length in functions() if length > 40] == []


def test_functions_are_short_on_the_whole() -> None:
    lengths = [length for _, length in functions()]
    assert median(lengths) <= 12
    assert quantiles(lengths, n=10)[-1] <= 25
