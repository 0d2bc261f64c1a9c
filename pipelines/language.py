"""Which language a text is in: what the page says, unless its script says otherwise; the text itself where the page says nothing."""

from __future__ import annotations

import re

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
    "Han": (re.compile(r"[\u4e00-\u9fff\u3040-\u30ff]"), {"zh", "ja", "ko", "yue"}),
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
# fmt: off
_NEVER_LATIN = frozenset((
    "ar", "fa", "ur", "ps", "ckb", "ug", "ru", "uk", "bg", "mk", "be", "ky", "mn", "zh", "ja", "ko", "yue", "el", "he", "yi",
    "th", "hi", "mr", "ne", "bn", "ta", "te", "kn", "ml", "gu", "si", "my", "km", "lo", "ka", "hy", "am",
))
# fmt: on
_SAMPLE = 1000  # characters


def language_of(text: str, declared: str | None, outlet: str | None) -> str | None:
    """Return a text's primary language subtag: the page's where the text's script allows it, else the outlet's, else what the text is.

    None where the text is empty.
    """
    sample = text[:_SAMPLE]
    for language in (declared, outlet):
        if language and script_allows(sample, language):
            return language
    return _identify(sample) if sample else None


def script_allows(text: str, language: str) -> bool:
    """Say whether a language can be written in the script that most of a text's letters are of."""
    counts = {name: len(pattern.findall(text)) for name, (pattern, _) in _SCRIPTS.items()}
    top = max(counts, key=lambda name: counts[name])
    allowed = _SCRIPTS[top][1]
    if allowed is not None:
        return counts[top] == 0 or language in allowed
    return counts[top] == 0 or language not in _NEVER_LATIN


def _identify(sample: str) -> str:
    # Imported where a page names no language: 0.7 s and 90 MB, once a process.
    from py3langid import classify  # noqa: PLC0415

    language, _ = classify(sample)
    return str(language)
