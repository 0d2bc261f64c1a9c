"""What an outlet keeps for itself: text and data mining (TDMRep, W3C community group, final report of May 2024), copies (`noarchive`).

An outlet may state the first in four places: for a host in `/.well-known/tdmrep.json` and, by a group for text mining, in robots.txt;
for a page in its header and in a meta element (`pipelines.metadata`). Any of them holds. By the report a page's own word goes before the
file's; but a page that the file reserves is not asked for, so what it would say itself is never heard.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from scrapy.http import Response

    from db.records import Outlet

# A group of robots.txt that is named for the activity and not for a program: it can be meant for nobody but all who mine. Groups of named
# programs (GPTBot, CCBot, Google-Extended) are those programs' alone (RFC 9309, 2.2.1): an archive for its readers is none of them, and
# most are refused for training models.
_MINERS = re.compile(
    r"^[ \t]*user-agent[ \t]*:[ \t]*((?:tdm(?:[_-]?rep)?|text[_-]?(?:and[_-]?)?(?:data[_-]?)?mining|data[_-]?mining)"
    r"(?:[_-]?(?:agent|bot|crawler|miner|reservation)s?)?)[ \t]*(?:#.*)?$",
    re.IGNORECASE | re.MULTILINE,
)
_COMMENT = re.compile(r"(?:^|\s)#.*")
# `X-Robots-Tag: otherbot: noarchive` is that robot's alone; before the colon stands a robot's name or a rule that takes a value.
_ROBOT = re.compile(r"^\s*([\w-]+)\s*:\s*(.*)$")
_ANY_ROBOT = frozenset({"broadsheet", "googlebot", "robots", "*"})  # as in meta elements: what Google is asked, all are
_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


def miners(robots: str) -> tuple[str, ...]:
    """Return the names under which a robots.txt has groups for text and data mining, in its order."""
    return tuple(dict.fromkeys(name.lower() for name in _MINERS.findall(robots)))


@dataclass(frozen=True, slots=True)
class TdmRule:
    """One rule of a tdmrep.json: a path's beginning in which `*` stands for anything and a last `$` for its end."""

    location: str
    reserved: bool

    def holds_for(self, path: str) -> bool:
        """Say whether the rule speaks of a path; takes no longer than the path times the pattern, whatever they hold."""
        anchored = self.location.endswith("$")
        first, *others = (unquote(part) for part in self.location.removesuffix("$").split("*"))
        if not path.startswith(first):
            return False
        place = len(first)
        for part in others[:-1] if anchored else others:
            found = path.find(part, place)
            if found < 0:
                return False
            place = found + len(part)
        if not anchored:
            return True
        return path.endswith(others[-1]) and len(path) - len(others[-1]) >= place if others else place == len(path)


def tdm_rules(text: str) -> tuple[TdmRule, ...]:
    """Return the rules of a tdmrep.json in their order; none where the text is no such file, and what is no rule is passed over."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    rules = (_rule(value) for value in (values if isinstance(values, list) else [values]))
    return tuple(rule for rule in rules if rule)


def _rule(value: Any) -> TdmRule | None:
    if not isinstance(value, dict) or not isinstance(value.get("location"), str):
        return None
    location = _COMMENT.sub("", value["location"]).strip()
    said = str(value.get("tdm-reservation")).strip()
    return TdmRule(location, said == "1") if location and said in {"0", "1"} else None


def reserves(rules: tuple[TdmRule, ...], url: str) -> bool:
    """Say whether the rules of an address's host reserve it: the first that speaks of it decides, as the report has it."""
    parts = urlsplit(url)
    path = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
    return next((rule.reserved for rule in rules if rule.holds_for(path)), False)


def kept_back(response: Response, outlet: Outlet) -> str | None:
    """Return why a page's header keeps it from an outlet's archive, in one word: tdm_reserved or noarchive; None where it does not."""
    if outlet.respect_tdm and (_texts(response, "TDM-Reservation") or ("",))[0].strip() == "1":
        return "tdm_reserved"
    return "noarchive" if outlet.respect_noarchive and not may_be_kept(response) else None


def may_be_kept(response: Response) -> bool:
    """Say whether a page's header leaves it to us to keep a copy of the page itself."""
    return not forbids_copies(_texts(response, "X-Robots-Tag"))


def forbids_copies(tags: tuple[str, ...]) -> bool:
    """Say whether X-Robots-Tag headers ask robots not to keep copies."""
    return any("noarchive" in rule for tag in tags for rule in _rules_for_all(tag.lower()))


def _rules_for_all(tag: str) -> list[str]:
    match = _ROBOT.match(tag)
    if match and match[1] not in _WITH_VALUE:
        tag = match[2] if match[1] in _ANY_ROBOT else ""
    return [rule.strip() for rule in tag.split(",")]


def _texts(response: Response, name: str) -> tuple[str, ...]:
    return tuple(value.decode("latin-1") for value in response.headers.getlist(name))
