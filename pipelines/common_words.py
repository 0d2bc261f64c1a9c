"""Small words that no text of their language is without, to see in microseconds that a text is in the language it says it is in.

Where two languages share a word, each gets it, so that neither is told from the other by it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

_WORDS = {
    "en": "the of and to in is that for was with it as on has by are from at be an have his not he they their were which been this will",
    "de": "der die und in den das von mit ist des im nicht dem ein eine auch sich auf für es werden hat sie wird bei dass nach er einen",
    "fr": "de la le les et des en du une est un dans que pour qui il au sur par pas ce plus avec son ne aux cette sont elle ses été",
    "es": "de la el en y que los del las se un por con una para su es al lo como más no fue ha sus este entre según pero",
    "pt": "de a o e que do da em os para com um no uma na por dos as das mais não ao se é foi como pelo à são sua também",
    "it": "di e il la che in un a per del della è una non sono i le con si da dei al nel ha alla gli più lo come anche delle",
    "nl": "de het een van en in is dat op te voor zijn met die niet aan er ook als om bij naar door uit heeft worden wordt maar",
    "sv": "och i att det som en på är av för den till med har inte om ett de var från vid men han kan sig efter också",
    "no": "og i å det som en på er av for den til med har ikke om et de var fra ved men han kan seg etter også at",
    "da": "og i at det som en på er af for den til med har ikke om et de var fra ved men han kan sig efter også",
    "fi": "ja on ei että se oli hän ovat myös kun mutta joka mukaan ole sen tai ovat olla sekä kuin jo vain niin",
    "pl": "w i na z się nie do to że jest o od po za przez jak który dla ma oraz są tym przy już także było być roku",
    "cs": "a v se na je že o s z do i to pro za by ve k jsou jako od které podle který také bylo po ale si už",
    "sk": "a v sa na je že o s z do aj to pre za by vo k sú ako od ktoré podľa ktorý tiež bolo po ale si už",
    "hu": "a az és hogy nem is egy meg volt ez csak már de még ki lesz szerint mint el pedig ezt kell után",
    "ro": "de și în a la cu care nu pe din o un că mai este pentru sunt fost să al au prin ca lui cel după",
    "tr": "ve bir bu da de için ile olarak çok daha en olan gibi kadar sonra dedi ise değil her göre ancak yeni o",
    "id": "yang dan di ini dengan untuk dari pada dalam itu tidak akan juga ke oleh tersebut ada karena bisa saat",
    "ms": "yang dan di ini dengan untuk dari pada dalam itu tidak akan juga ke oleh tersebut ada kerana boleh ketika bahawa",
    "vi": "của và là các có trong được cho không với những đã một này người để khi đến từ ở về tại sẽ",
    "hr": "je i u na se da za su od o s koji što kao nije iz bi će ali ne samo koja koje biti prema godine",
    "sl": "je in v na se da za so ki pa z po tudi bi ni ne kot od pri še bo iz do o leta ter",
    "et": "on ja ei et see kui ka oli mis aga ta oma või ning siis tema kes nii seda selle kuid",
    "lv": "un ir par no ar ka kas uz lai arī pie tas to vai bet tika ne gada kā pēc būs",
    "lt": "ir kad į yra su iš tai jis bet buvo kaip ne dėl apie o pagal taip nuo tik ar metų",
    "ca": "de la el i que en a les els del per un una amb és al ha dels no més es va aquest com",
    "sq": "të e dhe në një për me që nga se ka është do më i ishte nuk si edhe kjo janë",
    "sw": "ya na wa kwa ni katika za la kuwa hiyo huo cha hii yake wakati kama pia huyo alisema baada",
    "af": "die en van in is het te dat nie om vir met wat op sy was aan ook hulle word deur hy",
    "ru": "в и на не что с по это как из за он для от о к а до его был также то было у года",
    "uk": "в і на не що з до у за та про від як для це його є він також року або був щодо під",
    "bg": "на и за да се от в с е че по са не до като при ще това след обаче бе си което",
    "sr": "је и у на се да за су од о са који што као није из би ће али не само која које",
    "mk": "на и за да се од во со е дека по не до како при ќе ова што ги го биде",
    "ar": "في من على إلى أن التي الذي عن مع هذا هذه ما لا بعد كان قال بين كما خلال أو ولا",
    "fa": "در و به از که این را با است برای آن شد های یک تا بر می خود شده کرد",
    "ur": "کے کی میں ہے اور سے کا کو نے کہ پر یہ کر ہیں تھا اس بھی ایک نہیں گیا",
    "hi": "के में है की से को और का ने पर कि एक यह भी लिए नहीं कहा इस हैं था",
    "mr": "आहे या आणि व च्या ही तर हे केली होते आहेत यांनी म्हणून केला नाही असे",
    "ne": "छ र को मा ले लागि पनि भएको गरेको यो हो थियो छन् भने गर्ने गर्न एक उनले",
}
_SHARE = 0.12  # of a text's words; in running text of their language the lists make up .2 to .5
_MOST_WORDS = 200
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u097f])*")


def speaks(text: str, language: str) -> bool:
    """Say whether a text's words show that it is in a language (primary subtag); false also where no words of it are known here."""
    if language not in _WORDS:
        return False
    words = _WORD.findall(text.casefold())[:_MOST_WORDS]
    counts = Counter(name for word in words for name in _languages_of().get(word, ()))
    return counts[language] >= max(_SHARE * len(words), 3) and counts[language] == max(counts.values())


@lru_cache(maxsize=1)
def _languages_of() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for language, words in _WORDS.items():
        for word in set(words.split()):
            table.setdefault(word, []).append(language)
    return table
