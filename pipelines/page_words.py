"""What pages that are no articles say in their headline, by language: small tables, and how a headline is held against them.

A phrase that ends in `…` is the beginning of a headline, any other is the whole of it. Case, punctuation and the fillers do not count.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_PARTS = re.compile(r"\s+[|\-–—·•»«:]+\s+|\s*[|｜]\s*")
# fmt: off
_STATUS = frozenset(("404", "410"))
_FILLERS = _STATUS | frozenset((
    "error", "fehler", "erreur", "errore", "erro", "fout", "fel", "hata", "ошибка", "błąd", "エラー", "错误", "خطأ",
    "sorry", "oops", "ooops", "whoops", "ups", "oups", "http", "code", "código", "the", "entschuldigung", "désolé", "hoppla",
))
_NOT_FOUND = (
    "not found", "page not found", "article not found", "story not found", "content not found", "page can't be found",
    "page cannot be found", "page could not be found", "page does not exist", "page doesn't exist", "page no longer exists",
    "page unavailable", "page not available", "page you…", "we can't find that page", "we can't find the page…",
    "we couldn't find that page", "this page isn't available", "this page does not exist", "that page can't be found",
    "seite nicht gefunden", "artikel nicht gefunden", "seite wurde nicht gefunden", "die seite wurde nicht gefunden",
    "nicht gefunden", "diese seite existiert nicht", "diese seite gibt es nicht", "die von ihnen gesuchte seite…",
    "die angeforderte seite…", "page non trouvée", "page introuvable", "article introuvable", "contenu introuvable",
    "cette page n'existe pas", "cette page n'existe plus", "la page que vous…", "la page demandée…", "página no encontrada",
    "no encontrado", "artículo no encontrado", "esta página no existe", "la página no existe", "la página que…",
    "página não encontrada", "não encontrado", "esta página não existe", "a página que você…", "conteúdo não encontrado",
    "pagina non trovata", "pagina inesistente", "articolo non trovato", "la pagina che…", "questa pagina non esiste",
    "pagina niet gevonden", "niet gevonden", "deze pagina bestaat niet", "sidan hittades inte", "siden ble ikke funnet",
    "siden blev ikke fundet", "sivua ei löytynyt", "nie znaleziono strony", "strona nie została znaleziona",
    "strona nie istnieje", "stránka nenalezena", "a lap nem található", "az oldal nem található", "pagina nu a fost găsită",
    "sayfa bulunamadı", "aradığınız sayfa…", "страница не найдена", "не найдено", "такой страницы нет", "сторінку не знайдено",
    "halaman tidak ditemukan", "không tìm thấy trang", "η σελίδα δεν βρέθηκε", "הדף לא נמצא", "الصفحة غير موجودة",
    "لم يتم العثور على الصفحة", "صفحه یافت نشد", "पृष्ठ नहीं मिला", "पेज नहीं मिला", "ไม่พบหน้าที่คุณต้องการ",
    "ページが見つかりません", "ページが見つかりませんでした", "お探しのページは見つかりませんでした",
    "お探しのページが見つかりません", "页面不存在", "页面未找到", "找不到页面", "您访问的页面不存在", "找不到網頁",
    "頁面不存在", "페이지를 찾을 수 없습니다",
)
_CONSENT = (
    "before you continue…", "your privacy choices", "your privacy", "we value your privacy", "privacy settings",
    "cookie settings", "cookie consent", "cookies consent", "privacy gate", "we care about your privacy",
    "manage your privacy…", "consent", "bevor sie fortfahren…", "datenschutzeinstellungen", "datenschutz einstellungen",
    "wir benötigen ihre zustimmung", "cookie einstellungen", "wir brauchen ihre zustimmung", "ihre privatsphäre",
    "ihre privatsphäre ist uns wichtig", "zustimmung", "einwilligung", "avant de continuer…", "votre vie privée",
    "le respect de votre vie privée…", "nous respectons votre vie privée", "gestion des cookies",
    "vos choix de confidentialité", "antes de continuar…", "tu privacidad", "su privacidad", "valoramos tu privacidad",
    "configuración de cookies", "tu privacidad es importante…", "a sua privacidade", "sua privacidade",
    "valorizamos a sua privacidade", "prima di continuare…", "la tua privacy", "il rispetto della tua privacy…",
    "impostazioni cookie", "voordat je verdergaat…", "jouw privacy", "je privacy", "uw privacy", "cookie instellingen",
    "cookie toestemming", "twoja prywatność", "szanujemy twoją prywatność", "dbamy o twoją prywatność",
    "gizliliğinize önem veriyoruz", "çerez ayarları", "настройки файлов cookie", "согласие на обработку…", "プライバシー設定",
    "cookieの設定", "隐私设置", "쿠키 설정", "إعدادات الخصوصية", "نحن نقدر خصوصيتك",
)
_BLOCKED = (
    "access denied", "access to this page has been denied", "forbidden", "403 forbidden", "request blocked",
    "you have been blocked", "sorry you have been blocked", "just a moment", "one moment please", "attention required",
    "attention required cloudflare", "are you a robot", "are you human", "robot check", "bot check", "bot verification",
    "human verification", "security check", "captcha", "checking your browser…", "verifying you are human…",
    "verify you are human…", "verify you are not a robot", "pardon our interruption", "making sure you're not a bot",
    "ddos guard", "ddos protection…", "unusual traffic…", "please verify you are a human", "zugriff verweigert",
    "zugriff gesperrt", "sicherheitsüberprüfung", "sind sie ein roboter", "accès refusé", "accès bloqué",
    "vérification de sécurité", "êtes vous un robot", "vous avez été bloqué", "acceso denegado", "verificación de seguridad",
    "acesso negado", "verificação de segurança", "accesso negato", "accesso bloccato", "toegang geweigerd", "ben je een robot",
    "odmowa dostępu", "erişim engellendi", "доступ запрещен", "доступ запрещён", "доступ ограничен", "проверка браузера",
    "вы не робот", "подтвердите что вы не робот", "アクセスが拒否されました", "アクセス拒否", "访问被拒绝", "安全验证",
    "人机验证", "拒絕存取", "접근이 거부되었습니다", "تم رفض الوصول", "الوصول مرفوض",
)
CHOICES = (  # what the buttons of a consent wall begin with
    "accept", "agree", "i agree", "i accept", "reject all", "allow all", "akzeptieren", "alle akzeptieren", "zustimmen",
    "alles akzeptieren", "einverstanden", "accepter", "tout accepter", "j'accepte", "aceptar", "aceitar", "accetta", "accetto",
    "accepteren", "alles accepteren", "akkoord", "godkänn", "godta", "accepter alle", "hyväksy", "akceptuję", "zaakceptuj",
    "zgadzam się", "souhlasím", "elfogadom", "kabul et", "принять", "согласен", "прийняти", "αποδοχή", "setuju", "同意", "接受",
    "동의", "모두 동의", "أوافق", "قبول", "موافق",
)
PRIVACY = (  # stems of what a consent wall speaks of
    "cookie", "çerez", "куки", "クッキー", "쿠키", "ملفات تعريف", "ciasteczk", "consent", "zustimm", "einwillig", "consenso",
    "partner", "partenair", "socios", "parceiro", "партн", "パートナー", "合作伙伴", "파트너", "شركا", "privacy", "datenschutz",
    "privatsphäre", "vie privée", "confidentialité", "privacidad", "privacidade", "prywatno", "gizlilik", "конфиденц",
    "プライバシー", "隐私", "개인정보", "خصوصي", "personal data", "personenbezogen", "données", "datos personales",
    "dados pessoais", "dati personali", "персональн", "kişisel ver", "advert", "werbung", "anzeigen", "publicit", "publicid",
    "pubblicit", "advertenti", "reklam", "реклам", "広告", "广告", "광고", "إعلان", "toestemming", "persoonsgegevens", "accept",
    "akzeptier", "acept", "aceit", "accett", "同意", "согла", "موافق",
)
# fmt: on


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold().replace("’", "'")) if word not in _FILLERS]


def _table(phrases: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    openings = tuple(" ".join(_words(phrase)) + " " for phrase in phrases if phrase.endswith("…"))
    return frozenset(" ".join(_words(phrase)) for phrase in phrases if not phrase.endswith("…")), openings


_TABLES = {"soft_404": _table(_NOT_FOUND), "consent": _table(_CONSENT), "blocked": _table(_BLOCKED)}


def says(headline: str, reason: str) -> bool:
    """Say whether a headline is what pages of this kind (soft_404, consent, blocked) have."""
    whole, openings = _TABLES[reason]
    words = " ".join(_words(headline))
    if not words:
        return reason == "soft_404" and not _STATUS.isdisjoint(_WORD.findall(headline))
    return words in whole or words.startswith(openings)


def title_parts(title: str) -> tuple[str, ...]:
    """Return both parts of a page's title in two parts, of which one may be the site's name; a status alone is no part."""
    parts = tuple(part for part in _PARTS.split(title) if _words(part))
    return parts if len(parts) <= 2 else ()
