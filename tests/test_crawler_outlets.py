from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.outlets import OutletsFileError, parse_outlets, read_outlets, select, shipped_outlets
from db.errors import UnknownOutlet
from db.records import Outlet, Selectors

TIMES = Outlet(slug="times", name="The Times", homepage="https://times.example/")


def an_outlet(*lines: str) -> str:
    """Return a file with one good outlet, and these lines more."""
    return "\n".join(('[outlets.times]\nname = "The Times"\nhomepage = "https://times.example/"', *lines))


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(OutletsFileError) as caught:
        parse_outlets(text, "outlets.toml")
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


def test_an_outlet_needs_only_a_name_and_a_homepage() -> None:
    assert parse_outlets(an_outlet(), "outlets.toml") == (TIMES,)


def test_every_key_is_read() -> None:
    text = """
        [outlets.a1-news]
        name = "A1"
        homepage = "https://a1.example/"
        country = "BR"
        language = "pt-BR"
        timezone = "America/Sao_Paulo"
        schedule = "15 7 * * mon-fri"
        enabled = false
        delay = 2
        feeds = ["https://a1.example/rss"]
        news_sitemaps = ["https://a1.example/news.xml"]
        sitemaps = ["https://a1.example/sitemap.xml", "http://a1.example:8080/old.xml"]
        sections = ["https://a1.example/mundo/"]
        allow = ['/\\d{4}/']
        deny = ["/video/", "/ao-vivo/"]
        tags = ["economia"]
        daily_limit = 40
        selectors.text = "div.story p"
        keep_pages = 7
        respect_noarchive = true
        respect_tdm = false
        recheck = ["90m", "2w"]
        allow_private = true
    """
    assert parse_outlets(text, "outlets.toml") == (
        Outlet(
            slug="a1-news",
            name="A1",
            homepage="https://a1.example/",
            country="BR",
            language="pt-BR",
            timezone="America/Sao_Paulo",
            schedule="15 7 * * mon-fri",
            enabled=False,
            delay=2.0,
            feeds=("https://a1.example/rss",),
            news_sitemaps=("https://a1.example/news.xml",),
            sitemaps=("https://a1.example/sitemap.xml", "http://a1.example:8080/old.xml"),
            sections=("https://a1.example/mundo/",),
            allow=(r"/\d{4}/",),
            deny=("/video/", "/ao-vivo/"),
            tags=("economia",),
            daily_limit=40,
            selectors=Selectors(text="div.story p"),
            keep_pages=7,
            respect_noarchive=True,
            respect_tdm=False,
            recheck=("90m", "2w"),
            allow_private=True,
        ),
    )


def test_defaults_hold_where_an_outlet_says_nothing_itself() -> None:
    text = """
        [outlets.own]
        name = "Own"
        homepage = "https://own.example/"
        enabled = true
        delay = 1
        tags = []

        [outlets.default]
        name = "Default"
        homepage = "https://default.example/"

        [defaults]
        enabled = false
        delay = 10
        tags = ["press"]
        language = "ar"
        timezone = "Asia/Riyadh"
    """
    arabic = replace(TIMES, language="ar", timezone="Asia/Riyadh")
    assert parse_outlets(text, "outlets.toml") == (
        replace(arabic, slug="own", name="Own", homepage="https://own.example/", enabled=True, delay=1.0),
        replace(
            arabic,
            slug="default",
            name="Default",
            homepage="https://default.example/",
            enabled=False,
            delay=10.0,
            tags=("press",),
        ),
    )


def test_outlets_keep_the_order_of_the_file_and_their_own_script() -> None:
    names = ("صحيفة سعودية", "朝日新聞", "El País", "ไทยรัฐ")
    tables = (
        f'[outlets.{slug}]\nname = "{name}"\nhomepage = "https://{slug}.example/"'
        for slug, name in zip("dbca", names, strict=True)
    )
    assert [(o.slug, o.name) for o in parse_outlets("\n".join(tables), "x")] == list(zip("dbca", names, strict=True))


def test_homepages_of_one_host_may_differ_in_their_path() -> None:
    text = an_outlet() + '\n[outlets.arabic]\nname = "Times"\nhomepage = "https://times.example/ar/"'
    assert [outlet.homepage for outlet in parse_outlets(text, "x")] == [
        "https://times.example/",
        "https://times.example/ar/",
    ]


WRONG_VALUES = {
    "a key misspelt": ('feedz = ["https://x.example/"]', 'feedz: unknown key (did you mean "feeds"?)'),
    "a key like no other": ("weight = 1", "weight: unknown key"),
    "a key in quotes": ('"my key" = 1', '"my key": unknown key'),
    "a feed not in brackets": (
        'feeds = "https://x.example/rss"',
        'feeds: must be a list of strings, is a string (write ["https://x.example/rss"])',
    ),
    "a number for a list": ("feeds = 3", "feeds: must be a list of strings, is a number"),
    "a table for a list": ("feeds = {}", "feeds: must be a list of strings, is a table"),
    "a number in a list": ('tags = ["a", 1]', "tags: must be a list of strings, holds a number"),
    "a list in a list": ('allow = [["a"]]', "allow: must be a list of strings, holds a list"),
    "an empty tag": ('tags = [" "]', "tags: is empty"),
    "a feed as a path": (
        'feeds = ["/rss.xml"]',
        'feeds: "/rss.xml" is not a full address (did you mean "https://times.example/rss.xml"?)',
    ),
    "a sitemap as a file": (
        'sitemaps = ["sitemap.xml"]',
        'sitemaps: "sitemap.xml" is not a full address (did you mean "https://times.example/sitemap.xml"?)',
    ),
    "a section without its scheme": (
        'sections = ["times.example/world/"]',
        'sections: "times.example/world/" is not a full address (did you mean "https://times.example/world/"?)',
    ),
    "an address that begins with slashes": (
        'news_sitemaps = ["//cdn.example/n.xml"]',
        'news_sitemaps: "//cdn.example/n.xml" is not a full address (did you mean "https://cdn.example/n.xml"?)',
    ),
    "two wrong feeds in one list": (
        'feeds = ["/a", "ftp://x.example/b"]',
        'feeds: "/a" is not a full address (did you mean "https://times.example/a"?); '
        '"ftp://x.example/b" does not begin with "https://" or "http://"',
    ),
    "an address without a host": (
        'feeds = ["https:///rss"]',
        'feeds: "https:///rss" is not an address (write one such as "https://example.com/")',
    ),
    "an address with a space": (
        'feeds = ["https://x.example/a b"]',
        'feeds: "https://x.example/a b" is not an address (write one such as "https://example.com/")',
    ),
    "an address with an open bracket": (
        'feeds = ["https://[x/"]',
        'feeds: "https://[x/" is not an address (write one such as "https://example.com/")',
    ),
    "an address with a port that is none": (
        'feeds = ["https://x.example:rss/"]',
        'feeds: "https://x.example:rss/" is not an address (write one such as "https://example.com/")',
    ),
    "a language by its name": ('language = "German"', 'language: unknown language "German" (did you mean "de"?)'),
    "a language nobody has": (
        'language = "qq"',
        'language: unknown language "qq" (write a code such as "en" or "pt-BR")',
    ),
    "a language with an underscore": (
        'language = "pt_BR"',
        'language: unknown language "pt_BR" (write a code such as "en" or "pt-BR")',
    ),
    "a language as a list": ('language = ["en"]', "language: must be a string, is a list"),
    "a time zone by its city": (
        'timezone = "Berlin"',
        'timezone: unknown time zone "Berlin" (did you mean "Europe/Berlin"?)',
    ),
    "a time zone as a path": (
        'timezone = "../../etc/passwd"',
        'timezone: unknown time zone "../../etc/passwd" (write one such as "Europe/Paris")',
    ),
    "a time zone as hours": (
        'timezone = "+03:00"',
        'timezone: unknown time zone "+03:00" (write one such as "Europe/Paris")',
    ),
    "a country's small letters": ('country = "gb"', 'country: unknown country "gb" (did you mean "GB"?)'),
    "a country's other code": ('country = "UK"', 'country: unknown country "UK" (did you mean "GB"?)'),
    "a country by its name": (
        'country = "saudi arabia"',
        'country: unknown country "saudi arabia" (did you mean "SA"?)',
    ),
    "a region that is no country": (
        'country = "EU"',
        'country: unknown country "EU" (write a two-letter code such as "FR")',
    ),
    "a country as a number": ("country = 49", "country: must be a string, is a number"),
    "a schedule in words": (
        'schedule = "hourly"',
        'schedule: "hourly" is not a cron schedule such as "*/30 * * * *": Wrong number of fields; got 1, expected 5',
    ),
    "a minute past the hour's end": (
        'schedule = "61 * * * *"',
        'schedule: "61 * * * *" is not a cron schedule such as "*/30 * * * *": '
        "Error validating expression '61': the last value (61) is higher than the maximum value (59)",
    ),
    "a day of the week as a number": (
        'schedule = "0 7 * * 1-5"',
        'schedule: "0 7 * * 1-5" numbers the days of the week (write names: "mon-fri")',
    ),
    "a schedule as minutes": ("schedule = 30", "schedule: must be a string, is a number"),
    "an empty schedule": ('schedule = ""', "schedule: is empty"),
    "a delay in quotes": ('delay = "5"', "delay: must be a number, is a string"),
    "a delay below nothing": ("delay = -0.5", "delay: must be 0 to 3600 seconds, is -0.5"),
    "a delay of more than an hour": ("delay = 3601", "delay: must be 0 to 3600 seconds, is 3601"),
    "a delay that is no number": ("delay = nan", "delay: must be 0 to 3600 seconds, is nan"),
    "a delay of true": ("delay = true", "delay: must be a number, is true or false"),
    "a delay as a time": ("delay = 00:00:05", "delay: must be a number, is a date or time"),
    "enabled as a number": ("enabled = 1", "enabled: must be true or false, is a number"),
    "enabled in quotes": ('enabled = "no"', "enabled: must be true or false, is a string"),
    "private addresses as a date": (
        "allow_private = 2026-01-01",
        "allow_private: must be true or false, is a date or time",
    ),
    "a daily limit of nothing": (
        "daily_limit = 0",
        "daily_limit: must be 1 or more pages, is 0 (enabled = false pauses an outlet)",
    ),
    "a daily limit of half a page": ("daily_limit = 2.5", "daily_limit: must be a whole number, is 2.5"),
    "a daily limit of true": ("daily_limit = true", "daily_limit: must be a whole number, is true or false"),
    "an age without its unit": (
        'recheck = ["1h", "7"]',
        'recheck: "7" is not an age such as "90m", "6h", "7d" or "2w"',
    ),
    "an age alone": ('recheck = "1h"', 'recheck: must be a list of strings, is a string (write ["1h"])'),
    "pages kept for less than no day": (
        "keep_pages = -1",
        "keep_pages: must be 0 to 3650 days, is -1 (0 keeps no page)",
    ),
    "pages kept for half a day": ("keep_pages = 0.5", "keep_pages: must be a whole number, is 0.5"),
    "pages kept in words": ('keep_pages = "30 days"', "keep_pages: must be a whole number, is a string"),
    "text mining in quotes": ('respect_tdm = "no"', "respect_tdm: must be true or false, is a string"),
    "noarchive as a list": ("respect_noarchive = []", "respect_noarchive: must be true or false, is a list"),
    "selectors as a string": (
        'selectors = "article p"',
        'selectors: must be a table, is a string (write selectors.text = "article p")',
    ),
    "selectors with mistakes": (
        'selectors = {text = "div[", titel = "h1", date = 5, remove = ""}',
        "selectors: text: \"div[\" is not a CSS selector: Expected ident or '*', got <EOF at 4>; "
        'titel: unknown key (did you mean "title"?); date: must be a string, is a number; remove: is empty',
    ),
    "a pattern that does not close": (
        'deny = ["/(video"]',
        'deny: "/(video" is not a regular expression: missing ), unterminated subpattern at position 1',
    ),
}


@pytest.mark.parametrize(("line", "problem"), WRONG_VALUES.values(), ids=WRONG_VALUES.keys())
def test_a_wrong_line_is_named_with_the_way_out(line: str, problem: str) -> None:
    assert problems_of(an_outlet(line)) == (f"outlets.toml: outlets.times.{problem}",)


WRONG_FILES = {
    "an empty file": (
        "",
        "outlets: there are none (begin one with [outlets.its-name], or see what `broadsheet init` writes)",
    ),
    "an empty table of outlets": (
        "[outlets]",
        "outlets: there are none (begin one with [outlets.its-name], or see what `broadsheet init` writes)",
    ),
    "a table misspelt": (an_outlet("[default]"), 'default: unknown table (did you mean "defaults"?)'),
    "a table like no other": (an_outlet("[crawl]"), "crawl: unknown table"),
    "a key above all tables": ("delay = 3\n" + an_outlet(), "delay: belongs below [defaults] or an outlet"),
    "an unknown key above all tables": ("verbose = true\n" + an_outlet(), "verbose: unknown key"),
    "defaults as a string": ('defaults = "none"\n' + an_outlet(), "defaults: must be a table, is a string"),
    "outlets as a list": ('outlets = ["times"]', "outlets: must be a table, is a list"),
    "an outlet as a string": ('[outlets]\ntimes = "x"', "outlets.times: must be a table, is a string"),
    "an outlet's key in the defaults": (
        an_outlet('[defaults]\nhomepage = "https://x.example/"'),
        "defaults.homepage: is an outlet's own, not a default (move it below the outlet)",
    ),
    "a default misspelt": (an_outlet("[defaults]\ndealy = 1"), 'defaults.dealy: unknown key (did you mean "delay"?)'),
    "a wrong default, told once": (
        an_outlet("[defaults]\ndelay = true"),
        "defaults.delay: must be a number, is true or false",
    ),
    "capitals and a space in a slug": (
        '[outlets."The Times"]\nname = "x"\nhomepage = "https://x.example/"',
        'outlets."The Times": may hold only a-z, 0-9 and "-" (did you mean "the-times"?)',
    ),
    "a slug in another script": (
        '[outlets."朝日"]\nname = "x"\nhomepage = "https://x.example/"',
        'outlets."朝日": may hold only a-z, 0-9 and "-"',
    ),
    "no name": (
        '[outlets.x]\nhomepage = "https://x.example/"',
        'outlets.x.name: is missing (add name = "The Example")',
    ),
    "no homepage": (
        '[outlets.x]\nname = "x"',
        'outlets.x.homepage: is missing (add homepage = "https://example.com/")',
    ),
    "an empty name": ('[outlets.x]\nname = ""\nhomepage = "https://x.example/"', "outlets.x.name: is empty"),
    "a homepage without its scheme": (
        '[outlets.x]\nname = "x"\nhomepage = "www.x.example"',
        'outlets.x.homepage: "www.x.example" is not a full address (did you mean "https://www.x.example"?)',
    ),
    "a homepage that is a word": (
        '[outlets.x]\nname = "x"\nhomepage = "times"',
        'outlets.x.homepage: "times" is not a full address',
    ),
    "one homepage for two outlets": (
        an_outlet('[outlets.copy]\nname = "Copy"\nhomepage = "http://TIMES.example"'),
        "outlets.copy.homepage: is that of outlets.times too (remove one of the two)",
    ),
    "a line that is no TOML": (
        "[outlets.times]\nname The Times",
        "not valid TOML: Expected '=' after a key in a key/value pair (at line 2, column 6)",
    ),
    "a table written twice": (
        an_outlet("[outlets.times]"),
        "not valid TOML: Cannot declare ('outlets', 'times') twice (at line 4, column 15)",
    ),
}


@pytest.mark.parametrize(("text", "problem"), WRONG_FILES.values(), ids=WRONG_FILES.keys())
def test_a_wrong_file_is_named_with_the_way_out(text: str, problem: str) -> None:
    assert problems_of(text) == (f"outlets.toml: {problem}",)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = '[defaults]\ndelay = -1\n[outlets.b]\nname = 1\nfeeds = ["rss"]\n[outlets.a]\nenabled = 0\n[more]\n'
    assert problems_of(text) == (
        "outlets.toml: more: unknown table",
        "outlets.toml: defaults.delay: must be 0 to 3600 seconds, is -1",
        'outlets.toml: outlets.b.homepage: is missing (add homepage = "https://example.com/")',
        "outlets.toml: outlets.b.name: must be a string, is a number",
        'outlets.toml: outlets.b.feeds: "rss" is not a full address',
        'outlets.toml: outlets.a.name: is missing (add name = "The Example")',
        'outlets.toml: outlets.a.homepage: is missing (add homepage = "https://example.com/")',
        "outlets.toml: outlets.a.enabled: must be true or false, is a number",
    )


def test_a_file_is_read_whether_or_not_it_begins_with_a_byte_order_mark(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        path = tmp_path / f"{encoding}.toml"
        path.write_text(an_outlet('tags = ["الاقتصاد"]'), encoding=encoding, newline="\r\n")
        assert [outlet.tags for outlet in read_outlets(path)] == [("الاقتصاد",)]


def test_a_file_that_cannot_be_read_is_named_with_the_way_out(tmp_path: Path) -> None:
    missing, folder, latin = tmp_path / "missing.toml", tmp_path, tmp_path / "latin.toml"
    latin.write_bytes('name = "País"'.encode("latin-1"))
    messages = {
        missing: f"{missing}: there is no such file (make one with `broadsheet init`)",
        folder: f"{folder}: cannot be read: Is a directory",
        latin: f"{latin}: not UTF-8 at byte 10 (save it as UTF-8)",
    }
    for path, message in messages.items():
        with pytest.raises(OutletsFileError) as caught:
            read_outlets(path)
        assert (str(caught.value), caught.value.problems) == (message, (message,))


PAUSED = Outlet(slug="post", name="Post", homepage="https://post.example/", enabled=False)
DAILY = Outlet(slug="daily", name="Daily", homepage="https://daily.example/")


@pytest.mark.parametrize(
    ("slugs", "selected"),
    [
        pytest.param((), (TIMES, DAILY), id="none named: all that are enabled"),
        pytest.param(("daily", "times"), (DAILY, TIMES), id="named ones in the order of the names"),
        pytest.param(("post",), (PAUSED,), id="a paused one that is named"),
        pytest.param(("daily", "daily"), (DAILY,), id="one named twice is taken once"),
    ],
)
def test_select(slugs: tuple[str, ...], selected: tuple[Outlet, ...]) -> None:
    assert select((TIMES, PAUSED, DAILY), slugs) == selected


def test_select_suggests_the_nearest_outlet() -> None:
    with pytest.raises(UnknownOutlet) as caught:
        select((TIMES, DAILY), ("daily", "tmies"))
    assert str(caught.value) == 'no such outlet: tmies (did you mean "times"?)'


def test_the_shipped_file_names_outlets_of_many_languages_all_paused() -> None:
    outlets = parse_outlets(shipped_outlets(), "outlets.toml")
    assert select(outlets, ()) == ()
    assert all(outlet.country and outlet.timezone != "UTC" for outlet in outlets)
    assert {"ar", "de", "en", "es", "fr", "id", "it", "ja", "ko", "pt", "ru", "tr", "zh"} == {
        outlet.language for outlet in outlets
    }
    assert "https://saudipress.com/" in {outlet.homepage for outlet in outlets}


def test_the_shipped_file_shows_every_key_in_remarks_that_are_right() -> None:
    remarks = re.findall(
        r'^#   (\w+ += (?:".*?"|\[.*?\]|\{.*?\}|true|false|\d+))', shipped_outlets(), flags=re.MULTILINE
    )
    examples = "\n".join(line for line in remarks if not line.startswith("name"))
    every_key = set(Outlet.__dataclass_fields__) - {"slug", "name", "homepage", "enabled", "schedule", "delay"}
    assert set(tomllib.loads(examples)) == every_key
    assert [outlet.slug for outlet in parse_outlets(an_outlet(examples), "outlets.toml")] == ["times"]
