"""The local web: plays sites on one loopback port, which works as an `http_proxy`, and misbehaves on demand.

    sites -> answer -> (fault) -> validators, 304, gzip -> the wire

It shares the machine with the crawler that is measured against it, so a body is compressed once.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import os
import re
import socket
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from threading import Thread
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from crawler.sample.faults import SILENT, STREAMED, Fault, keep_silent, plain, send, spoil
from db.errors import BroadsheetError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.sample.site import Answer, Site

_METHODS = ("GET", "HEAD")
_MAX_HEAD = 65_536  # bytes of a request's line and headers
_REFUSES_GZIP = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")


@dataclass(frozen=True, slots=True)
class Request:
    """One request that the local web has had; `status` is 0 where it gave no answer (hang, reset), `at` is in UTC."""

    host: str
    path: str
    status: int
    conditional: bool
    user_agent: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RequestHead:
    """A request's line and headers; header names are in lower case, `path` has its query."""

    method: str
    host: str
    path: str
    headers: dict[str, str]
    keep_alive: bool

    @property
    def conditional(self) -> bool:
        """Tell whether the client has a copy and asks for a newer one only."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers

    @property
    def accepts_gzip(self) -> bool:
        """Tell whether a compressed body may be sent."""
        accepted = self.headers.get("accept-encoding", "")
        return "gzip" in accepted and not _REFUSES_GZIP.search(accepted)


@dataclass(frozen=True, slots=True)
class Response:
    """What goes over the wire; `length` is what Content-Length says (None: it is left out)."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    length: int | None

    def head(self, *, keep_alive: bool) -> bytes:
        """Return the status line and headers with the empty line after them."""
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.length is not None:
            lines.append(f"Content-Length: {self.length}")
        lines.append("Connection: keep-alive\r\n\r\n" if keep_alive else "Connection: close\r\n\r\n")
        return "\r\n".join(lines).encode("latin-1")


def read_head(data: bytes) -> RequestHead | None:
    """Parse a request up to its empty line; the host comes from an absolute target, else from Host. None: not HTTP."""
    line, *rest = data.decode("latin-1").rstrip("\r\n").split("\r\n")
    try:
        method, target, version = line.split(" ")
        parts = urlsplit(target) if target.startswith("http://") else None
    except ValueError:
        return None
    headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in rest)}
    host = parts.netloc if parts else headers.get("host", "")
    if parts:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    keep_alive = version == "HTTP/1.1" and headers.get("connection", "").lower() != "close"
    return RequestHead(method, host.partition(":")[0].lower(), target, headers, keep_alive)


def respond(answer: Answer, head: RequestHead, *, validators: bool = True) -> Response:
    """Put an answer on the wire as HTTP wants it (RFC 9110): validators, 304, gzip, no body for HEAD.

    A site may answer with a body that is gzip already and say so by `Content-Encoding`; it is unpacked for a client
    that does not accept it.
    """
    marks = _validators(answer) if validators and answer.status == 200 else {}
    if _is_current(marks, head.headers):
        return Response(304, tuple(marks.items()), b"", None)
    headers = {**dict(answer.headers), "Content-Type": answer.content_type, "Vary": "Accept-Encoding", **marks}
    packed = headers.pop("Content-Encoding", None) == "gzip"
    body = answer.body
    if body and head.accepts_gzip:
        headers["Content-Encoding"] = "gzip"
        body = body if packed else _compress(body)
    elif packed:
        body = gzip.decompress(body)
    return Response(answer.status, tuple(headers.items()), b"" if head.method == "HEAD" else body, len(body))


def _validators(answer: Answer) -> dict[str, str]:
    """Return ETag and, where it is known when the answer changed, Last-Modified."""
    # Weak, because one tag stands for the body with and without gzip (RFC 9110, 8.8.1).
    marks = {"ETag": f'W/"{hashlib.sha256(answer.body).hexdigest()[:20]}"'}
    if answer.changed_at:
        marks["Last-Modified"] = format_datetime(answer.changed_at.astimezone(UTC), usegmt=True)
    return marks


def _is_current(marks: dict[str, str], headers: dict[str, str]) -> bool:
    """Tell whether the client's copy is current: If-None-Match counts before If-Modified-Since (RFC 9110, 13.2.2)."""
    if "ETag" in marks and "if-none-match" in headers:
        known = {tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")}
        return bool(known & {"*", marks["ETag"].removeprefix("W/")})
    if "Last-Modified" not in marks or "if-modified-since" not in headers:
        return False
    try:
        return parsedate_to_datetime(marks["Last-Modified"]) <= parsedate_to_datetime(headers["if-modified-since"])
    except (ValueError, TypeError):  # not a date, or one without a zone
        return False


@lru_cache(maxsize=256)
def _compress(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


class LocalWeb:
    """Play sites on 127.0.0.1 for as long as the context lasts, in a thread of its own.

    `port` 0 takes a free one; after entering, `port` is the one taken. A request is answered by the site whose host its
    target or Host header names: an unknown host gets 502, an unknown path 404. Raise BroadsheetError where the port
    cannot be had.
    """

    def __init__(self, sites: Iterable[Site], port: int = 0) -> None:
        """Take the sites; nothing listens yet."""
        self.port = port
        self._sites: dict[str, Site] = {}
        self._faults: dict[tuple[str, str], tuple[Fault, int]] = {}
        self._requests: list[Request] = []
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._exit = ExitStack()
        self.replace(sites)

    def __enter__(self) -> Self:
        """Listen, and start the thread that answers."""
        try:
            listener = socket.create_server(("127.0.0.1", self.port), backlog=1024)
        except OSError as error:
            why = os.strerror(error.errno or 0)
            raise BroadsheetError(f"cannot listen on port {self.port}: {why} (0 takes a free one)") from error
        self.port = listener.getsockname()[1]
        loop, over = asyncio.new_event_loop(), asyncio.Event()
        thread = Thread(target=self._run, args=(loop, listener, over), name="local-web", daemon=True)
        thread.start()
        self._exit.callback(thread.join)
        self._exit.callback(loop.call_soon_threadsafe, over.set)
        return self

    def __exit__(self, *_: object) -> None:
        """Close every connection and end the thread."""
        self._exit.close()

    @property
    def proxy(self) -> str:
        """Return the address to use as `http_proxy`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def requests(self) -> list[Request]:
        """Return the requests so far, in the order in which they were answered."""
        return list(self._requests)

    def replace(self, sites: Iterable[Site]) -> None:
        """Play these sites from now on, and no others; faults and the log of requests stay."""
        self._sites = {site.host: site for site in sites}

    def fault(self, host: str, path: str, kind: Fault | None, *, retry_after: int = 1) -> None:
        """Let a path misbehave until it is set to None. `path` counts with or without its query; `*` is any other.

        `retry_after` is what `error503` and `too_many` ask for, in seconds.
        """
        if kind is None:
            self._faults.pop((host, path), None)
        else:
            self._faults[host, path] = (Fault(kind), retry_after)

    def _run(self, loop: asyncio.AbstractEventLoop, listener: socket.socket, over: asyncio.Event) -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(self._serve(listener, over))

    async def _serve(self, listener: socket.socket, over: asyncio.Event) -> None:
        server = await asyncio.start_server(self._accept, sock=listener, limit=_MAX_HEAD, backlog=1024)
        await over.wait()
        server.close()
        for task, writer in self._connections.items():
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._converse(reader, writer))
        self._connections[task] = writer
        task.add_done_callback(self._connections.pop)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):  # the client has left
            try:
                while await self._exchange(reader, writer):
                    pass
            finally:
                writer.close()
            await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection stays open for another."""
        try:
            head = read_head(await reader.readuntil(b"\r\n\r\n"))
        except asyncio.LimitOverrunError:
            head = None
        if head is None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return False
        fault, response = self._decide(head)
        self._requests.append(_logged(head, 0 if fault in SILENT else response.status))
        if fault in SILENT:
            await keep_silent(fault, reader, writer)
            return False
        keep_alive = head.keep_alive and head.method in _METHODS and fault not in STREAMED
        await send(fault, response.head(keep_alive=keep_alive), response.body, writer)
        return keep_alive

    def _decide(self, head: RequestHead) -> tuple[Fault | None, Response]:
        """Return the fault that holds for a request, and the response with what the fault does to it."""
        fault, retry_after = self._fault_at(head.host, head.path)
        answer = self._answer(head)
        if fault:
            answer = spoil(answer, fault, head.path, retry_after)
        response = respond(answer, head, validators=fault is not Fault.NO_VALIDATORS)
        if fault is Fault.TRUNCATED_GZIP:
            half = response.body[: len(response.body) // 2]
            return fault, replace(response, body=half, length=len(half))
        return fault, replace(response, length=None) if fault is Fault.HUGE else response

    def _fault_at(self, host: str, path: str) -> tuple[Fault | None, int]:
        for place in (path, path.partition("?")[0], "*"):
            if found := self._faults.get((host, place)):
                return found
        return None, 0

    def _answer(self, head: RequestHead) -> Answer:
        site = self._sites.get(head.host)
        if head.method not in _METHODS:
            return plain(405, "only GET and HEAD", (("Allow", ", ".join(_METHODS)),))
        if site is None:
            return plain(502, f"no site is called {head.host!r}; there are: {', '.join(self._sites) or 'none'}")
        return site.answer(head.path) or plain(404, "nothing stands here")


def _logged(head: RequestHead, status: int) -> Request:
    agent = head.headers.get("user-agent", "")
    return Request(head.host, head.path, status, head.conditional, agent, datetime.now(UTC))
