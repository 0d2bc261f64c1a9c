"""Invented articles in four languages, and pages of a small portal around them in four kinds of mark-up.

Every page has what such portals have: the site's clock before the headline, a link to another story in the middle of the text, a newsletter
box with a form, related stories, what is left of an audio player, fifty headlines and the cross of a dialog.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True, slots=True)
class Story:
    """An article's title and paragraphs, and the words of the portal around it."""

    language: str
    direction: str
    title: str
    paragraphs: tuple[str, ...]
    site: str
    motto: str
    clock: str
    newsletter: str
    related: str
    close: str
    subjects: tuple[str, ...]
    events: tuple[str, ...]

    @property
    def headlines(self) -> list[str]:
        """Return fifty headlines of other stories."""
        return [f"{subject} {event}" for subject, event in product(self.subjects, self.events)]


ENGLISH = Story(
    "en",
    "ltr",
    "Evening ferry returns to the north shore",
    (
        "The evening ferry will sail to the north shore again from the first of April, two years after the harbour council took it off.",
        "Council members voted nine to four for its return on Monday night, after a debate of three hours in a full hall.",
        "“We have waited long enough,” said Ada Lindqvist, who runs the only bakery on the north shore and counted 600 signatures.",
        "The boat is to leave the old quay at half past nine, call at the lighthouse, and be back before midnight.",
        "Nobody clapped.",
        "A single trip will cost 4.20 crowns, as much as it did before; the council pays 310,000 crowns a year towards the crew.",
        "Opponents pointed to the empty benches of the last winter, when some nights saw fewer than five passengers on board.",
        "The treasurer, Piet Oosterhuis, called the sum “a hole that we are digging for ourselves”, and voted against it.",
        "The shipping office says that the vessel, built in 1987, must first have new life rafts and a second radio.",
        "Three shipyards have been asked for an offer; the answer of the nearest is expected before the end of the week.",
        "For the school on the north shore the decision comes at the right time: its choir sings in town on Thursdays.",
        "The council will look at the numbers in October and then decide whether the ferry sails through the winter too.",
    ),
    "Harbour Gazette",
    "The coast and the world",
    "Sunday, Jun 01, 2025",
    "Newsletter",
    "Related Articles",
    "Close",
    ("Grain port", "Mountain railway", "Lake festival", "Village school", "River bridge"),
    (
        "Awaits New Crane After a Long Winter",
        "Reports Record Number of Visitors",
        "Loses Appeal Over Night Work",
        "Opens Its Doors to Young Engineers",
        "Faces Questions About Its Budget",
        "Wins Prize for Careful Restoration",
        "Closes for Repairs Until Next Autumn",
        "Signs Contract With Island Cooperative",
        "Celebrates One Hundred Years of Service",
        "Warns of Delays in the Coming Week",
    ),
)

ARABIC = Story(
    "ar",
    "rtl",
    "عودة عبّارة المساء إلى الضفة الشمالية",
    (
        "تعود عبّارة المساء إلى الإبحار نحو الضفة الشمالية اعتبارا من أول نيسان، بعد عامين من قرار مجلس الميناء وقف رحلاتها.",
        "وصوّت أعضاء المجلس مساء الاثنين لصالح عودتها بتسعة أصوات مقابل أربعة، بعد نقاش دام ثلاث ساعات في قاعة مكتظة.",
        "وقالت سلمى الحداد، صاحبة المخبز الوحيد على الضفة الشمالية، والتي جمعت ستمئة توقيع: «لقد انتظرنا بما فيه الكفاية».",
        "وستغادر العبّارة الرصيف القديم في التاسعة والنصف، وتتوقف عند المنارة، ثم تعود قبل منتصف الليل.",
        "ولم يصفق أحد.",
        "وسيبلغ ثمن الرحلة الواحدة أربعة دراهم كما كان من قبل، بينما يدفع المجلس ثلاثمئة ألف درهم سنويا لأجور الطاقم.",
        "وأشار المعارضون إلى المقاعد الفارغة في الشتاء الماضي، حين لم يتجاوز عدد الركاب في بعض الليالي خمسة أشخاص.",
        "أما أمين الخزانة نبيل منصور فقد وصف المبلغ بأنه «حفرة نحفرها لأنفسنا بأيدينا» وصوّت ضد القرار مع ثلاثة من زملائه.",
        "ويقول مكتب الملاحة إن السفينة التي بنيت قبل نحو أربعين عاما تحتاج أولا إلى قوارب نجاة جديدة وجهاز اتصال ثان.",
        "وقد طُلب من ثلاثة أحواض لبناء السفن تقديم عروضها، ويُنتظر أن يصل رد أقربها قبل نهاية الأسبوع الجاري.",
        "ويأتي القرار في وقت مناسب لمدرسة الضفة الشمالية التي تغني فرقتها في المدينة مساء كل خميس منذ سنوات طويلة.",
        "وسيراجع المجلس الأرقام في تشرين الأول، ثم يقرر ما إذا كانت العبّارة ستبحر في فصل الشتاء أيضا.",
    ),
    "جريدة الميناء",
    "الساحل والعالم",
    "الأحد 1 يونيو 2025",
    "النشرة البريدية",
    "مقالات ذات صلة",
    "إغلاق",
    ("ميناء الحبوب", "قطار الجبل", "مهرجان البحيرة", "مدرسة القرية", "جسر النهر"),
    (
        "ينتظر رافعة جديدة بعد شتاء طويل",
        "يعلن عن عدد قياسي من الزوار",
        "يخسر الاستئناف بشأن العمل الليلي",
        "يفتح أبوابه أمام المهندسين الشباب",
        "يواجه أسئلة حول ميزانيته السنوية",
        "يفوز بجائزة الترميم الدقيق",
        "يغلق للإصلاحات حتى الخريف المقبل",
        "يوقّع عقدا مع تعاونية الجزيرة",
        "يحتفل بمرور مئة عام على الخدمة",
        "يحذر من التأخير في الأسبوع المقبل",
    ),
)

CHINESE = Story(
    "zh",
    "ltr",
    "晚间渡轮将重返北岸",
    (
        "港务委员会宣布，停航两年的晚间渡轮将从四月一日起恢复开往北岸，首航当天所有乘客均可免费乘坐。",
        "委员们在星期一晚上以九票赞成、四票反对通过了这项决定，此前在座无虚席的大厅里辩论了整整三个小时。",
        "北岸唯一一家面包店的店主林月珍收集了六百个签名，她说：“我们已经等得够久了，孩子们也等得够久了。”",
        "渡轮将于晚上九点半离开老码头，途中在灯塔停靠一次，让夜班工人上下船，并在午夜之前返回市区。",
        "没有人鼓掌。",
        "单程票价为四元二角，与停航以前完全一样；委员会每年还要为船员的工资补贴三十一万元左右。",
        "反对者指出，去年冬天船上的长椅常常是空的，有些夜晚的乘客还不到五个人，燃料却照样要烧。",
        "司库彭国栋把这笔钱称为“我们自己给自己挖的坑”，并和另外三位委员一起投了反对票。",
        "航运办公室表示，这艘一九八七年建造的船必须先更换新的救生筏，并加装第二部无线电台。",
        "目前已经请三家船厂提出报价，离港口最近的一家预计会在本周结束之前给出正式的答复。",
        "对北岸的学校来说，这个决定来得正是时候，因为学校的合唱团每个星期四都要到城里演出。",
        "委员会将在十月份重新查看载客数字，然后再决定渡轮在冬天是否也要继续开行。",
    ),
    "港口日报",
    "海岸与世界",
    "2025年6月1日 星期日",
    "订阅通讯",
    "相关文章",
    "关闭",
    ("粮食港口", "登山铁路", "湖畔艺术节", "乡村小学", "跨河大桥"),
    (
        "在漫长冬季之后等待新起重机",
        "公布创下纪录的游客人数",
        "在夜间施工的上诉中败诉",
        "向年轻工程师敞开大门",
        "面临关于预算的许多质疑",
        "因精心修复获得年度奖项",
        "因维修关闭至明年秋天",
        "与海岛合作社签订新合同",
        "庆祝投入使用一百周年",
        "提醒下周可能出现延误",
    ),
)

GERMAN = Story(
    "de",
    "ltr",
    "Die Abendfähre fährt wieder ans Nordufer",
    (
        "Die Abendfähre fährt vom ersten April an wieder ans Nordufer, zwei Jahre nachdem der Hafenrat sie eingestellt hatte.",
        "Mit neun gegen vier Stimmen beschlossen die Mitglieder am Montagabend die Rückkehr, nach drei Stunden Aussprache im vollen Saal.",
        "„Wir haben lange genug gewartet“, sagte Grete Ahlers, die am Nordufer die einzige Bäckerei führt und 600 Unterschriften sammelte.",
        "Das Schiff soll um halb zehn am alten Kai ablegen, am Leuchtturm halten und noch vor Mitternacht zurück sein.",
        "Niemand klatschte.",
        "Die einfache Fahrt kostet wie zuvor 4,20 Kronen; für die Mannschaft gibt der Rat im Jahr 310.000 Kronen dazu.",
        "Die Gegner erinnerten an die leeren Bänke des letzten Winters, als an manchen Abenden keine fünf Fahrgäste an Bord waren.",
        "Kämmerer Jörn Thießen nannte die Summe „ein Loch, das wir uns selber graben“, und stimmte mit drei anderen dagegen.",
        "Das Schifffahrtsamt verlangt für das 1987 gebaute Schiff zuerst neue Rettungsinseln und ein zweites Funkgerät.",
        "Drei Werften sind um ein Angebot gebeten worden; die Antwort der nächsten wird noch in dieser Woche erwartet.",
        "Für die Schule am Nordufer kommt der Beschluss zur rechten Zeit, denn ihr Chor singt donnerstags in der Stadt.",
        "Im Oktober will sich der Rat die Zahlen ansehen und entscheiden, ob die Fähre auch den Winter über fährt.",
    ),
    "Hafenbote",
    "Die Küste und die Welt",
    "Sonntag, 1. Juni 2025",
    "Rundbrief",
    "Verwandte Artikel",
    "Schließen",
    ("Getreidehafen", "Bergbahn", "Seefest", "Dorfschule", "Flussbrücke"),
    (
        "wartet nach langem Winter auf neuen Kran",
        "meldet Besucherrekord zum Saisonende",
        "verliert Streit um die Nachtarbeit",
        "öffnet die Türen für junge Ingenieure",
        "muss Fragen zum Haushalt beantworten",
        "erhält Preis für sorgfältige Sanierung",
        "schließt für Arbeiten bis zum Herbst",
        "schließt Vertrag mit der Inselgenossenschaft",
        "feiert hundert Jahre im Dienst",
        "warnt vor Verspätungen in der nächsten Woche",
    ),
)

STORIES = (ENGLISH, ARABIC, CHINESE, GERMAN)


def portal(story: Story, body: str) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="{story.language}" dir="{story.direction}"><head><meta charset="utf-8">'
        f"<title>{story.title} - {story.site}</title></head><body>{body}</body></html>"
    ).encode()


def link(headline: str, number: int) -> str:
    return f'<a href="/news/{number}.html">{headline}</a>'


def _player(story: Story, tag: str) -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in (story.site, "0:00", "0:00", story.close))


def with_breaks(story: Story) -> bytes:
    """Return the story's page in divs, its paragraphs parted by two line breaks."""
    halves = "<br><br>".join(story.paragraphs[:6]), "<br><br>".join(story.paragraphs[6:])
    lines = "".join(f"<div>{link(headline, i)}</div>" for i, headline in enumerate(story.headlines))
    return portal(
        story,
        f'<div id="top"><div><a href="/">{story.site}</a></div><div>{story.motto}</div><div>{story.clock}</div></div>'
        f'<div id="main"><h1>{story.title}</h1>'
        f'<div id="text">{halves[0]}<br><br>{link(story.headlines[0], 0)}<br><br>{halves[1]}</div></div>'
        f'<div id="mail">{story.newsletter}<form action="/mail"><input type="email" name="mail"><input type="submit"></form></div>'
        f'<div>{story.related}</div><div>{_player(story, "div")}</div><div id="list">{lines}</div><div>×</div>',
    )


def in_tables(story: Story) -> bytes:
    """Return the story's page in layout tables, without one class."""
    halves = ("".join(f"<p>{text}</p>" for text in half) for half in (story.paragraphs[:6], story.paragraphs[6:]))
    box = f"<table><tr><td>{link(story.headlines[0], 0)}</td></tr></table>"
    rows = "".join(f"<tr><td>{link(headline, i)}</td></tr>" for i, headline in enumerate(story.headlines))
    mail = f"<form><table><tr><td>{story.newsletter}</td><td><input name=mail></td></tr></table></form>"
    return portal(
        story,
        f"<table><tr><td><b>{story.site}</b></td><td>{story.motto}</td><td>{story.clock}</td></tr></table>"
        f"<table><tr><td><font size=5><b>{story.title}</b></font></td></tr><tr><td>{box.join(halves)}</td></tr></table>"
        f"{mail}<table><tr><td>{story.related}</td></tr></table><table><tr>{_player(story, 'td')}</tr></table>"
        f"<table>{rows}</table><table><tr><td>×</td></tr></table>",
    )


def with_hashed_classes(story: Story) -> bytes:
    """Return the story's page with class names that say nothing, everything in the text's own container."""
    paragraphs = [f'<div class="q7f2"><span class="zz1">{text}</span></div>' for text in story.paragraphs]
    teaser = f'<div class="b09x"><a href="/news/0.html"><span class="m3">{story.headlines[0]}</span></a></div>'
    mail = f'<div class="k55"><span class="k56">{story.newsletter}</span><form><input type="email"><button>OK</button></form></div>'
    cards = "".join(
        f'<div class="b10y"><a href="/news/{i}.html"><span class="m3">{headline}</span><span class="m4">{i % 24}:05</span></a></div>'
        for i, headline in enumerate(story.headlines)
    )
    return portal(
        story,
        f'<div class="a1"><div class="a2"><a href="/">{story.site}</a>'
        f'<div class="a3">{story.motto}</div><div class="a4">{story.clock}</div></div>'
        f'<div class="c3d"><h1 class="h9">{story.title}</h1>{"".join(paragraphs[:6])}{teaser}{"".join(paragraphs[6:])}{mail}'
        f'<div class="r1">{story.related}</div><div class="p0">{_player(story, "span")}</div>{cards}<div class="xx">×</div></div></div>',
    )


def semantic(story: Story) -> bytes:
    """Return the story's page as HTML 5 means it: header, article, aside, section, footer."""
    paragraphs = [f"<p>{text}</p>" for text in story.paragraphs]
    aside = f"<aside><h3>{story.related}</h3>{link(story.headlines[0], 0)}</aside>"
    mail = f'<section><h2>{story.newsletter}</h2><form><label>{story.site}<input type="email"></label></form></section>'
    items = "".join(f"<li><h3>{link(headline, i)}</h3></li>" for i, headline in enumerate(story.headlines))
    return portal(
        story,
        f"<header><a href=/>{story.site}</a><p>{story.motto}</p><p>{story.clock}</p></header>"
        f"<main><article><h1>{story.title}</h1>{''.join(paragraphs[:6])}{aside}{''.join(paragraphs[6:])}</article>{mail}"
        f"<section><h2>{story.related}</h2><div>{_player(story, 'p')}</div><ul>{items}</ul></section></main>"
        f"<footer><p>×</p></footer>",
    )


MARKUPS = (with_breaks, in_tables, with_hashed_classes, semantic)
