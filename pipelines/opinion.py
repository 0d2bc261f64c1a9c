"""What the optional model thinks of a title.

A title's vector is compared with a direction for each topic at the top (the head), fitted to hand labels and held back towards where the
lexicons' own words lie, so that few labels are enough in all languages. The outcome is weighed beside the words' scores
(pipelines/fusion.py). All numbers are in `data/topic_head.toml`, made by `tools/topic_head.py`.
"""

from __future__ import annotations

import base64
import math
import struct
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipelines.fusion import FUSED_FIGURES
from pipelines.model import LENGTH, installed_model, vector

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipelines.fusion import Opinion

SURE = 0.9  # a score of the words that leaves nothing to ask; asked of the rest alone, the model errs no more and takes half the time
_SHARP = 8.0  # from likeness to shares

Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A direction for each topic at the top, seen from the centre of all titles."""

    centre: Vector
    directions: Mapping[str, Vector]

    def opinion(self, title: Vector) -> Opinion:
        """Return each topic's share of a title."""
        seen = [value - middle for value, middle in zip(title, self.centre, strict=True)]
        likeness = {code: sum(map(float.__mul__, seen, direction)) for code, direction in self.directions.items()}
        most = max(likeness.values())
        shares = {code: math.exp(_SHARP * (value - most)) for code, value in likeness.items()}
        whole = sum(shares.values())
        return {code: share / whole for code, share in shares.items()}


def opinion_of(title: str) -> Opinion | None:
    """Return the model's opinion of a title, None where there is no title or the model is not installed."""
    return fitted_head().opinion(vector(title)) if title and installed_model() else None


def unsure(scored: Mapping[str, float]) -> bool:
    """Say whether the words leave something to ask."""
    return max(scored.values(), default=0.0) < SURE


@cache
def fitted_head() -> Head:
    """Return the head as fitted."""
    return Head(unpacked(_table()["centre"]), _directions("directions"))


@cache
def prior() -> Mapping[str, Vector]:
    """Return the directions in which the lexicons' words lie."""
    return _directions("prior")


@cache
def model_fusion() -> Vector:
    """Return the weights of FUSED_FIGURES for the model's opinion."""
    return tuple(float(_table()["fusion"][name]) for name in FUSED_FIGURES)


def packed(values: Sequence[float]) -> str:
    """Return numbers as text: half precision, little-endian, base64."""
    return base64.b64encode(struct.pack(f"<{len(values)}e", *values)).decode()


def unpacked(text: str) -> Vector:
    """Return the LENGTH numbers of `packed`."""
    return struct.unpack(f"<{LENGTH}e", base64.b64decode(text))


def _directions(name: str) -> dict[str, Vector]:
    return {code: unpacked(text) for code, text in _table()[name].items()}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("pipelines.data").joinpath("topic_head.toml").read_text("utf-8"))
