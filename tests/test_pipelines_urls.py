from __future__ import annotations

import pytest

from pipelines.urls import canonical_url, normalise, registrable_domain, same_site

BASE = "https://www.outlet.example/news/today/"

NORMALISED = {
    "a plain address stays": ("https://outlet.example/a", "https://outlet.example/a"),
    "http stays http": ("http://outlet.example/a", "http://outlet.example/a"),
    "a trailing slash stays": ("https://outlet.example/a/", "https://outlet.example/a/"),
    "an empty path is the root": ("https://outlet.example", "https://outlet.example/"),
    "an empty query goes": ("https://outlet.example/a?", "https://outlet.example/a"),
    "scheme and host are lower-cased, the path is not": ("HTTPS://OutLet.Example/A", "https://outlet.example/A"),
    "the default port of https goes": ("https://outlet.example:443/a", "https://outlet.example/a"),
    "the default port of http goes": ("http://outlet.example:80/a", "http://outlet.example/a"),
    "another port stays": ("https://outlet.example:8443/a", "https://outlet.example:8443/a"),
    "http's port on https stays": ("https://outlet.example:80/a", "https://outlet.example:80/a"),
    "the fragment goes": ("https://outlet.example/a#comments", "https://outlet.example/a"),
    "a tracking fragment goes": ("https://outlet.example/a#utm_source=x", "https://outlet.example/a"),
    "the dot after a host goes": ("https://outlet.example./a", "https://outlet.example/a"),
    "a user and password go": ("https://me:secret@outlet.example/a", "https://outlet.example/a"),
    "a host in German": ("https://straße.example/", "https://xn--strae-oqa.example/"),
    "a host in Russian": ("https://новости.example/", "https://xn--b1amnebsh.example/"),
    "a host that is encoded": ("https://outl%65t.example/", "https://outlet.example/"),
    "an IPv4 address": ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
    "an IPv6 address": ("http://[0:0::1]:8000/a", "http://[::1]:8000/a"),
    "dot segments are resolved": ("https://outlet.example/a/./b/../c", "https://outlet.example/a/c"),
    "dots above the root": ("https://outlet.example/../../a", "https://outlet.example/a"),
    "dots at the end leave a folder": ("https://outlet.example/a/b/..", "https://outlet.example/a/"),
    "encoded dots are dots": ("https://outlet.example/a/%2e%2e/b", "https://outlet.example/b"),
    "a dot in a name is no dot segment": ("https://outlet.example/.well-known/a..b", "https://outlet.example/.well-known/a..b"),
    "hex digits are upper case": ("https://outlet.example/%d0%b0", "https://outlet.example/%D0%B0"),
    "unreserved characters are decoded": ("https://outlet.example/%7Eme/%61%2Db", "https://outlet.example/~me/a-b"),
    "an encoded slash stays encoded": ("https://outlet.example/a%2fb", "https://outlet.example/a%2Fb"),
    "Latin-1 bytes stay": ("https://outlet.example/caf%e9", "https://outlet.example/caf%E9"),
    "a space is encoded": ("https://outlet.example/a b", "https://outlet.example/a%20b"),
    "quotes and brackets are encoded": ('https://outlet.example/"a"<b>[c]', "https://outlet.example/%22a%22%3Cb%3E%5Bc%5D"),
    "a stray percent sign is encoded": ("https://outlet.example/100%-sure", "https://outlet.example/100%25-sure"),
    "a path in Cyrillic": ("https://outlet.example/мир", "https://outlet.example/%D0%BC%D0%B8%D1%80"),
    "a path in Arabic": ("https://outlet.example/خبر", "https://outlet.example/%D8%AE%D8%A8%D8%B1"),
    "a path in Chinese": ("https://outlet.example/新闻", "https://outlet.example/%E6%96%B0%E9%97%BB"),
    "a query in Cyrillic": ("https://outlet.example/?т=а", "https://outlet.example/?%D1%82=%D0%B0"),
    "an accent in the path": ("https://outlet.example/é", "https://outlet.example/%C3%A9"),
    "an ampersand that was escaped": ("https://outlet.example/?a=1&amp;b=2", "https://outlet.example/?a=1&b=2"),
    "an ampersand that was escaped twice": ("https://outlet.example/?a=1&amp;amp;b=2", "https://outlet.example/?a=1&b=2"),
    "an ampersand as a number": ("https://outlet.example/?a=1&#038;b=2", "https://outlet.example/?a=1&b=2"),
    "an ampersand as a hex number": ("https://outlet.example/?a=1&#x26;b=2", "https://outlet.example/?a=1&b=2"),
    "a parameter named like an entity": ("https://outlet.example/?a=1&copy=2", "https://outlet.example/?a=1&copy=2"),
    "space around": ("  https://outlet.example/a\n", "https://outlet.example/a"),
    "a line break inside": ("https://outlet.example/a\n\tb", "https://outlet.example/ab"),
    "backslashes": ("https:\\\\outlet.example\\a\\b", "https://outlet.example/a/b"),
    "one slash after the scheme": ("https:/outlet.example/a", "https://outlet.example/a"),
    "three slashes after the scheme": ("https:///outlet.example/a", "https://outlet.example/a"),
    "a relative path": ("story-1", "https://www.outlet.example/news/today/story-1"),
    "a path from the root": ("/story-1", "https://www.outlet.example/story-1"),
    "a relative path upwards": ("../story-1", "https://www.outlet.example/news/story-1"),
    "a relative query": ("?page=2", "https://www.outlet.example/news/today/?page=2"),
    "an address without a scheme": ("//cdn.outlet.example/a", "https://cdn.outlet.example/a"),
    "an empty address is the page itself": ("", "https://www.outlet.example/news/today/"),
    "utm parameters go": ("https://outlet.example/a?utm_source=x&utm_medium=y", "https://outlet.example/a"),
    "a click id goes": ("https://outlet.example/a?fbclid=IwAR0", "https://outlet.example/a"),
    "other click ids go": ("https://outlet.example/a?gclid=1&msclkid=2&yclid=3&dclid=4", "https://outlet.example/a"),
    "a mailing goes": ("https://outlet.example/a?mc_cid=1&mc_eid=2&mkt_tok=3", "https://outlet.example/a"),
    "analytics of other makers go": ("https://outlet.example/a?pk_campaign=a&at_medium=b&xtor=RSS-1", "https://outlet.example/a"),
    "tracking in capitals goes": ("https://outlet.example/a?UTM_Source=x&CMP=rss", "https://outlet.example/a"),
    "what identifies stays between what tracks": (
        "https://outlet.example/a?utm_source=x&id=7&fbclid=y&p=2",
        "https://outlet.example/a?id=7&p=2",
    ),
    "parameters keep their order": ("https://outlet.example/?p=2&article=9&id=1", "https://outlet.example/?p=2&article=9&id=1"),
    "a parameter without a value stays": ("https://outlet.example/?print", "https://outlet.example/?print"),
    "empty parameters go": ("https://outlet.example/?&&a=1&", "https://outlet.example/?a=1"),
    "a reference by word is tracking": ("https://outlet.example/a?ref=home&source=rss&from=app", "https://outlet.example/a"),
    "a reference by number is the page's own": ("https://outlet.example/a?ref=1234", "https://outlet.example/a?ref=1234"),
    "a position on a page is tracking": ("https://outlet.example/a?mod=hp_lead_pos1", "https://outlet.example/a"),
    "a module is the page's own": ("https://outlet.example/?mod=article&id=5", "https://outlet.example/?mod=article&id=5"),
    "a session in the query goes": ("https://outlet.example/a?PHPSESSID=0a1b2c&id=1", "https://outlet.example/a?id=1"),
    "a session in the path goes": ("https://outlet.example/a;jsessionid=0A1B?id=1", "https://outlet.example/a?id=1"),
    "a sid that is a session goes": ("https://outlet.example/a?sid=0a1b2c3d4e5f6a7b8c9d", "https://outlet.example/a"),
    "a sid that is a story stays": ("https://outlet.example/a.php?sid=1234", "https://outlet.example/a.php?sid=1234"),
    "a session of ASP.NET in the path goes": ("https://outlet.example/(S(lit3py55t21z5v55vlm25s55))/a.aspx?id=1", "https://outlet.example/a.aspx?id=1"),
    "brackets of another kind stay": ("https://outlet.example/(S(a))/a", "https://outlet.example/(S(a))/a"),
    "a gift link goes": ("https://outlet.example/a?unlocked_article_code=1.aU4&smid=url-share&giftCopy=2", "https://outlet.example/a"),
    "a shared copy goes": ("https://outlet.example/a?shareToken=7a6b&reflink=desktopwebshare_permalink", "https://outlet.example/a"),
    "a newsletter's reader goes": ("https://outlet.example/a?_bhlid=0c1&ck_subscriber_id=42&sfmc_id=9&utm=x", "https://outlet.example/a"),
    "an app's link goes": ("https://outlet.example/a?_branch_match_id=123&_branch_referrer=H4s", "https://outlet.example/a"),
    "a translation's parameters go": ("https://outlet.example/a?_x_tr_sl=auto&_x_tr_tl=en", "https://outlet.example/a"),
    "a campaign by number goes": ("https://outlet.example/a?cmpid=123&campaign_id=9&ocid=ab", "https://outlet.example/a"),
    "a parameter that only begins like tracking stays": ("https://outlet.example/?utmost=1&reference=2", "https://outlet.example/?utmost=1&reference=2"),
    "a page's number stays": ("https://outlet.example/a?page=2", "https://outlet.example/a?page=2"),
    "an ISO date in the query stays": ("https://outlet.example/?date=2026-11-10", "https://outlet.example/?date=2026-11-10"),
    "a search stays": ("https://outlet.example/?s=old+mill", "https://outlet.example/?s=old+mill"),
    "a question mark in the query stays": ("https://outlet.example/?q=who?", "https://outlet.example/?q=who?"),
    "a fragment with a question mark goes": ("https://outlet.example/a#!/b?c=1", "https://outlet.example/a"),
    "zero padded ports": ("https://outlet.example:0443/a", "https://outlet.example/a"),
    "an empty port": ("https://outlet.example:/a", "https://outlet.example/a"),
    "an IPv4 address in IPv6": ("http://[::ffff:127.0.0.1]/a", "http://[::ffff:7f00:1]/a"),
    "full-width letters in a host": ("https://ｏｕｔｌｅｔ.example/", "https://outlet.example/"),
    "an ideographic full stop in a host": ("https://新闻。example/", "https://xn--efvy88h.example/"),
    "an emoji in the path": ("https://outlet.example/😀", "https://outlet.example/%F0%9F%98%80"),
    "a typographic apostrophe": ("https://outlet.example/it’s", "https://outlet.example/it%E2%80%99s"),
    "Thai in the path": ("https://outlet.example/ข่าว", "https://outlet.example/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7"),
    "an upper-case scheme and odd slashes": ("HTTP:\\\\outlet.example/a", "http://outlet.example/a"),
    "a relative path with a fragment": ("story-1#top", "https://www.outlet.example/news/today/story-1"),
    "a relative path above the root": ("../../../../story-1", "https://www.outlet.example/story-1"),
    "a relative path with a colon": ("./a:b", "https://www.outlet.example/news/today/a:b"),
    "an escaped quote": ("https://outlet.example/?a=&quot;b&quot;", "https://outlet.example/?a=%22b%22"),
    "a comment's form is its article": ("https://outlet.example/a?replytocom=55", "https://outlet.example/a"),
}  # fmt: skip

# An address that holds another by its form alone stands for it.
WRAPPED = {
    "an AMP cache": "https://www-outlet-example.cdn.ampproject.org/c/s/www.outlet.example/a/amp",
    "an AMP cache without a subdomain": "https://cdn.ampproject.org/c/s/www.outlet.example/a/amp",
    "an AMP cache's viewer": "https://www-outlet-example.cdn.ampproject.org/v/s/www.outlet.example/a/amp?usqp=mq331&amp_js_v=0.1",
    "an AMP cache's raw copy": "https://www-outlet-example.cdn.ampproject.org/r/s/www.outlet.example/a/amp",
    "another AMP cache": "https://www-outlet-example.bing-amp.com/c/s/www.outlet.example/a/amp",
    "an AMP viewer": "https://www.google.com/amp/s/www.outlet.example/a/amp",
    "an AMP viewer of a country": "https://www.google.co.uk/amp/s/www.outlet.example/a/amp",
    "a search's redirect": "https://www.google.com/url?sa=t&url=https%3A%2F%2Fwww.outlet.example%2Fa%2Famp&usg=AOv",
    "a search's redirect by q": "https://www.google.de/url?q=https://www.outlet.example/a/amp&sa=U",
    "an alert's redirect": "https://www.google.com/url?rct=j&amp;sa=t&amp;url=https://www.outlet.example/a/amp&amp;ct=ga",
    "a news search's redirect": "http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid=6A&url=https%3a%2f%2fwww.outlet.example%2fa%2famp&c=1",
    "a network's redirect": "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.outlet.example%2Fa%2Famp%3Ffbclid%3DIwAR0&h=AT0",
    "another network's redirect": "https://vk.com/away.php?to=https%3A%2F%2Fwww.outlet.example%2Fa%2Famp&cc_key=",
    "a video's description": "https://www.youtube.com/redirect?event=video_description&q=https%3A%2F%2Fwww.outlet.example%2Fa%2Famp",
    "a mail filter": "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.outlet.example%2Fa%2Famp&data=05",
    "one in another": "https://www.google.com/url?q=https://l.facebook.com/l.php?u%3Dhttps%253A%252F%252Fwww.outlet.example%252Fa%252Famp",
}  # fmt: skip
NOT_WRAPPED = {
    "a search": "https://www.google.com/search?q=https://www.outlet.example/a",
    "a redirect to nowhere": "https://www.google.com/url?sa=t",
    "a redirect within": "https://www.google.com/url?q=/search",
    "a redirect to what is no page": "https://www.google.com/url?q=https://https://outlet.example/",
    "an outlet's own redirect": "https://outlet.example/url?q=https://other.example/a",
    "a picture in an AMP cache": "https://www-outlet-example.cdn.ampproject.org/i/s/www.outlet.example/a.jpg",
    "a namesake": "https://notgoogle.com/url?q=https://outlet.example/a",
    "a page about AMP": "https://www.google.com/amp/start",
}

REFUSED = {
    "mail": "mailto:desk@outlet.example",
    "a script": "javascript:void(0)",
    "a telephone": "tel:+4912345",
    "data": "data:text/html,hello",
    "ftp": "ftp://outlet.example/a",
    "a message": "whatsapp://send?text=a",
    "no host": "https://",
    "only a path": "https:///",
    "a space in the host": "https://out let.example/",
    "an empty label": "https://outlet..example/",
    "a label that begins with a hyphen": "https://-outlet.example/",
    "a host that is too long": f"https://{'a' * 64}.example/",
    "a scheme twice": "https://https://outlet.example/",
    "a port that is none": "https://outlet.example:news/",
    "a port that is too large": "https://outlet.example:99999/",
    "port zero": "https://outlet.example:0/",
    "a broken IPv6 host": "http://[::1/",
    "no IPv6 host": "http://[news]/",
    "a lone surrogate": "https://outlet.example/\ud800",
    "an endless address": "https://outlet.example/" + "a" * 2048,
}


@pytest.mark.parametrize(("url", "known"), NORMALISED.values(), ids=NORMALISED.keys())
def test_normalises(url: str, known: str) -> None:
    assert normalise(url, BASE) == known


@pytest.mark.parametrize("url", WRAPPED.values(), ids=WRAPPED.keys())
def test_takes_an_address_out_of_what_holds_it(url: str) -> None:
    assert normalise(url) == "https://www.outlet.example/a/amp"


def test_an_amp_cache_says_which_scheme_it_means() -> None:
    assert normalise("https://cdn.ampproject.org/c/outlet.example/a?id=1") == "http://outlet.example/a?id=1"


@pytest.mark.parametrize("url", NOT_WRAPPED.values(), ids=NOT_WRAPPED.keys())
def test_leaves_other_addresses_whole(url: str) -> None:
    assert normalise(url) == url


@pytest.mark.parametrize("known", {known for _, known in NORMALISED.values()})
def test_normalising_again_changes_nothing(known: str) -> None:
    assert normalise(known) == known


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED.keys())
def test_refuses(url: str) -> None:
    assert normalise(url, BASE) is None


@pytest.mark.parametrize("url", ["/story-1", "//outlet.example/a", "outlet.example/a", ""])
def test_a_relative_address_without_a_base_is_none(url: str) -> None:
    assert normalise(url) is None


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.outlet.com/a", "outlet.com"),
        ("https://news.outlet.co.uk/", "outlet.co.uk"),
        ("https://a.b.outlet.com.br:8080/", "outlet.com.br"),
        ("https://outlet.github.io/", "outlet.github.io"),
        ("https://github.io/", "github.io"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("http://localhost:8000/", "localhost"),
        ("https://xn--e1afmkfd.xn--p1ai/", "xn--e1afmkfd.xn--p1ai"),
        ("mailto:desk@outlet.com", ""),
        ("http://[::1", ""),
    ],
)
def test_names_the_registered_domain(url: str, domain: str) -> None:
    assert registrable_domain(url) == domain


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("https://sport.outlet.com/a", "http://www.outlet.com/", True),
        ("https://outlet.co.uk/", "https://other.co.uk/", False),
        ("https://one.github.io/", "https://two.github.io/", False),
        ("mailto:a@b.example", "tel:1", False),
    ],
)
def test_tells_sites_apart(url: str, other: str, same: bool) -> None:
    assert same_site(url, other) is same


FOUND = "https://www.outlet.example/news/fire-destroys-old-mill/?utm_source=feed"
PLAIN = "https://www.outlet.example/news/fire-destroys-old-mill/"
CANONICAL = {
    "nothing declared": (FOUND, [], PLAIN),
    "the page itself": (FOUND, [PLAIN], PLAIN),
    "without www": (FOUND, ["https://outlet.example/news/fire-destroys-old-mill"], "https://outlet.example/news/fire-destroys-old-mill"),
    "a relative address": (FOUND, ["/2026/11/fire-destroys-old-mill"], "https://www.outlet.example/2026/11/fire-destroys-old-mill"),
    "the same slug in another section": (
        "https://outlet.example/local/mill-fire",
        ["https://outlet.example/regional/mill-fire"],
        "https://outlet.example/regional/mill-fire",
    ),
    "an article number": (FOUND, ["https://www.outlet.example/a/1234567"], "https://www.outlet.example/a/1234567"),
    "a short link's article": (
        "https://outlet.example/?p=99",
        ["https://outlet.example/2026/11/05/mill-fire/"],
        "https://outlet.example/2026/11/05/mill-fire/",
    ),
    "an AMP page's article": ("https://outlet.example/a/mill/amp", ["https://outlet.example/a/mill"], "https://outlet.example/a/mill"),
    "the parameters that count": (
        "https://outlet.example/story.php?id=12&section=4",
        ["https://outlet.example/story.php?id=12"],
        "https://outlet.example/story.php?id=12",
    ),
    "an address in Cyrillic": (
        "https://outlet.example/?p=99",
        ["https://outlet.example/пожар-на-мельнице"],
        "https://outlet.example/%D0%BF%D0%BE%D0%B6%D0%B0%D1%80-%D0%BD%D0%B0-%D0%BC%D0%B5%D0%BB%D1%8C%D0%BD%D0%B8%D1%86%D0%B5",
    ),
    "not the home page": (FOUND, ["https://www.outlet.example/"], PLAIN),
    "not a section beside it": (FOUND, ["https://www.outlet.example/sport/"], PLAIN),
    "not a section of another host": (FOUND, ["https://sport.outlet.example/football"], PLAIN),
    "a mobile page's article": ("https://m.outlet.example/a/mill", ["https://www.outlet.example/a/mill"], "https://www.outlet.example/a/mill"),
    "an AMP host's article": ("https://amp.outlet.example/a/mill", ["https://www.outlet.example/a/mill"], "https://www.outlet.example/a/mill"),
    "not another outlet's": (FOUND, ["https://agency.example/news/fire-destroys-old-mill/"], PLAIN),
    "not the section above": (FOUND, ["https://www.outlet.example/news/"], PLAIN),
    "not a template's constant": (FOUND, ["https://www.outlet.example/article"], PLAIN),
    "not without its number": ("https://outlet.example/story.php?id=12", ["https://outlet.example/story.php"], "https://outlet.example/story.php?id=12"),
    "not an empty one": (FOUND, ["", "  "], PLAIN),
    "not a broken one": (FOUND, ["https://https://outlet.example/", "javascript:void(0)"], PLAIN),
    "the next one where the first is wrong": (FOUND, ["https://www.outlet.example/", PLAIN], PLAIN),
    "the home page of the home page": ("https://outlet.example/", ["https://www.outlet.example/"], "https://www.outlet.example/"),
}  # fmt: skip


@pytest.mark.parametrize(("found", "declared", "canonical"), CANONICAL.values(), ids=CANONICAL.keys())
def test_chooses_the_canonical_address(found: str, declared: list[str], canonical: str) -> None:
    assert canonical_url(found, declared) == canonical
