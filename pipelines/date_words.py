"""Words that say "published" and "updated" before a date, folded as `month_names.fold_date_text` folds."""

from __future__ import annotations

UPDATED_WORDS = (
    r"updat|modified|revised|aktualisier|zuletzt|geandert|stand\s*:|mis a jour|modifie|actualiza|modificad|atualiza|aggiorna"
    r"|modificat|bijgewerkt|gewijzigd|oppdater|opdater|uppdater|andrad|paivitetty|muokattu|aktualiz|zmien|frissit"
    r"|modositva|guncelle"
    r"|обновл|измен|оновлен|обновен|diperbarui|cap nhat|تحدیث|تعدیل|به روز|بروزرسانی|עודכן|ενημερ|更新|최종수정|수정"
    r"|अपडेट|अद्यतन|আপডেট|แก้ไข|อัปเดต"
)
PUBLISHED_WORDS = (
    r"\bpub(?:b?lish|lie\b|b?licat|licad|liko|liser|lizi|licer)|posted|\bdate\b|released|issued|first aired"
    r"|veroffentlicht|erstellt|erschienen|datum|fecha|data\b|gepubliceerd|geplaatst"
    r"|opprettet|publisert|offentliggjort|udgivet|julkaist|dodano|utworzono|vydan|zverejn|megjelen|yayin|tarih|giris"
    r"|опубл|дата|создан"
    r"|\bпублик(?:ац|ов|уе)|dipublikasi|terbit|tayang|ngay dang|تاریخ|نشر|انتشار|منتشر|פורסם|δημοσ|发布|發布|发表"
    r"|發表|掲載|公開|配信|時間|时间|입력|등록|게재|승인|प्रकाशित"
    r"|পাবলিশ|প্রকাশ|เผยแพร่|objavlj|objavljeno|публікац|postat|iliyochapishwa"
)
