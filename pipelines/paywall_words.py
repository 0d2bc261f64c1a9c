"""Words by which a link or a button offers a subscription or asks for an account: stems in many languages, in texts and addresses.

They are for texts that are folded as `month_names.fold_date_text` does.
"""

from __future__ import annotations

import re

from pipelines.month_names import fold_date_text

_SUBSCRIBE = (
    r"subscri|suscri|abonn|abonez|\babone|\babo\b|assin(?:e\b|ant|at)|abbon|prenum|\btila(?:a|us)|predplat|elofizet|pretplat|prenumer"
    r"|претплат|абонам|абонир|подпис|підпис|передплат|συνδρομ|langgan|đăng ký|สมัคร|สมาชิก|订阅|訂閱|订户|会员|會員|購読|会員|구독"
    r"|اشترا|اشترک|مشترک|सदस्य|सब्सक्र|সাবস্ক্র|সদস্য|சந்தா|מנוי|membership|\bunlock|գրանցվ|გამოწერ"
)
_LOG_IN = (
    r"\blog[-_ ]?in|\bsign[-_ ]?in|\blogg(?:a|e)?[-_ ]?inn?\b|\blog[-_ ]?ind\b|anmeld|einlogg|connect(?:er|ez)|connexion|identifi"
    r"|iniciar[-_ ]?ses|\baccede|\bentrar\b|\baccedi|\binlog|kirjaudu|prihlas|zaloguj|logowan|bejelentkez|conecteaz|autentif|войти|войдите"
    r"|\bвход|авториз|увійти|увійд|giris[-_ ]?yap|συνδεση|συνδεθ|\bmasuk|đăng nhập|เข้าสู่ระบบ|登录|登入|登錄|ログイン|로그인"
    r"|تسجیل الدخول|سجل الدخول|ورود|लॉग|লগ ?ইন|உள்நுழை|התחבר|prijav|пријав|prisijung|pieteik|logi sisse"
)
_PRICE = (
    r"[€$£¥₹₽₺₩₫₴₪฿₦]\s?\d|\d\s?(?:€|£|₽|₺|₩|₫|₴|₪|฿|¥|円|元|원"
    r"|(?:eur|usd|chf|kr|zł|zl|kc|ft|lei|руб|грн|tl|rs|rp|лв|дин|din|sar|aed|egp|﷼|ریال|ر س)\b)"
)

SUBSCRIBE, LOG_IN, PRICE = (re.compile(fold_date_text(words)) for words in (_SUBSCRIBE, _LOG_IN, _PRICE))
