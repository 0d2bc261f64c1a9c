"""What inputs that are made to cost really cost: each in a process of its own, as many at once as there are processors."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Future

Cost = TypeVar("Cost")


@contextmanager
def costs_of(
    cost: Callable[[str], Cost], items: Iterable[pytest.Item], test: Callable[..., None]
) -> Iterator[Mapping[str, Future[Cost]]]:
    """Give `cost` of every `name` that this test is to be run with, as it becomes known."""
    asked = [item for item in items if isinstance(item, pytest.Function) and item.function is test]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([cost.__module__])
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context, max_tasks_per_child=1) as pool:
        yield {name: pool.submit(cost, name) for item in asked for name in [item.callspec.params["name"]]}
