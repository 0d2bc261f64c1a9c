"""No page leads the crawler into a private network: literal addresses are checked in requests, names when they are resolved.

Behind a proxy, which resolves names itself, literal addresses are all that can be checked.
"""

from __future__ import annotations

import os
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    """Return the hosts that may be private: the proxies', and those that outlets with `allow_private` name."""
    everywhere = os.environ.get("BROADSHEET_ALLOW_PRIVATE") == "1"
    addresses = [
        address
        for outlet in outlets
        if everywhere or outlet.allow_private
        for address in (outlet.homepage, *outlet.feeds, *outlet.news_sitemaps, *outlet.sitemaps, *outlet.sections)
    ]
    return frozenset(host for url in (*addresses, *getproxies().values()) if (host := urlsplit(url).hostname))


def is_private(host: str) -> bool:
    """Say whether a host is a literal address that is not on the public internet; a name is not."""
    try:
        return not ip_address(host.strip("[]")).is_global
    except ValueError:
        return False


class PublicResolver(CachingThreadedResolver):  # type: ignore[misc]  # scrapy has no types
    """Scrapy's resolver, refusing names of hosts that are not trusted and resolve to private addresses."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float, trusted: frozenset[str]) -> None:
        """Take Scrapy's own three arguments and the hosts that may be private."""
        super().__init__(reactor, cache_size, timeout)
        self._trusted = trusted

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicResolver:
        """Build it from a crawl's settings."""
        settings = crawler.settings
        return cls(
            reactor, settings.getint("DNSCACHE_SIZE"), settings.getfloat("DNS_TIMEOUT"), settings["TRUSTED_HOSTS"]
        )

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """Resolve a name to an address, failing with PrivateAddress."""

        def refuse(address: str) -> str:
            if name not in self._trusted and is_private(address):
                raise PrivateAddress(name)
            return address

        return super().getHostByName(name, timeout).addCallback(refuse)
