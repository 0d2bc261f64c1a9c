"""No page leads the crawler into a private network: literal addresses are checked in requests, names when they are resolved.

Behind a proxy, which resolves names itself, literal addresses are all that can be checked.
"""

from __future__ import annotations

import os
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.resolver import CachingThreadedResolver, dnscache
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

    from db.records import Outlet


class PrivateAddress(IgnoreRequest):  # type: ignore[misc]  # scrapy has no types
    """A host that is, or resolves to, an address of a private network or of this machine."""

    def __init__(self, host: str) -> None:
        """Name the host."""
        super().__init__(
            f"{host} is a private address (allow_private = true allows it for an outlet of your own network)"
        )


def trusted_hosts(outlets: Iterable[Outlet]) -> frozenset[str]:
    """Return the hosts that may be private: those that outlets with `allow_private` name."""
    everywhere = os.environ.get("BROADSHEET_ALLOW_PRIVATE") == "1"
    addresses = [
        address
        for outlet in outlets
        if everywhere or outlet.allow_private
        for address in (outlet.homepage, *outlet.feeds, *outlet.news_sitemaps, *outlet.sitemaps, *outlet.sections)
    ]
    return _hosts(addresses)


def _hosts(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(host for url in addresses if (host := urlsplit(url).hostname))


def is_private(host: str) -> bool:
    """Say whether a host is a literal address that is not on the public internet; a name is not.

    Addresses count in every way of writing that connecting understands: `127.1`, `0x7f.0.0.1`, `2130706433`.
    """
    host = host.strip("[]").rstrip(".")
    try:
        return not ip_address(host).is_global
    except ValueError:
        return _is_private_number(host)


def _is_private_number(host: str) -> bool:
    try:
        return not ip_address(socket.inet_aton(host)).is_global
    except (OSError, ValueError):
        return False


class PublicAddressOnly:
    """Refuse requests, also after a redirect, to private addresses: literal ones before they are made, names once they are resolved."""

    def __init__(self, trusted: frozenset[str]) -> None:
        """Take the hosts that may be private."""
        self._trusted = trusted

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PublicAddressOnly:
        """Build it from a crawl's settings."""
        return cls(crawler.settings["TRUSTED_HOSTS"])

    def process_request(self, request: Request) -> None:
        """Raise PrivateAddress, which the request's errback is told."""
        host = urlsplit(request.url).hostname or ""
        if host not in self._trusted and is_private(host):
            raise PrivateAddress(host)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise PrivateAddress for a name that the resolver has refused: Twisted tells all that fails there as a name not found."""
        host = urlsplit(request.url).hostname or ""
        if isinstance(exception, CannotResolveHostError) and is_private(dnscache.get(host) or ""):
            raise PrivateAddress(host) from exception


class PublicResolver(CachingThreadedResolver):  # type: ignore[misc]  # scrapy has no types
    """Scrapy's resolver, refusing names that resolve to private addresses and are neither trusted nor a proxy's."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float, trusted: frozenset[str]) -> None:
        """Take Scrapy's own three arguments and the hosts that may be private."""
        super().__init__(reactor, cache_size, timeout)
        self._trusted = trusted | _hosts(getproxies().values())

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicResolver:
        """Build it from a crawl's settings."""
        settings = crawler.settings
        return cls(
            reactor, settings.getint("DNSCACHE_SIZE"), settings.getfloat("DNS_TIMEOUT"), settings["TRUSTED_HOSTS"]
        )

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """Resolve a name to an address, failing with DNSLookupError where there is none or it is refused."""

        def refuse(address: str) -> str:
            if name not in self._trusted and is_private(address):
                raise DNSLookupError(f"{name} resolves to {address}, a private address")
            return address

        return super().getHostByName(name, timeout).addCallback(refuse)
