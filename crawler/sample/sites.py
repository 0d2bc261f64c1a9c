"""The sample outlets' web sites, for the local web to play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.sample.arabic import arabic_site
from crawler.sample.articles import load_outlets
from crawler.sample.paper import paper_site
from crawler.sample.portal import portal_site

if TYPE_CHECKING:
    from crawler.sample.pages import SampleSite

_HOUSE_STYLES = {"gulf-meridian": portal_site, "harbour-post": paper_site, "al-manara": arabic_site}


def sample_sites(edition: int = 1) -> tuple[SampleSite, ...]:
    """Return a site for each outlet of `load_outlets(edition)`; edition 2 is edition 1 after one article's correction."""
    return tuple(_HOUSE_STYLES[outlet.slug](outlet) for outlet in load_outlets(edition))
