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
    "Latin": (re.compile(r"[A-Za-z\u00c0-\u024f]"), None),
}
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
    others = [
        languages for name, (_, languages) in _SCRIPTS.items() if languages and name not in {"Cyrillic", "Arabic"}
    ]
    return counts[top] == 0 or not any(language in languages for languages in others)


def _identify(sample: str) -> str:
    # Imported where a page names no language: 0.7 s and 90 MB, once a process.
    from py3langid import classify  # noqa: PLC0415

    language, _ = classify(sample)
    return str(language)
