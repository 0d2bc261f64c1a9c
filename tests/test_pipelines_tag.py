import pytest

from db.records import Topic
from pipelines.tag import own_topics, tag
from pipelines.vocabulary import top_codes, topic_names

TOPS = frozenset(top_codes().values())

NAMES = topic_names()


def topics(title="", text="", language="en", section=None, url="https://example.com/news/one", keywords=()):
    return tag(title=title, text=text, language=language, section=section, url=url, keywords=keywords)


def codes(*args, **kwargs):
    return [topic.code for topic in topics(*args, **kwargs)]


def reasons(*args, **kwargs):
    return [(topic.code, topic.method, topic.evidence) for topic in topics(*args, **kwargs) if topic.code in TOPS]


@pytest.mark.parametrize(
    ("language", "title", "code"),
    [
        ("en", "Central bank raises interest rates as inflation climbs", "04000000"),
        ("en", "Striker scores twice as champions win the cup semifinals", "15000000"),
        ("ar", "البنك المركزي يرفع أسعار الفائدة لمواجهة التضخم", "04000000"),
        ("ar", "المدرب يعلن تشكيلة المنتخب قبل مباراة كأس العالم", "15000000"),
        ("de", "Staatsanwaltschaft erhebt Anklage wegen Mordes", "02000000"),
        ("de", "Der Deutsche Wetterdienst warnt vor Gewittern und Starkregen", "17000000"),
        ("fr", "Les pompiers luttent contre un incendie, des habitants évacués", "03000000"),
        ("fr", "Les syndicats appellent à la grève contre les licenciements", "09000000"),
        ("es", "El hospital amplía las vacunaciones contra la gripe", "07000000"),
        ("es", "El Congreso aprueba la ley con los votos de la oposición", "11000000"),
        ("pt", "Vaticano: o bispo celebrou missa na catedral", "12000000"),
        ("pt", "Alunos voltam à sala de aula e professores pedem novo currículo escolar", "05000000"),
        ("it", "Il regista presenta il nuovo film alla Mostra del cinema", "01000000"),
        ("it", "Gli scienziati osservano una galassia con il telescopio spaziale", "13000000"),
        ("tr", "Merkez Bankası faiz kararını açıkladı, enflasyon beklentisi düştü", "04000000"),
        ("tr", "Depremde yıkılan binanın enkazında arama kurtarma çalışması", "03000000"),
        ("ru", "Армия сообщила об обстреле и атаке беспилотников", "16000000"),
        ("ru", "Учёные обнаружили новую планету с помощью телескопа", "13000000"),
        ("zh", "央行宣布降息，股市上涨", "04000000"),
        ("zh", "颱風逼近，氣象署發布豪雨特報", "17000000"),
        ("ja", "容疑者を逮捕、警視庁が殺人の疑いで捜査", "02000000"),
        ("ja", "衆院選の投票始まる、与党と野党が議席を争う", "11000000"),
        ("id", "Polisi menangkap tersangka kasus pembunuhan", "02000000"),
        ("id", "Timnas menang, pelatih puji pemain usai pertandingan", "15000000"),
        ("af", "Polisie soek getuies ná roof in Bloemfontein", "02000000"),
        ("xh", "Amapolisa abambe indoda ngetyala lokubulala", "02000000"),
        ("zu", "Uthisha nabafundi babuyela esikoleni ngoMsombuluko", "05000000"),
    ],
)
def test_a_title_alone_gives_its_main_topic(language, title, code):
    assert codes(title, language=language)[0] == code


@pytest.mark.parametrize(
    ("section", "code", "words"),
    [
        ("Sports", "15000000", "Sports"),
        ("News / Politics", "11000000", "Politics"),
        ("Home > Science & Technology", "13000000", "Science Technology"),
        ("Wirtschaft", "04000000", "Wirtschaft"),
        ("ECONOMÍA", "04000000", "ECONOMÍA"),
        ("Saude", "07000000", "Saude"),
        ("Bilim-Teknoloji", "13000000", "Bilim Teknoloji"),
        ("Культура", "01000000", "Культура"),
        ("رياضة", "15000000", "رياضة"),
        ("体育", "15000000", "体育"),
        ("スポーツ", "15000000", "スポーツ"),
        ("Olahraga", "15000000", "Olahraga"),
        ("Vädret", "17000000", "Vädret"),
        ("스포츠", "15000000", "스포츠"),
        ("खेल", "15000000", "खेल"),
    ],
)
def test_a_section_speaks_in_any_language_whatever_the_articles(section, code, words):
    assert reasons(section=section, language="so") == [(code, "section", (words,))]


@pytest.mark.parametrize("section", ["Home", "News", "日本", "Aktuelles", ""])
def test_a_section_of_everything_says_nothing(section):
    assert topics(section=section, url="https://it.example.com/it/id/one") == ()


def test_a_section_shared_by_topics_is_sure_of_none_but_counts():
    assert topics(section="World") == ()
    beside = topics("Minister resigns", section="World")
    assert (beside[0].code, "World" in beside[0].evidence) == ("11000000", True)


@pytest.mark.parametrize(
    ("url", "code", "word"),
    [
        ("https://example.com/wirtschaft/2026/11/nichts-neues-123.html", "04000000", "wirtschaft"),
        ("https://sport.example.com/a/nothing-new", "15000000", "sport"),
        ("https://example.com/%D8%B1%D9%8A%D8%A7%D8%B6%D8%A9/77", "15000000", "رياضة"),
        ("https://example.com/salud/77/", "07000000", "salud"),
    ],
    ids=["a folder", "a host's first label", "a percent-encoded folder", "a trailing slash"],
)
def test_an_address_speaks_by_its_folders(url, code, word):
    assert reasons(url=url, language=None) == [(code, "url", (word,))]


@pytest.mark.parametrize(
    "url",
    ["https://example.com/sport", "https://example.com/the-crime-of-the-long-century/1", "https://[broken/sport/1", ""],
    ids=["the last part is the headline", "a folder that is a headline", "a broken host", "no address"],
)
def test_an_address_that_names_no_section_says_nothing(url):
    assert topics(url=url) == ()


def test_keywords_speak_as_section_names_and_as_words():
    assert reasons(keywords=("Politics", "general elections")) == [
        ("11000000", "keyword", ("Politics", "general elections"))
    ]


def test_the_words_of_the_text_are_the_evidence_most_prominent_first():
    assert reasons("Voters go to the polls", "The ballots are counted. The parliament's ballot papers are safe.") == [
        ("11000000", "lexicon", ("Voters", "polls", "ballots", "parliament", "ballot"))
    ]


def test_all_kinds_of_evidence_add_up_and_the_heaviest_is_the_method():
    found = topics(
        "Storm brings heavy rain",
        "Rainfall and strong winds are expected.",
        section="Weather",
        url="https://example.com/weather/storm",
        keywords=("weather",),
    )
    assert found[0].code == "17000000"
    assert (found[0].score > 0.95, found[0].method) == (True, "lexicon")
    assert found[0].evidence == ("Weather", "Storm", "heavy rain", "Rainfall", "strong winds")


def test_different_words_say_more_than_one_that_returns():
    def score(text):
        return next(topic.score for topic in topics("A long night", text) if topic.code == "07000000")

    assert (
        score("The hospital had nurses, patients and a surgeon.")
        > score("The hospital is a hospital, a hospital, a hospital.") + 0.1
    )


def test_topics_come_surest_first():
    found = topics("Parliament debates hospital funding", "The minister said that patients need nurses.")
    scores = [topic.score for topic in found if topic.code in TOPS]
    assert [topic.code for topic in found if topic.code in TOPS] == ["07000000", "11000000"]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        ("", "", "en"),
        ("", "", None),
        ("Nothing much today", "It was as it always is, and nobody said a word about it.", "en"),
        ("It happened again", "Somebody saw the film.", "en"),
        ("Booliska ayaa raadinaya markhaatiyaal", "Nin ayaa la qabtay.", "so"),
        ("Центробанк повысил ставку", "Инфляция растёт.", None),
    ],
    ids=["empty", "empty, no language", "no evidence", "too little evidence", "no lexicon", "no language, not Latin"],
)
def test_no_topic_is_given_where_nothing_is_sure(title, text, language):
    assert topics(title, text, language) == ()


def test_latin_text_of_no_known_language_is_read_as_english():
    assert codes("Hospital nurses treat patients", language=None)[0] == "07000000"


def test_a_language_may_come_with_a_region():
    assert codes("Ministro anuncia eleições", language="pt-BR")[0] == "11000000"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El paracaídas partió despacio", "es"),
        ("Il parle sans parler", "fr"),
        ("The organ was old", "en"),
        ("Uyku", "tr"),
        ("The authorities published nothing", "en"),
        ("They met", "en"),
        ("Des prix élevés", "fr"),
        ("La puerta libre", "es"),
        ("Il modo è questo", "it"),
        ("O chefe tem esse direito", "pt"),
    ],
)
def test_words_cut_short_by_a_stemmer_are_not_taken_for_others(text, language):
    assert topics(text, language=language) == ()


def test_words_in_other_words_count_only_where_words_are_not_separated():
    assert codes("Ministerpräsidentenwahlkampf", language="de")[0] == "11000000"
    assert topics("Unrained", language="en") == ()
    assert codes("日本銀行が金融政策を決定", language="ja")[0] == "04000000"


@pytest.mark.parametrize(
    ("title", "language", "code", "evidence"),
    [
        ("عاصِفَة", "ar", "17000000", ("عاصِفَة",)),
        ("MÉDECIN", "fr", "07000000", ("MÉDECIN",)),
        ("Me\u0301decin", "fr", "07000000", ("Me\u0301decin",)),
        ("ŞARKICI", "tr", "01000000", ("ŞARKICI",)),
        ("Актера", "ru", "01000000", ("Актера",)),
        ("ＮＡＴＯ", "ja", "16000000", ("ＮＡＴＯ",)),
    ],
    ids=["vowel signs", "capitals", "accents apart", "dotless i", "yo", "full width"],
)
def test_a_word_is_known_however_it_is_written(title, language, code, evidence):
    assert reasons(title, language=language) == [(code, "lexicon", evidence)]


def test_a_users_tags_are_topics_of_their_own():
    assert own_topics(("Clean Energy", "Vision 2030", "طاقة", "clean energy", "!")) == (
        Topic("tag:clean-energy", "Clean Energy", 1.0, "tag"),
        Topic("tag:vision-2030", "Vision 2030", 1.0, "tag"),
        Topic("tag:طاقة", "طاقة", 1.0, "tag"),
    )


@pytest.mark.parametrize(
    ("language", "title", "code"),
    [
        ("en", "Earthquake shakes the coast", "20000153"),
        ("de", "Erdbeben erschüttert die Küste", "20000153"),
        ("fr", "Un tremblement de terre secoue la côte", "20000153"),
        ("es", "Terremoto sacude la costa", "20000153"),
        ("ar", "زلزال يضرب الساحل", "20000153"),
        ("zh", "沿海发生地震", "20000153"),
        ("sv", "Jordbävning skakar kusten", "20000153"),
        ("it", "Terremoto scuote la costa", "20000153"),
        ("tr", "Kıyıda deprem oldu", "20000153"),
        ("ru", "Землетрясение на побережье", "20000153"),
        ("ja", "沿岸で地震が発生", "20000153"),
        ("id", "Gempa bumi guncang pesisir", "20000153"),
    ],
)
def test_the_words_name_sub_topics_below_their_topic(language, title, code):
    found = {topic.code: topic for topic in topics(title, language=language)}
    assert found[code].name == NAMES[code] == "earthquake"
    assert found[code].score < found["03000000"].score


def test_a_sub_topic_needs_more_than_a_word_of_the_text():
    text = "Nurses and doctors treat patients. An earthquake was felt."
    assert "20000153" not in codes("Hospital opens new ward", text)


def test_a_word_that_a_stemmer_confuses_speaks_for_its_own_topic_alone():
    assert codes("Protest against the toll", "Protesters filled the square.")[0] == "16000000"
    assert codes("Protestants and Catholics pray together")[0] == "12000000"
