from __future__ import annotations

import pytest

from pipelines.language import language_of, script_allows
from tests.pages import ARABIC, CHINESE, ENGLISH, GERMAN, STORIES, Story

ENGLISH_TEXT, ARABIC_TEXT, CHINESE_TEXT, GERMAN_TEXT = (
    " ".join(story.paragraphs) for story in (ENGLISH, ARABIC, CHINESE, GERMAN)
)
RUSSIAN = "Паром снова пойдёт на северный берег, решил совет порта в понедельник вечером."
JAPANESE = "夜のフェリーが四月から北岸に戻ると港湾評議会が決めた。"
KOREAN = "저녁 여객선이 사월부터 북쪽 해안으로 다시 운항한다."
BENGALI = "সন্ধ্যার ফেরি এপ্রিল থেকে আবার উত্তর তীরে যাবে।"
GEORGIAN = "საღამოს ბორანი აპრილიდან კვლავ ჩრდილოეთ ნაპირზე წავა."

LANGUAGES = {
    "what the page says": (GERMAN_TEXT, "de", None, "de"),
    "the page before the outlet": (GERMAN_TEXT, "nl", "de", "nl"),
    "the outlet where the page says nothing": (GERMAN_TEXT, None, "de", "de"),
    "the outlet where the script rules out what the page says": (ARABIC_TEXT, "en", "ar", "ar"),
    "the text where the script rules out both": (ARABIC_TEXT, "en", "de", "ar"),
    "an English text in an Arabic frame": (ENGLISH_TEXT, "ar", None, "en"),
    "an English text in a Russian frame": (ENGLISH_TEXT, "ru", None, "en"),
    "an English text in a Chinese frame": (ENGLISH_TEXT, "zh", "zh", "en"),
    "an Arabic text in a Chinese frame": (ARABIC_TEXT, "zh", None, "ar"),
    "a Chinese text in an English frame": (CHINESE_TEXT, "en", None, "zh"),
    "a Russian text in an English frame": (RUSSIAN, "en", None, "ru"),
    "a Japanese text in an English frame": (JAPANESE, "en", None, "ja"),
    "a Korean text in an English frame": (KOREAN, "en", None, "ko"),
    "a Bengali text in an English frame": (BENGALI, "en", None, "bn"),
    "a Georgian text in an English frame": (GEORGIAN, "en", None, "ka"),
    "a Persian text, which is in Arabic script": ("کشتی عصر از بهار دوباره به ساحل شمالی می‌رود.", "fa", None, "fa"),
    "a Serbian text in Latin script": ("Večernji trajekt vraća se na severnu obalu.", "sr", None, "sr"),
    "a Serbian text in Cyrillic script": ("Вечерњи трајект враћа се на северну обалу.", "sr", None, "sr"),
    "a Chinese text with many English names": (CHINESE_TEXT + " Harbour Gazette, Ada Lindqvist", "zh", None, "zh"),
    "no text, nothing declared": ("", None, None, None),
    "figures alone": ("310,000 – 4.20", "de", None, "de"),
}


@pytest.mark.parametrize(("text", "declared", "outlet", "expected"), LANGUAGES.values(), ids=LANGUAGES.keys())
def test_language_of_a_text(text: str, declared: str | None, outlet: str | None, expected: str | None) -> None:
    assert language_of(text, declared, outlet) == expected


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_a_text_says_its_language_where_nothing_else_does(story: Story) -> None:
    assert language_of(" ".join(story.paragraphs), None, None) == story.language


SCRIPTS = {
    "Arabic in Arabic": ("العبّارة", "ar", True),
    "Urdu in Arabic": ("کشتی", "ur", True),
    "English in Arabic": ("العبّارة", "en", False),
    "Japanese in kana": ("フェリー", "ja", True),
    "German in kana": ("フェリー", "de", False),
    "Greek in Greek": ("Το πλοίο", "el", True),
    "Hebrew in Hebrew": ("המעבורת", "he", True),
    "Thai in Thai": ("เรือข้ามฟาก", "th", True),
    "Hindi in Devanagari": ("शाम की नाव", "hi", True),
    "English in Devanagari": ("शाम की नाव", "en", False),
    "Greek in Latin": ("The ferry", "el", False),
    "a language that no script is known to belong to, in Latin": ("Kivuko", "sw", True),
    "any language in no letters": ("12:30", "th", True),
}


@pytest.mark.parametrize(("text", "language", "expected"), SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_script_allows_a_language(text: str, language: str, expected: bool) -> None:
    assert script_allows(text, language) is expected
