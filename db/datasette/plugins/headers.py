"""Security headers: whatever a news page said, nothing of it runs, loads or is sent anywhere when its words are shown."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Any

from db.datasette.plugins import hook

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    Asgi = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

_BASE = "default-src 'none'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_ARTICLE_POLICY = f"{_BASE}; style-src 'self'"
_ARTICLE_PATH = re.compile(r"/articles/[^/]+$")
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Datasette's own pages with a script in them: the SQL editor's, and the list of a table.
_SCRIPTED_TEMPLATES = ("default:_codemirror_foot.html", "default:table.html")


@hook
def asgi_wrapper(datasette: Any) -> Callable[[Asgi], Asgi]:
    """Give every answer the headers; an article's page may run no script, the others Datasette's own alone."""
    templates = (datasette.jinja_env.loader.get_source(datasette.jinja_env, name)[0] for name in _SCRIPTED_TEMPLATES)
    policy = page_policy(templates)
    return lambda app: _with_headers(app, policy)


def page_policy(templates: Iterable[str]) -> str:
    """Return the Content-Security-Policy under which just the scripts in these templates, and files of ours, run.

    Inline styles stay allowed: Datasette colours headings and labels columns with them.
    """
    scripts = (script for template in templates for script in _INLINE_SCRIPT.findall(template))
    hashes = " ".join(_hash(script.replace("{{ datasette_allow_facet }}", "true")) for script in scripts)
    return f"{_BASE}; style-src 'self' 'unsafe-inline'; script-src 'self' {hashes}; connect-src 'self'"


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _with_headers(app: Asgi, policy: str) -> Asgi:
    async def wrapped(scope: dict[str, Any], receive: Any, send: Any) -> None:
        chosen = _ARTICLE_POLICY if _ARTICLE_PATH.search(scope.get("path", "")) else policy
        added = [(b"content-security-policy", chosen.encode()), (b"x-content-type-options", b"nosniff")]

        async def send_with_headers(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = message | {"headers": [*message.get("headers", []), *added]}
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped
