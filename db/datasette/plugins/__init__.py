"""Datasette plugins, one purpose each; `serve.build` registers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from datasette import hookimpl

if TYPE_CHECKING:
    from collections.abc import Callable

_Function = TypeVar("_Function", bound="Callable[..., object]")


def hook(function: _Function) -> _Function:
    """Mark a function as the hook of Datasette's that it is named after; its type stays known, Datasette's own marker has none."""
    return cast("_Function", hookimpl(function))
