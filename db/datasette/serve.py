"""Serve an archive with Datasette: the live file, opened read-only, while a crawl may be writing to it."""

from __future__ import annotations

import contextlib
import errno
import signal
import socket
import sqlite3
import webbrowser
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
import rich
import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from db.archive import read_archive
from db.datasette.metadata import metadata
from db.datasette.plugins import cells, facets, headers, pages, search
from db.errors import BroadsheetError

if TYPE_CHECKING:
    from types import ModuleType

_PLUGINS: tuple[ModuleType, ...] = (cells, facets, headers, pages, search)
_SETTINGS = {
    "default_page_size": 50,
    "default_facet_size": 12,
    "truncate_cells_html": 240,
    # Facets and sorts read the whole table: in an archive of 100,000 articles that takes longer than Datasette allows by itself.
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 2000,
    # Tries every column of a table at every view of it.
    "suggest_facets": False,
}


class LiveArchive(Database):  # type: ignore[misc]  # Datasette has no types
    """The archive's file, opened read-only whatever its folder is called (Datasette's own address breaks at `#`, `?` and `%`)."""

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: ARG002  # Datasette calls it so
        """Open one more connection; it refuses to write, also where Datasette asks to (`write`)."""
        connection = sqlite3.connect(f"{Path(self.path).as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self._all_file_connections.append(connection)
        return connection


def build(path: Path, *, base_url: str = "/") -> Datasette:
    """Return a Datasette on the archive at `path`, named like the file without its suffix.

    `base_url` is the path it is reached under behind a proxy, with a slash at both ends. Raises ArchiveError where `path` is not
    an archive.
    """
    read_archive(path).close()
    for plugin in _PLUGINS:
        if not pm.is_registered(plugin):
            pm.register(plugin)
    package = files("db.datasette")
    datasette = Datasette(
        memory=True,
        metadata=metadata(path.stem),
        template_dir=str(package / "templates"),
        static_mounts=[("static", str(package / "static"))],
        settings=_SETTINGS | {"base_url": base_url},
    )
    datasette.remove_database("_memory")  # without files Datasette insists on one
    datasette.add_database(LiveArchive(datasette, str(path.resolve())), name=path.stem)
    return datasette


def serve(path: Path, host: str = "127.0.0.1", port: int = 8001, open_browser: bool = False) -> None:
    """Serve the archive at `path` until Ctrl-C or SIGTERM, after one line with the address; port 0 takes any free port.

    Raises ArchiveError where `path` is not an archive, BroadsheetError where nothing can listen at `host` and `port`.
    """
    app = build(path).app()
    listener = _listen(host, port)
    address = _address(host, listener.getsockname()[1])
    click.echo(f"{path.name} is at {address} (Ctrl-C stops it)")
    if open_browser:
        webbrowser.open(address)
    # Datasette prints each missing page's whole traceback there where rich is installed; an error of ours is still printed without it.
    rich.get_console().quiet = True
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=5))
    # uvicorn raises the signal again once it has shut down: both are told as KeyboardInterrupt, and both are a clean end.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with listener, contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raise BroadsheetError with the way out where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise BroadsheetError(
                f"port {port} on {host} is in use: stop what serves there, or choose another with --port"
            ) from error
        raise BroadsheetError(f"cannot listen on {host} port {port}: {error.strerror} (see --host, --port)") from error


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
