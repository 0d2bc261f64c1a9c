from __future__ import annotations

import pytest

from pipelines.common_words import speaks
from pipelines.language import language_of, primary_tag, script_allows
from tests.pages import ARABIC, CHINESE, ENGLISH, GERMAN, STORIES, Story

ENGLISH_TEXT, ARABIC_TEXT, CHINESE_TEXT, GERMAN_TEXT = (
    " ".join(story.paragraphs) for story in (ENGLISH, ARABIC, CHINESE, GERMAN)
)
RUSSIAN = "Паром снова пойдёт на северный берег, решил совет порта в понедельник вечером."
JAPANESE = "夜のフェリーが四月から北岸に戻ると港湾評議会が決めた。"
KOREAN = "저녁 여객선이 사월부터 북쪽 해안으로 다시 운항한다."
SWAHILI = (
    "Baraza la bandari limeamua kwamba kivuko cha jioni kitarudi katika ufuo wa kaskazini kuanzia mwezi wa Aprili, baada ya miaka "
    "miwili. Wakazi wa kijiji hicho wamesema kuwa uamuzi huo ni habari njema kwa shule na kwa wafanyabiashara wadogo."
)
ZULU = (
    "Umkhandlu wechweba unqume ukuthi isikebhe sakusihlwa sibuyele ogwini olusenyakatho kusukela ngenyanga kaMbasa, ngemva "
    "kweminyaka emibili. Abahlali bathi lesi sinqumo siyizindaba ezinhle ezikoleni nakosomabhizinisi abancane."
)
NORWEGIAN = (
    "Kveldsferja skal igjen gå til nordsiden fra første april, vedtok havnestyret etter en lang debatt mandag kveld. "
    "Det er to år siden den ble tatt bort, og de som bor der har ikke hatt noen annen vei hjem fra byen."
)
NYNORSK = (
    "Kveldsferja skal gå til nordsida att frå fyrste april, vedtok hamnestyret etter ein lang debatt måndag kveld. "
    "Det er to år sidan ho vart teken bort, og dei som bur der har ikkje hatt nokon annan veg heim frå byen."
)
BENGALI = "সন্ধ্যার ফেরি এপ্রিল থেকে আবার উত্তর তীরে যাবে।"
GEORGIAN = "საღამოს ბორანი აპრილიდან კვლავ ჩრდილოეთ ნაპირზე წავა."

LANGUAGES = {
    "what the page says": (GERMAN_TEXT, "de", None, "de"),
    "the page before the outlet": (NYNORSK, "nn", "no", "nn"),
    "the text where the page names another language of its script": (GERMAN_TEXT, "nl", None, "de"),
    "the text where page and outlet do": (GERMAN_TEXT, "en", "en", "de"),
    "a Swahili text in an English frame": (SWAHILI, "en-US", None, "sw"),
    "a Zulu text in an English frame": (ZULU, "en", "en", "zu"),
    "a language of which no words are known, as the page says": (ZULU, "zu-ZA", None, "zu"),
    "too short to contradict the page": ("Kein Kommentar.", "en", None, "en"),
    "Bokmål is the Norwegian that is meant": (NORWEGIAN, "nb-NO", None, "no"),
    "the page's word between close languages": (NORWEGIAN, "da", None, "da"),
    "Nynorsk keeps its tag": (NYNORSK, "nn", None, "nn"),
    "a deprecated tag": ("המעבורת חוזרת לחוף הצפוני", "iw", None, "he"),
    "the page's region is left out": (ENGLISH_TEXT, "en_GB", None, "en"),
    "a Chinese text on a page that declares Japanese": (CHINESE_TEXT, "ja", None, "zh"),
    "a Japanese text on a page that declares Chinese": (JAPANESE, "zh", None, "ja"),
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


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_words_of_a_language_show_it_without_the_model(story: Story) -> None:
    text = " ".join(story.paragraphs)
    shown = {language for language in ("en", "de", "fr", "nl", "es", "ar", "fa", "ru") if speaks(text, language)}
    assert shown == {story.language} & {"en", "de", "ar"}


def test_an_unknown_language_and_too_few_words_show_nothing() -> None:
    assert not speaks(ENGLISH_TEXT, "zu")
    assert not speaks("Ada Lindqvist, Piet Oosterhuis, Harbour Gazette", "en")
    assert not speaks("", "en")


@pytest.mark.parametrize(
    ("tag", "primary"),
    [("en", "en"), ("EN-us", "en"), ("pt_BR", "pt"), ("nb-NO", "no"), ("nn", "nn"), ("iw", "he"), ("zh-Hans-CN", "zh")],
)
def test_a_tag_stands_for_its_language(tag: str, primary: str) -> None:
    assert primary_tag(tag) == primary
