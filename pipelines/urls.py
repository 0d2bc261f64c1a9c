"""Addresses: the form in which one is known, and when two of them are one article.

`normalise` follows RFC 3986, section 6, and the WHATWG URL standard where browsers are more forgiving. It keeps what a
server may tell apart (scheme, trailing slash, order of parameters); `identity` ignores what news sites never do.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import idna
import tldextract

from pipelines.marks import normal_form
from pipelines.tracking import without_tracking
from pipelines.wrappers import may_wrap, unwrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 2048  # characters; longer addresses are traps or data, and many servers refuse them

_MOST_ESCAPES = 20  # times that an address may be escaped over again
_LONGEST_HOST = 1_000  # characters; DNS knows 253, each of which may be written as three
_ENTITY = re.compile(r"&(?:amp|quot|apos|lt|gt|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")
_ENTITIES = {"&amp;": "&", "&quot;": '"', "&apos;": "'", "&lt;": "<", "&gt;": ">"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME = re.compile(r"^(https?):[/\\]*", re.IGNORECASE)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_DEFAULT_PORTS = {"http": 80, "https": 443}

# RFC 3986: these mean the same percent-encoded or not; the second set may stand in a path or query as they are.
_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_TO_ENCODE = re.compile(r"%(?:[0-9a-fA-F]{2})?|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?]")
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*|/\(S\([0-9a-z]{24}\)\)(?=/)", re.IGNORECASE)

_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile?|mobi|amp|wap|touch|pda|3g|lite)\.")
_AMP_PATH = re.compile(r"(?:/amp(?:\.html?)?|\.amp)/*$|\.amp(?=\.html?$)", re.IGNORECASE)
_AMP_FOLDER = re.compile(r"/amp(?=/.)", re.IGNORECASE)
_FORM_PARAMETER = re.compile(  # the same article for a telephone, a printer, or on one page
    r"(?:_?amp|print|printable|m|mobile|nomobile|fullsite|single|showall|comments|rss)(?:=(?:1|true|yes)?)?|m=0"
    r"|(?:outputtype|output|view|type|format|mode|action)=(?:amp|print)|(?:view|device|platform)=(?:mobile|desktop)"
    r"|(?:page|pg|pagina|seite|pageno)=(?:1|all)",
    re.IGNORECASE,
)
_INDEX_FILE = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?|jsp)$", re.IGNORECASE)
_FORM_FOLDER = re.compile(r"^/(?:m|mobile|print)(?=/)|/print$", re.IGNORECASE)  # of an address that holds a headline
_END_SPACE = re.compile(r"(?:%20|%C2%A0|%E2%80%8[BCDEF]|%EF%BB%BF)+$")
_ACCENTED = re.compile(r"[A-Za-z]?(?:%[89A-F][0-9A-F])+")
_SLUG_WORD = re.compile(r"[^\W\d_]+")
_DATED_PAGE = re.compile(r"/(?:19|20)\d\d/(?:\d\d?|[a-z]{3})/(?:\d\d?/)?[^/]*[^\d/]")
# RFC 3986 lets these stand for themselves in a path; servers do not tell them from their encoded form.
_ENCODED_DELIMITER = re.compile(r"%(2[1478-9A-C]|3[ABD]|40)")

_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def normalise(url: str, base: str | None = None) -> str | None:
    """Return the absolute http(s) address under which a page is known; None where `url` is none that can be fetched.

    A relative `url` is resolved against `base`, which must be absolute. A user name and password are left out, and so are
    redirects and caches that hold the address itself. Applied to its own answer, it changes nothing.
    """
    text = _joined(_CONTROL.sub("", _unescaped(url)).strip(), base)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
        host = _host(parts.hostname or "")
        if may_wrap(host) and (inner := unwrapped(host, parts.path, parts.query)) and (known := normalise(inner)):
            return known
        path = _without_dots(_SESSION_PATH.sub("", _encoded(parts.path)))
        query = without_tracking(_encoded(parts.query))
    except ValueError:  # a broken port or IPv6 host, a lone surrogate, a host that IDNA does not allow
        return None
    if not host or port == 0:
        return None
    netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    known = f"{parts.scheme}://{netloc}{path}{'?' + query if query else ''}"
    return known if len(known) <= LONGEST else None


def identity(url: str) -> str:
    """Return the key that is equal for two addresses of one article.

    Scheme, `www.`, mobile and AMP hosts, suffixes, folders and parameters, the forms for print and on one page, index files,
    trailing and doubled slashes, how accents are composed and the order of parameters are ignored; the case of the path is not. An address
    that `normalise` refuses is its own key.
    """
    known = normalise(url)
    if known is None:
        return url
    parts = urlsplit(known)
    path = _ENCODED_DELIMITER.sub(lambda match: chr(int(match[1], 16)), _INDEX_FILE.sub("/", parts.path))
    path = re.sub(r"/{2,}", "/", _AMP_FOLDER.sub("", _AMP_PATH.sub("", _END_SPACE.sub("", path)))).rstrip("/")
    path = _ACCENTED.sub(_composed, path) if "%" in path else path
    bare = _FORM_FOLDER.sub("", path)
    path = bare if len(_SLUG_WORD.findall(unquote(bare.rpartition("/")[2]))) >= 3 else path
    query = sorted(part for part in parts.query.split("&") if part and not _FORM_PARAMETER.fullmatch(part))
    return f"{_plain_host(parts.netloc)}{path}{'?' + '&'.join(query).replace('%20', '+') if query else ''}"


def registrable_domain(url: str) -> str:
    """Return the domain that was registered for an address (`bbc.co.uk`), by the bundled Public Suffix List.

    Its private part counts: two blogs of one hosting service are two sites. An IP address, a host of one label and a
    public suffix are their own; the empty string where there is no host.
    """
    try:
        return _registrable(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def host_and_site(url: str) -> tuple[str, str]:
    """Return an address's host without `www.` (with its port, where it names one), and its registrable domain."""
    return urlsplit(url).netloc.removeprefix("www."), registrable_domain(url)


def same_site(url: str, other: str) -> bool:
    """Say whether two addresses have the same registrable domain."""
    domain = registrable_domain(url)
    return bool(domain) and domain == registrable_domain(other)


def canonical_url(found: str, declared: Sequence[str]) -> str:
    """Return the first plausible address that a page declares (rel=canonical, og:url), else the normalised `found`.

    Plausible is one of the same site that names one page: not the home page or a section above `found`, nor a constant
    that a template gives to all its pages.
    """
    known = normalise(found) or found
    for address in declared:
        candidate = normalise(address, known) if address.strip() else None
        if candidate is not None and _is_plausible(candidate, known):
            return candidate
    return known


def _unescaped(url: str) -> str:
    """Decode HTML entities until none is left: hrefs come escaped once too often, also `&amp;amp;`; empty where there is no end of it."""
    for _ in range(_MOST_ESCAPES):
        decoded = _ENTITY.sub(_entity, url) if "&" in url else url
        if decoded == url:
            return url
        url = decoded
    return ""


def _entity(match: re.Match[str]) -> str:
    text = match.group()
    if text in _ENTITIES:
        return _ENTITIES[text]
    digits = text[2:-1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return chr(number) if number < 0x110000 else ""


def _joined(text: str, base: str | None) -> str | None:
    """Return `text` as an absolute http(s) address, odd slashes read as browsers do (`https:/host`), else None."""
    head, mark, tail = text.partition("?")
    text = head.replace("\\", "/") + mark + tail
    scheme = _SCHEME.match(text)
    if scheme is None and base is not None:
        try:
            text = urljoin(base, text)
        except ValueError:
            return None
        scheme = _SCHEME.match(text)
    return f"{scheme[1].lower()}://{text[scheme.end() :]}" if scheme else None


@lru_cache(maxsize=4096)
def _host(name: str) -> str:
    """Return a host as DNS knows it, lower-cased and in IDNA; the empty string where it is none. Raises ValueError."""
    if len(name) > _LONGEST_HOST:
        raise ValueError(f"a host of {len(name)} characters")
    if ":" in name:
        return f"[{IPv6Address(name).compressed}]"
    name = unquote(name).rstrip(".").lower()
    if not name.isascii():
        name = idna.encode(name, uts46=True).decode("ascii")
    labels = name.split(".")
    valid = len(name) <= 253 and all(_LABEL.fullmatch(label) for label in labels)
    return name if valid and name not in _DEFAULT_PORTS else ""  # `http://https://…` is a slip, not a host


def _encoded(text: str) -> str:
    """Return a path or query in canonical percent-encoding, as UTF-8. Raises ValueError for a lone surrogate."""
    return _TO_ENCODE.sub(_encode_one, text) if _TO_ENCODE.search(text) else text


def _encode_one(match: re.Match[str]) -> str:
    piece = match.group()
    if len(piece) == 3:
        character = chr(int(piece[1:], 16))
        return character if character in _UNRESERVED else piece.upper()
    return "".join(f"%{byte:02X}" for byte in piece.encode())


def _composed(match: re.Match[str]) -> str:
    """Return percent-encoded letters with their accents as one character where there is one (Unicode NFC); what is no UTF-8 stays."""
    try:
        return _encoded(normal_form("NFC", unquote(match.group(), errors="strict")))
    except UnicodeDecodeError:
        return match.group()


def _without_dots(path: str) -> str:
    """Resolve `.` and `..` (RFC 3986, 5.2.4); an empty path is `/`."""
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


@lru_cache(maxsize=4096)
def _registrable(host: str) -> str:
    found = _suffixes(host)
    if found.suffix or found.ipv4 or ":" in host:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])  # a suffix that the list does not have counts as one (its rule "*")


@lru_cache(maxsize=4096)
def _plain_host(netloc: str) -> str:
    """Return a host without `www.`, `m.`, `amp.` and the like, as long as a domain is left (`m.example` is one)."""
    domain = _registrable(netloc.partition(":")[0])
    while (match := _HOST_PREFIX.match(netloc)) and netloc[match.end() :].partition(":")[0].endswith(domain):
        netloc = netloc[match.end() :]
    return netloc


def _is_plausible(candidate: str, found: str) -> bool:
    if not same_site(candidate, found):
        return False
    if identity(candidate) == identity(found):
        return True
    here, there = urlsplit(found), urlsplit(candidate)
    if there.path == "/" and not there.query:
        return False
    if there.path == here.path and here.query:
        return _names_one_page(there) or bool(there.query)
    return _names_one_page(there) or (_last_segment(there) == _last_segment(here) and not here.query)


def _names_one_page(parts: SplitResult) -> bool:
    """Say whether an address holds a slug of three words, an id or a date, as no section or template constant does."""
    if _DATED_PAGE.search(parts.path):
        return True
    last = unquote(_last_segment(parts))
    digits = re.search(r"\d{5}", last) or re.search(r"\d{3}|[0-9a-f]{8}", parts.query)
    return digits is not None or len(_SLUG_WORD.findall(last)) >= 3 or (not last.isascii() and len(last) >= 6)


def _last_segment(parts: SplitResult) -> str:
    return parts.path.rstrip("/").rpartition("/")[2]
