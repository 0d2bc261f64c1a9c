"""Which language a text is in: what the page says where the text bears it out, else what the text is.

Templates declare a language once for all that an outlet writes: many pages in languages of small markets say that they are English.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.common_words import speaks

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Scripts that rule out a declared language of another script; a page whose frame is English often declares English for every text.
_SCRIPTS = {
    "Arabic": (
        re.compile(r"[\u0600-\u06ff]"),
        {"ar", "fa", "ur", "ps", "ckb", "sd", "ug", "ks", "az", "ku", "ms", "pa"},
    ),
    "Cyrillic": (
        re.compile(r"[\u0400-\u04ff]"),
        {"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "tt", "uz", "bs", "az"},
    ),
    "Han": (re.compile(r"[\u4e00-\u9fff]"), {"zh", "ko", "yue"}),
    "Kana": (re.compile(r"[\u3040-\u30ff]"), {"ja"}),
    "Hangul": (re.compile(r"[\uac00-\ud7af]"), {"ko"}),
    "Greek": (re.compile(r"[\u0370-\u03ff]"), {"el"}),
    "Hebrew": (re.compile(r"[\u0590-\u05ff]"), {"he", "yi"}),
    "Thai": (re.compile(r"[\u0e00-\u0e7f]"), {"th"}),
    "Devanagari": (re.compile(r"[\u0900-\u097f]"), {"hi", "mr", "ne", "sa"}),
    "Bengali": (re.compile(r"[\u0980-\u09ff]"), {"bn", "as"}),
    "Gurmukhi": (re.compile(r"[\u0a00-\u0a7f]"), {"pa"}),
    "Gujarati": (re.compile(r"[\u0a80-\u0aff]"), {"gu"}),
    "Oriya": (re.compile(r"[\u0b00-\u0b7f]"), {"or"}),
    "Tamil": (re.compile(r"[\u0b80-\u0bff]"), {"ta"}),
    "Telugu": (re.compile(r"[\u0c00-\u0c7f]"), {"te"}),
    "Kannada": (re.compile(r"[\u0c80-\u0cff]"), {"kn"}),
    "Malayalam": (re.compile(r"[\u0d00-\u0d7f]"), {"ml"}),
    "Sinhala": (re.compile(r"[\u0d80-\u0dff]"), {"si"}),
    "Lao": (re.compile(r"[\u0e80-\u0eff]"), {"lo"}),
    "Myanmar": (re.compile(r"[\u1000-\u109f]"), {"my"}),
    "Georgian": (re.compile(r"[\u10a0-\u10ff]"), {"ka"}),
    "Ethiopic": (re.compile(r"[\u1200-\u137f]"), {"am", "ti"}),
    "Khmer": (re.compile(r"[\u1780-\u17ff]"), {"km"}),
    "Armenian": (re.compile(r"[\u0530-\u058f]"), {"hy"}),
    "Latin": (re.compile(r"[A-Za-z\u00c0-\u024f]"), None),
}
_ASCII = re.compile(r"[\x00-\x7f]+")
# fmt: off
_NEVER_LATIN = frozenset((
    "ar", "fa", "ur", "ps", "ckb", "ug", "ru", "uk", "bg", "mk", "be", "ky", "mn", "zh", "ja", "ko", "yue", "el", "he", "yi",
    "th", "hi", "mr", "ne", "bn", "ta", "te", "kn", "ml", "gu", "si", "my", "km", "lo", "ka", "hy", "am",
))
# fmt: on
# fmt: off
# Tags of one language. Those that are replaced are deprecated (IANA's registry), or what CLDR takes for the same: Bokmål is what
# "Norwegian" means where it is said of a text.
_SAME_TAG = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr", "nb": "no", "cmn": "zh", "arb": "ar"}
# Languages so close that the model's word does not stand against the page's.
_CLOSE = (
    {"no", "nn", "da"}, {"hr", "sr", "bs", "sh", "cnr"}, {"id", "ms", "jv"}, {"zh", "yue", "wuu"}, {"ar", "ary", "arz"},
    {"fa", "prs", "tg"}, {"ku", "ckb", "kmr", "sdh"}, {"uz", "uzs"}, {"lv", "ltg"}, {"tl", "fil"}, {"hi", "mr", "ne", "sa", "mai", "bho"},
    {"es", "gl", "ext", "an"}, {"pt", "gl"}, {"bg", "mk"}, {"cs", "sk"},
)
# What the model knows besides the languages of news: a text that sounds like one of these is rather one of names and figures.
_NO_NEWS = frozenset(("ace", "an", "bcl", "ext", "fuv", "gcf", "gcr", "grc", "guw", "hbo", "la", "lij", "pcm", "vec", "vo", "wa", "zxx"))
# fmt: on
_SAMPLE = 1000  # characters: of 94 pages in 17 languages the model took none for another at 300, 600 or 1,000
_FEWEST_LETTERS = 100  # of a text that is believed against its page
_SURE = 0.9  # the model's probability; on those pages .95 at least
_KANA = 0.1  # of the letters of a Japanese text at least; half in news


def primary_tag(tag: str) -> str:
    """Return a language tag's primary subtag in lower case, the one that stands for all its spellings: `nb-NO` is `no`."""
    base = tag.replace("_", "-").partition("-")[0].strip().lower()
    return _SAME_TAG.get(base, base)


def language_of(text: str, declared: str | None, outlet: str | None) -> str | None:
    """Return a text's primary language subtag: the page's or else the outlet's where the text bears it out, else what the text is.

    A text too short to tell is in the language that is said; None where nothing is said either.
    """
    sample = text[:_SAMPLE]
    said = [tag for tag in map(primary_tag, filter(None, (declared, outlet))) if script_allows(sample, tag)]
    if said and (_script_decides(sample) or speaks(sample, said[0])):
        return said[0]
    if not sample or (said and sum(map(str.isalpha, sample)) < _FEWEST_LETTERS):
        return said[0] if said else None
    read, sure = _identify(sample)
    return said[0] if said and (sure < _SURE or any({read, said[0]} <= close for close in _CLOSE)) else read


def script_allows(text: str, language: str) -> bool:
    """Say whether a language can be written in the script that most of a text's letters are of."""
    script = _script(text)
    if script is None:
        return True
    allowed = _SCRIPTS[script][1]
    return language not in _NEVER_LATIN if allowed is None else language in allowed


def _script_decides(text: str) -> bool:
    """Say whether a text is in a script of at most two languages of news."""
    script = _script(text)
    allowed = _SCRIPTS[script][1] if script else None
    return script == "Han" or (allowed is not None and len(allowed) <= 2)


@lru_cache(maxsize=4)  # asked for each language that is said of a text
def _script(text: str) -> str | None:
    """Return the name of the script that most of a text's letters are of, None where it has none; a tenth of kana is Japanese."""
    others = _ASCII.sub("", text)
    counts = {
        name: len(pattern.findall(text if name == "Latin" else others)) for name, (pattern, _) in _SCRIPTS.items()
    }
    if counts["Kana"] > _KANA * (counts["Han"] + counts["Kana"]):
        counts["Kana"] += counts.pop("Han")
    top = max(counts, key=lambda name: counts[name])
    return top if counts[top] else None


def _identify(sample: str) -> tuple[str, float]:
    language, probability = _model().classify(sample)
    return primary_tag(language), probability


@lru_cache(maxsize=1)
def _model() -> LanguageIdentifier:
    # Loaded with the first text that its page does not name rightly: 0.5 s and 100 MB, once a process.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages([label for label in model.labels if label not in _NO_NEWS])
    return model
