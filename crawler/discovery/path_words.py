"""Words in addresses and link texts that tell what a page is for, in the languages of most outlets.

They are the usual names that content systems and publishers give to lists and services, written from general knowledge; a path segment
is looked up as a whole, in lower case.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A page below one of these is a list of articles, a person, or the outlet speaking of itself.
LISTS = _words("""
    tag tags etiqueta etiquetas tema temas topic topics thema themen theme themes thematique subject subjects keyword
    keywords mot-cle mots-cles schlagwort schlagworte trefwoord emne emner amne amnen avainsana teg tegi metka temat
    tematy konu konular etiket category categories categoria categorias categorie kategorie kategorien kategori kategoria
    kategoriya rubrik rubriken rubrique rubriques rubric rubrics rubrika section sections seccion secciones sezione
    sezioni channel channels kanal kanali ressort label labels collections series serie dossier dossiers
    author authors autor autores autoren auteur auteurs autore autori byline bylines columnist columnists contributor
    contributors staff people person profile profiles user users team yazar yazarlar avtor avtory redaktion redaccion
    redazione writer writers bio biographie journalist journalists archive archives archiv archivo archivos archivio
    about about-us privacy privacy-policy terms terms-of-use cookies contact contact-us login account accounts subscribe
    page pages seite pagina search suche recherche busca buscar buscador ara poisk cerca hub index sitemap
    тег теги тема темы рубрика рубрики раздел автор авторы архив поиск категория 标签 專題 专题 作者 分类 分類 タグ カテゴリ
    تصنيف وسم كاتب كتاب وسوم قسم أقسام تحت टैग विषय लेखक
""")

# A page of this name, or below it with a short name of its own, is a service.
SERVICES = _words("""
    about about-us aboutus a-propos quienes-somos sobre sobre-nos ueber-uns uber-uns chi-siamo over-ons om-oss
    hakkimizda kunye o-nas contact contacts contact-us contactus contacto contato contatti kontakt iletisim
    contactez-nous feedback login logout log-in signin sign-in sign-up signup register registration account accounts
    my-account myaccount connexion compte inscription anmelden registrieren iniciar-sesion accedi giris uye password
    reset-password auth oauth sso subscribe subscription subscriptions subscriber suscripcion suscribete suscripciones
    abonnement abonnements abo abonnieren abbonati abbonamento abonelik assine assinatura membership member members
    join donate donation donations spenden donar support support-us newsletter newsletters infolettre boletin boletines
    bulten alerts notifications privacy privacy-policy privacidad confidentialite datenschutz datenschutzerklaerung
    gizlilik cookie cookies cookie-policy terms terms-of-service terms-of-use terms-and-conditions tos agb
    nutzungsbedingungen cgu cgv condiciones termini impressum imprint mentions-legales aviso-legal legal note-legali
    legal-notice copyright disclaimer accessibility policies policy ethics ccpa gdpr advertise advertising advertisers
    advertise-with-us publicidad publicite werbung anzeigen anzeige mediadaten reklam reklama pubblicita media-kit
    mediakit jobs careers career empleo emploi stellenangebote vacancies kariyer lavora-con-noi classifieds classified
    anuncios marketplace shop store boutique tienda loja coupons coupon gutscheine promo help faq faqs hilfe aide ayuda
    aiuto yardim rss feed feeds app apps download mobile-apps weather meteo wetter tiempo clima hava-durumu pogoda
    traffic horoscope horoscopo horoskop horoscopes puzzles crossword crosswords games juegos jeux comics sudoku lottery
    tv-listings schedule schedules tv-guide programming programacion calendar calendario events eventos event kalender
    agenda obituaries obits notices public-notices live livestream live-stream en-vivo en-direct livetv live-tv watch
    stream listen radio podcast podcasts podkast podcasty epaper e-paper e-edition
    eedition e-editions magazine issue issues contests contest sweepstakes giveaway polls survey partners cart checkout
    wp-admin wp-login cgi-bin api share print email info masthead our-team meet-the-team our-staff who-we-are our-mission
    our-story staff-directory do-not-sell do-not-sell-my-info do-not-sell-my-personal-information
    do-not-sell-or-share-my-personal-information your-privacy-choices privacy-choices cookie-preferences cookie-settings
    manage-cookies ad-choices adchoices community-guidelines community-rules comment-policy commenting-policy
    code-of-ethics code-of-conduct ethics-policy editorial-policy editorial-guidelines editorial-standards
    editorial-independence corrections corrections-policy fact-checking-policy diversity-policy ownership-and-funding
    write-for-us work-with-us pitch-us how-to-pitch-us join-our-team submit-a-tip send-a-tip news-tips send-us-a-tip
    submit-a-letter submit-a-letter-to-the-editor republish republishing-guidelines republish-our-stories
    report-an-error report-a-problem closed-captioning public-file public-inspection-file fcc-public-file fcc-applications
    eeo-report eeo-public-file-report eeo-statement ways-to-give give-now our-donors our-supporters our-sponsors
    place-an-ad submit-an-obituary guestbook guestbooks manage-subscription my-profile customer-service
    school-closings closings radar vacation-hold back-issues reprints rss-feeds
    codigo-etico politica-de-privacidad politica-de-cookies política-de-privacidad política-de-cookies
    términos-y-condiciones terminos-y-condiciones condições-de-uso política-editorial quiénes-somos
    politique-de-confidentialité politique-de-confidentialite conditions-générales conditions-generales
    conditions-d-utilisation gérer-les-cookies qui-sommes-nous à-propos gestion-des-cookies
    über-uns allgemeine-geschäftsbedingungen datenschutzerklärung datenschutz-einstellungen cookie-einstellungen
    leserbriefe barrierefreiheit erklärung-zur-barrierefreiheit informativa-sulla-privacy informativa-privacy
    polityka-prywatności polityka-prywatnosci regulamin personvern personvernerklæring integritetspolicy tietosuoja
    политика-конфиденциальности пользовательское-соглашение правила-использования о-проекте о-компании обратная-связь
    контакти про-нас політика-конфіденційності контакты реклама подписка войти регистрация о-нас вакансии конфиденциальность
    关于 关于我们 聯絡我們 联系我们 登录 隐私政策 広告 会社概要 お問い合わせ من-نحن اتصل-بنا سياسة-الخصوصية اشتراك
    شروط-الاستخدام اتصل-بنا تسجيل-الدخول हमारे-बारे-में संपर्क-करें गोपनीयता-नीति プライバシーポリシー 利用規約 ログイン 会員登録
    隐私声明 服务条款 使用条款 版权声明 联系方式 登入 註冊 注册 로그인 회원가입 개인정보처리방침 이용약관 ติดต่อเรา เกี่ยวกับเรา
""")

# A page of this name is a list; one below it that has a name of its own shows one event, as an article does.
KINDS = _words("""
    video videos vidéo vidéos gallery galleries galeria galerias galería galerías galerie galerien bildergalerie fotostrecke
    fotostrecken photo photos foto fotos fotogalerie fotogaleri slideshow slideshows diaporama diaporamas
    видео фото 视频 視頻 動画 写真 图片 فيديو صور वीडियो फोटो
""")

# Paid pages, however much like an article they look.
PAID = _words("""
    sponsored sponsored-content sponsor sponsors partner-content paid-content paid-post brand-studio brandstudio branded
    branded-content brandvoice advertorial advertorials publirreportaje publi-communique promoted ads sponsorise
    sponsorizzato contenido-patrocinado patrocinado
""")

# An article stands below one of these.
ITEMS = _words("""
    article articles story stories post posts p entry entries artikel articulo articulos articolo articoli noticia
    noticias nota notas haber haberi makale novost novosti news-details news-detail newsdetail
    статья статьи новость 文章 记事 記事 مقال مقالات خبر
""")

# A slug that holds one of these, and little else, is the name of a service.
SERVICE_PARTS = _words("""
    about privacy policy contact terms conditions subscribe subscription subscriptions newsletter newsletters donate
    advertise advertising login careers jobs membership obituaries horoscope podcast podcasts datenschutz kontakt
    impressum contacto privacidad publicidad contatti confidentialite mentions
""")

# Texts that say what a click does, not what the page is about.
ACTIONS = _words("""
    read more continue reading view see all comments comment share shares watch now listen full story details here
    click show next previous article story post slideshow play learn
    lire suite weiterlesen mehr weiter leer más mas seguir leyendo continua leggi tutto ler mais lees verder devamı
    voir plus ansehen anzeigen artikel anhören artículo ver escuchar artigo articolo guarda ascolta
    haberin oku tıkla izle czytaj dalej więcej les mer läs se video kommentarer læs mere
    читать далее подробнее комментарии смотреть слушать читати далі اقرأ المزيد 阅读全文 查看更多 続きを読む
""")
