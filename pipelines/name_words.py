"""What stands around the names of authors in many languages, and what looks like a name but is an agency or a desk."""

from __future__ import annotations

from functools import lru_cache

from pipelines.plain_text import compact

# Words that lead a byline.
PREFIXES = (
    r"written by|reported by|edited by|story by|article by|posted by|words by|by|von|text|texte|texto|testo|tekst|interview|skrevet|skrivet"
    r"|autor(?:in|en|es|a)?|author(?:s|ed by)?|auteure?|autore|autrice|forfatter|författare|yazar|penulis|reporter"
    r"|journalist|skrevet av|skrevet af|av|af|door|par|por|escrito por|publicado por|publié par"
    r"|propos recueillis par|a cura di|di|napisał[ao]?|opracował[ao]?|autorzy|szerző|írta|kirjoittanut|teksti|oleh"
    r"|tác giả|автор|авторы|текст|подготовил[аи]?|от|επιμέλεια|συντάκτης|γράφει(?: ο| η)?|του|της|بقلم|كتب|كتبت"
    r"|كتابة|إعداد|من|نوشته|نویسنده|از|מאת|लेखक|द्वारा|রিপোর্ট|লেখক|โดย|作者|文|記者|记者|撰文|编辑|編輯|責編|责编"
    r"|取材・文|글"
)
# A kind of text before the word that leads a byline: "Opinion by", "Ein Gastbeitrag von", "Un articolo di".
KINDS = (
    r"(?:an?|eine?|une?|un|una|en|ett|et)\s\w+|opinion|comment(?:ary)?|analysis|review|kommentar|gastbeitrag|analyse|bericht|reportage"
    r"|interview|kolumne|essay|chronique|tribune|entretien|opini[oó]n|an[aá]lisis|entrevista|intervista|commento|analisi|tekst"
)
DEGREES = frozenset({"phd", "md", "jd", "mba", "msc", "bsc", "ma", "jr", "sr", "ii", "iii", "esq", "rn", "obe", "mp"})
# "記者" before a name without a space, and the place that Taiwanese bylines end in: 記者王小明／台北報導.
BEFORE_CJK = r"(?:本報|本报|新华社|新華社|中央社|特約|特约)?(?:記者|记者)"
REPORTS_CJK = r"(?:報導|报导|報道|报道|攝影|摄影|撮影)$"
# Words that follow a name.
ENDINGS = r"기자|특파원|인턴기자|선임기자|記者|记者|特派員|編集委員"
# Words between two names. One-letter ones ("y", "e", "i") are read apart.
AND = r"and|und|et|och|og|en|ja|ve|та|dan|và|și|si|és|kai|και|with|mit|con|avec|samt|sowie|eta|ir|и|و|और|এবং|และ|및"
PARTICLES = frozenset({
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "do", "du", "des", "la", "le", "los", "las", "el", "al",
    "bin", "ibn", "ben", "bint", "abu", "y", "e", "i", "zu", "zum", "zur", "af", "av", "ter", "ten", "te", "vom", "'t", "dal", "dalla",
    "dello", "degli", "ap", "mac", "mc", "und", "van't", "op", "het", "st", "ould",
})  # fmt: skip
PLACEHOLDERS = frozenset({
    "admin", "administrator", "webmaster", "root", "author", "autor", "user", "editor", "unknown", "none", "null", "undefined",
    "anonymous", "anonym", "na", "nan", "false", "true", "redacted", "wpadmin", "superadmin", "webadmin", "test", "default", "staff",
    "guest", "name", "newsroomadmin", "twitter", "facebook", "twitterfacebook", "instagram", "linkedin", "email", "share",
    "nachrichten", "guestauthor", "guestcontributor", "guestwriter", "gastautor", "byline",
    "gast", "invité", "invitado", "convidado", "ospite", "gość", "гость", "гості", "misafir", "tamu", "زائر", "ضيف", "مهمان", "אורח",
    "अतिथि", "ゲスト", "游客", "訪客", "게스트",
})  # fmt: skip
# A part with one of these is a role or a description, not a name.
ROLE_WORDS = (
    r"editors?|reporters?|correspondents?|journalists?|writers?|columnists?|contributors?|producers?"
    r"|photographers?|analysts?|professor|director|head of|chief|minister|senior|deputy|freelance|fellow|author of"
    r"|redakteur\w*|korrespondent\w*|journalistin\w*|reporterin\w*|chefred\w*|volontär\w*|autorin|redactora?"
    r"|periodista|corresponsal|journaliste|rédact\w*|correspondante?|envoyée?|giornalista|corrispondente"
    r"|redattor\w*|redator\w*|jornalista|profesor\w*|redaktor\w*|dziennikar\w*|publicysta|muhabir\w*|gazeteci"
    r"|журналист\w*|корреспондент\w*|обозреватель|redacteur|verslaggever|toimittaja\w*|fotograf\w*|foto|photo|bild"
    r"|image|illustration|published|posted|updated|minutes?|min read|read more|share|follow"
)
# A part with one of these is a desk, a newsroom or a company.
DESK_WORDS = (
    r"staff|desk|newsroom|newsdesk|team|bureau|agency|agencies|agencia|agence|agentur|agenzia|ajans[ıi]?|news"
    r"|press|newspaper|magazine|times|online|digital|media|radio|tv|television|redaktion(?:en)?|redacci[oó]n"
    r"|reda[cç][aã]o|r[eé]daction|redazione|redactie|redaktionen|redakcj[ai]|redakcija|toimitus|szerkesztőség"
    r"|haber|merkezi|gmbh|ag|inc|ltd|llc|corp|foundation|institute|university|associated"
)
# The same as stems, and in scripts where words have no ends to look for.
DESK_STEMS = (
    r"-redaktion\b|редакц|агентство|новости|служба|وكالة|وكالات|صحيفة|تحرير|خبرگزاری|डेस्क|न्यूज|संवाददाता"
    r"|ব্যুরো|ডেস্ক|กองบรรณาธิการ|新聞|新闻|日报|日報|通讯社|通信社?$|通信$|编辑部|編集部|取材班|本报|デジタル"
    r"|뉴스|일보|신문|데스크|편집"
)
_AGENCIES = (
    "dpa", "AFP", "AP", "Reuters", "SDA", "APA", "ANSA", "EFE", "TASS", "ТАСС", "ITAR-TASS", "Interfax", "Интерфакс", "Xinhua",
    "新华社", "新华网", "共同通信", "時事通信", "Kyodo", "Jiji", "Yonhap", "연합뉴스", "뉴시스", "PTI", "ANI", "IANS", "UPI", "PAP",
    "ČTK", "CTK", "MTI", "STT", "NTB", "Ritzau", "ANP", "Belga", "Lusa", "AAP", "NZPA", "BNS", "ELTA", "LETA", "AGERPRES", "Tanjug",
    "Hina", "Anadolu", "DHA", "İHA", "Bernama", "Antara", "WAFA", "SPA", "SANA", "IRNA", "ISNA", "MENA", "APS", "KUNA", "QNA", "WAM",
    "SID", "epd", "Keystone-SDA", "DPA-AFX",
)  # fmt: skip
_LONG_AGENCIES = (
    "RIA Novosti", "РИА Новости", "Associated Press", "The Associated Press", "Agence France-Presse", "Deutsche Presse-Agentur",
    "Press Association", "PA Media", "Europa Press", "Anadolu Ajansı", "Anadolu Agency", "Press Trust of India",
    "Canadian Press", "The Canadian Press", "Bloomberg", "Bloomberg News", "Saudi Press Agency", "Agencia EFE", "Agência Brasil",
    "Agência Lusa", "Kyodo News", "Xinhua News Agency",
)  # fmt: skip


@lru_cache(maxsize=1)
def agencies() -> frozenset[str]:
    """Return the compact names of news agencies (`pipelines.plain_text.compact`)."""
    return frozenset(map(compact, (*_AGENCIES, *_LONG_AGENCIES)))
