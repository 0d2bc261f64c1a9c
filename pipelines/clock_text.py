"""Times of day and time zones as people write them beside a date: `9:54 a.m. EST`, `11.08 Uhr`, `下午3:20`, `(GMT+7)`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_AFTERNOON = r"p\s?\.?\s?m\b\.?|下午|午後|午后|晚上|오후|مساء|م(?!\w)|ب\.?ظ|μ\.?μ\.?|অপরাহ্ন|अपराह्न|หลังเที่ยง"
_MORNING = r"a\s?\.?\s?m\b\.?|上午|午前|凌晨|早上|오전|صباحا|ص(?!\w)|ق\.?ظ|π\.?μ\.?|পূর্বাহ্ন|पूर्वाह्न"
_HALF = rf"(?:(?P<pm>{_AFTERNOON})|(?P<am>{_MORNING}))"
_FOLLOWS = r"\s*(?:hours|hrs|uhr|uur|น\.?|h\b|ч\.?|godz\.?)?\s*"
_CLOCKS = (
    re.compile(r"(?P<h>\d{1,2})\s?[時时點点시]\s?(?P<m>\d{1,2})?\s?[分분]?(?:\s?(?P<s>\d{1,2})\s?[秒초])?"),
    re.compile(r"(?<![\d:.])(?P<h>\d{1,2})\s?:\s?(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?:\.\d+)?(?![\d:])" + _FOLLOWS),
    re.compile(r"(?<![\d:.])(?P<h>\d{1,2})\s?h\s?(?P<m>[0-5]\d)(?![\d:])"),
    re.compile(
        r"(?:\b(?:kl|klo|klokken|klockan|ore|pukul|jam|ob|la ora|um)\b\.?\s*)(?P<h>\d{1,2})\.(?P<m>[0-5]\d)(?![\d.])"
    ),
    re.compile(
        r"(?<![\d:.])(?P<h>\d{1,2})[.](?P<m>[0-5]\d)(?![\d.])(?=\s*(?:uhr|uur|wib|wita|wit\b|hrs|h\b|น|a\.?m\b|p\.?m\b))"
        + _FOLLOWS
    ),
    re.compile(r"(?<![\d:.])(?P<h>\d{1,2})(?P<m>)(?=\s?[ap]\.?m\b)"),
    re.compile(r"(?<![\d:.])(?P<h>\d{1,2})(?P<m>)\s(?:uhr)\b"),
)
_HALF_BEFORE = re.compile(_HALF + r"\s*$")
_HALF_AFTER = re.compile(r"\s*" + _HALF)
_OFFSET = re.compile(
    r"[\s(|,]*(?:(?:gmt|utc)\s?(?P<sign>[+\-−])\s?(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?"
    r"|(?P<s2>[+\-−])(?P<h2>\d{2}):?(?P<m2>\d{2}))(?!\d)"
)
_NAME = re.compile(r"[\s(|,]*([a-zмск]{1,5})\b")
_HOURS = {
    "z": 0, "gmt": 0, "utc": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "wat": 1, "cest": 2, "mesz": 2, "eet": 2, "cat": 2,
    "sast": 2, "eest": 3, "msk": 3, "мск": 3, "trt": 3, "eat": 3, "ast": 3, "gst": 4, "pkt": 5, "ist": 5.5, "npt": 5.75, "wib": 7, "ict": 7,
    "wita": 8, "sgt": 8, "hkt": 8, "myt": 8, "pht": 8, "awst": 8, "wit": 9, "jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10,
    "aedt": 11, "nzst": 12, "nzdt": 13, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9,
    "akdt": -8, "hst": -10, "brt": -3, "art": -3,
}  # fmt: skip
# These are words in other languages (French "et", "est").
_WORDS = frozenset({"et", "ct", "mt", "pt", "est", "art", "mst", "cat", "eat", "west", "ist", "wit"})
_REGIONS = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}


def zone(name: str) -> tzinfo:
    """Return the zone with this IANA name, UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def read_clock(text: str) -> tuple[time, str] | None:
    """Return the first time of day in folded `text` and what follows it, or None where there is none or it is not a time."""
    found = [match for pattern in _CLOCKS if (match := pattern.search(text))]
    for match in sorted(found, key=lambda match: match.start()):
        before, after = _HALF_BEFORE.search(text[: match.start()]), _HALF_AFTER.match(text[match.end() :])
        half = before or after
        hour = _hour(int(match["h"]), half)
        if hour is not None and int(match["m"] or 0) < 60:
            end = match.end() + (after.end() if after and not before else 0)
            second = match.groupdict().get("s")
            return time(hour, int(match["m"] or 0), int(second or 0)), text[end:]
    return None


def read_zone(text: str, moment: datetime, *, local: str, language: str | None) -> tzinfo | None:
    """Return the zone that folded `text` begins with, or None where it names none.

    `local` is the outlet's zone (IANA): an abbreviation that it uses itself at the naive `moment` means it (IST, CST, BST).
    """
    if match := _OFFSET.match(text):
        sign, hours, minutes = (match[one] or match[two] for one, two in (("sign", "s2"), ("h", "h2"), ("m", "m2")))
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(offset if sign == "+" else -offset) if offset <= timedelta(hours=14) else None
    named = _NAME.match(text)
    name = named[1] if named else ""
    if name in _WORDS and not (language or "en").startswith("en"):
        return None
    if name and (moment.replace(tzinfo=zone(local)).tzname() or "").lower() == name:
        return zone(local)
    if name in _REGIONS:
        return zone(_REGIONS[name])
    return timezone(timedelta(hours=_HOURS[name])) if name in _HOURS else None


def _hour(hour: int, half: re.Match[str] | None) -> int | None:
    if half and half["pm"] and hour < 12:
        return hour + 12
    if half and half["am"] and hour == 12:
        return 0
    return hour if hour < 24 else None
