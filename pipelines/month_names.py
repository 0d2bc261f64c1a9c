"""The names of months in all languages: from CLDR (Babel), with the spellings that news pages use besides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pipelines.locale_data import own_data
from pipelines.marks import normal_form

# Languages with months of their own in some countries; CLDR keeps those in the country's locale.
_REGIONS = {
    "ar": ("ar", "ar_LB", "ar_IQ", "ar_MA", "ar_DZ", "ar_TN"),
    "sr": ("sr", "sr_Latn"),
    "uz": ("uz", "uz_Cyrl"),
    "az": ("az", "az_Cyrl"),
}
_LATIN = (
    "en es fr de pt it nl pl tr id vi ro cs sk hu sv da nb fi et lv lt sl hr bs sr_Latn sq ca gl eu is ga cy af sw zu xh so ha yo ig "
    "fil ms az uz mt lb eo tk ku"
)
_BY_SCRIPT = {
    "LATIN": _LATIN,
    "CYRILLIC": "ru uk bg sr mk be kk ky mn tg uz_Cyrl az_Cyrl",
    "ARABIC": "ar fa ur ps ckb ug sd",
    "DEVANAGARI": "hi mr ne",
    "BENGALI": "bn as",
    "HEBREW": "he yi",
    "GREEK": "el",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "ORIYA": "or",
    "SINHALA": "si",
    "ETHIOPIC": "am ti",
    "TIBETAN": "bo dz",
}
# What CLDR has not: transliterations, dialects and abbreviations seen in print, in the order of the months.
_BESIDES = {
    "en": {"sept": 9},
    "de": {"jaen": 1, "janner": 1, "jänner": 1, "feber": 2, "mrz": 3, "maerz": 3, "mär": 3, "sept": 9},
    "es": {"set": 9, "setiembre": 9, "sept": 9},
    "pt": {"setembro": 9},
    "fr": {"janv": 1, "fev": 2, "sept": 9},
    "it": {"gen": 1, "sett": 9},
    "nl": {"mrt": 3, "maart": 3},
    "sv": {"sept": 9},
    "nb": {"sept": 9},
    "pl": {"wrzes": 9},
    "ro": {"ian": 1, "noi": 11},
    "zu": {"janawari": 1, "januwari": 1, "februwari": 2, "mashi": 3, "julayi": 7, "agasti": 8, "septhemba": 9, "okthoba": 10},
    "ar": {
        "كانون ثاني": 1, "كانون ثان": 1, "كانون اول": 12, "تشرين اول": 10, "تشرين ثاني": 11, "اذار": 3, "حزيران": 6, "تموز": 7, "اب": 8,
        "ايلول": 9, "جانفي": 1, "فيفري": 2, "افريل": 4, "ماي": 5, "جوان": 6, "جويلية": 7, "جويليه": 7, "اوت": 8, "غشت": 8, "شتنبر": 9,
        "نونبر": 11, "دجنبر": 12, "يوليوز": 7, "ابريل": 4, "مايس": 5, "شباط": 2, "نيسان": 4, "ايار": 5,
    },
    "hi": {"फरवरी": 2, "सितम्बर": 9, "नवम्बर": 11, "दिसम्बर": 12, "सितंबर": 9, "नवंबर": 11, "दिसंबर": 12, "अगस्त": 8, "जुलाई": 7},
    "ru": {"сен": 9, "сент": 9, "мая": 5, "май": 5, "ноя": 11},
    "he": {"מרס": 3, "מרץ": 3},
    "eu": {
        "urtarrilaren": 1, "otsailaren": 2, "martxoaren": 3, "apirilaren": 4, "maiatzaren": 5, "ekainaren": 6, "uztailaren": 7,
        "abuztuaren": 8, "irailaren": 9, "urriaren": 10, "azaroaren": 11, "abenduaren": 12,
    },
    "bn": {"জানুয়ারী": 1, "ফেব্রুয়ারী": 2},
}  # fmt: skip
# The Persian (solar Hijri) year: Iran's names and Afghanistan's.
_JALALI = (
    ("فروردین", "حمل"), ("اردیبهشت", "ثور"), ("خرداد", "جوزا"), ("تیر", "سرطان"), ("مرداد", "اسد"), ("شهریور", "سنبله"),
    ("مهر", "میزان"), ("آبان", "عقرب"), ("آذر", "قوس"), ("دی", "جدی"), ("بهمن", "دلو"), ("اسفند", "حوت"),
)  # fmt: skip
_KEPT_MARKS = ("DEVANAGARI", "BENGALI", "THAI", "LAO", "KHMER", "MYANMAR", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "GUJARATI",
               "GURMUKHI", "ORIYA", "SINHALA", "TIBETAN")  # fmt: skip
_ALIKE = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ئ": "ی",
        "ك": "ک",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ة": "ه",
        "ۀ": "ه",
        "ؤ": "و",
        "ı": "i",
    }
)
_ARTICLE = re.compile(r"^(?:de|d)['’ ]\s*")  # Catalan writes "de març", "d'abril" as the month's name


def fold_date_text(text: str) -> str:
    """Return `text` for comparison with month names: one case, ASCII digits, letters without the marks that are left out at will."""
    folded = []
    for sign in normal_form("NFKD", text.casefold().translate(_ALIKE)):
        if sign.isdecimal():
            folded.append(str(unicodedata.decimal(sign)))
        elif unicodedata.category(sign) == "Mn" and not unicodedata.name(sign, "").startswith(_KEPT_MARKS):
            continue
        elif unicodedata.category(sign) != "Cf" and sign != "\u093c":  # nukta: फ़रवरी, फरवरी
            folded.append(sign)
    return unicodedata.normalize("NFC", "".join(folded)).translate(_ALIKE)


@lru_cache(maxsize=128)
def month_names(language: str) -> dict[str, int]:
    """Return the folded names and abbreviations of the months (1..12) in a language (`de`, `sr_Latn`); empty for an unknown one."""
    names: dict[str, int] = {}
    for locale in _REGIONS.get(language, (language,)):
        names = {**_locale_names(locale), **names}
    besides = {fold_date_text(name): month for name, month in _BESIDES.get(language, {}).items()}
    return {**names, **besides}


@lru_cache(maxsize=32)
def names_of_script(script: str) -> dict[str, int]:
    """Return the month names of all languages in a script (`LATIN`, as Unicode names it), without those they disagree on."""
    meanings: dict[str, set[int]] = {}
    for language in languages_of_script(script):
        for name, month in month_names(language).items():
            meanings.setdefault(name, set()).add(month)
    return {name: months.pop() for name, months in meanings.items() if len(months) == 1}


def languages_of_script(script: str) -> list[str]:
    """Return the languages whose names are known in a script, as CLDR names them."""
    return _BY_SCRIPT.get(script, "").split()


@lru_cache(maxsize=1)
def jalali_months() -> dict[str, int]:
    """Return the folded names of the months of the Persian calendar."""
    return {fold_date_text(name): month for month, names in enumerate(_JALALI, 1) for name in names}


def script_of(text: str) -> str:
    """Return the Unicode name of the script of the first letter outside Latin, else `LATIN`."""
    scripts = (unicodedata.name(sign, " ").split()[0] for sign in text if sign.isalpha())
    return next((script for script in scripts if script in _BY_SCRIPT and script != "LATIN"), "LATIN")


def _locale_names(locale: str) -> dict[str, int]:
    widths = [data for context in own_data(locale).get("months", {}).values() for data in _mappings(context)]
    found: dict[str, int] = {}
    for month, name in (pair for names in widths for pair in names.items()):
        folded = _ARTICLE.sub("", fold_date_text(name)).strip(" .")
        if len(folded) > 1 and not any(sign.isdigit() for sign in folded):
            found.setdefault(folded, month)
    return found


def _mappings(context: Any) -> list[Mapping[int, str]]:
    """Return the wide and the abbreviated names; an alias of another context has none of its own."""
    if not isinstance(context, Mapping):
        return []
    return [context[width] for width in ("wide", "abbreviated") if isinstance(context.get(width), Mapping)]
