# ruff: noqa: E501 - lists of words, a language a row
"""Plain words of each language, that say nothing of what a text is about: no lexicon may take one for a topic's."""

COMMON = {
    "af": "die en van is in nie het dat wat te vir met op ek hy sy dit was sal om na aan by as maar ons hulle jy hom haar hierdie daar ook uit oor tot"
    " nog al kan moet wil word gaan kom sê gesê een twee dag tyd jaar mense nuut groot klein goed eerste nou hier party",
    "ar": "في من على إلى عن مع هذا هذه ذلك التي الذي كان كانت يكون قال قالت قد لم لن لا ما هو هي هم نحن أن إن كل بعض بعد قبل بين عند منذ حتى"
    " أو ثم أيضا جدا أكثر أول يوم عام سنة وقت مكان شيء ناس كبير صغير جديد قديم اليوم أمس غدا هنا هناك كيف لماذا متى أين نعم غير",
    "bn": "এই সেই একটি এবং ও থেকে জন্য সঙ্গে করে হয় ছিল আছে নেই না কি কে কোন যে যা তার তাদের আমি আমরা আপনি বলেন করা হবে আরও অনেক সব দিন সময় মানুষ"
    " পরে আগে এখন আজ কাল নতুন বড় ছোট প্রথম কথা কাজ দিয়ে নিয়ে মধ্যে উপর কাছে",
    "cs": "a i o v na je se že to být byl byla bylo jsem jsou s z do pro po od při který která které tak také ale nebo už jen ještě když kde jak"
    " co kdo jeho její mít může musí první nový velký malý dobrý rok den čas lidé místo život věc věci mezi před podle strana",
    "da": "og i at det er en den til på de med han af for ikke der var som jeg har om vi min havde ham hun nu over da fra du ud sin dem os op man"
    " hans hvor eller hvad skal selv her alle vil blev kunne ind når være dog noget have mig mere efter andet dag tid år folk ny stor",
    "de": "der die das und in zu den ist nicht von sie mit dem sich des auf für im ein eine als auch es an werden aus er hat dass wird bei war sind"
    " noch wie einem über so zum haben nur oder aber vor zur bis mehr durch man sein wurde sagte kann gegen vom schon wenn habe seine ihre"
    " dann unter wir soll ich eines jahr zwei diese wieder keine uhr jetzt immer machen gehen kommen tag zeit leute neu groß klein gut erste",
    "el": "και το να του η της με που στην από για τα δεν είναι τους στο θα τον την οι των ένα μια αυτό αυτή όπως αλλά ή αν πως ήταν έχει έχουν"
    " μας σας όταν μετά πριν πολύ πιο όλα μέρα χρόνο χρόνια άνθρωποι νέο μεγάλο πρώτη σήμερα χθες εδώ εκεί τώρα",
    "en": "the be to of and a in that have it for not on with he as you do at this but his by from they we say her she or an will my one all would"
    " there their what so up out if about who get which go me when make can like time no just him know take people into year your good some"
    " could them see other than then now look only come its over think also back after use two how our work first well way even new want"
    " because any these give day most us common parents were been said",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre cuando todo"
    " esta ser son dos también fue había era muy años hasta desde está mi porque qué sólo han yo hay vez puede todos así nos ni parte tiene"
    " él uno donde bien tiempo mismo ese ahora cada vida otro después gente día casa mundo hacer ir decir nuevo gran",
    "fa": "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز گفت می شود شد بود او ما شما آنها هر اما اگر یا پس بعد قبل روز سال زمان مردم"
    " کار جا نو بزرگ کوچک اول همه دیگر چه کجا چرا امروز دیروز",
    "fi": "ja on ei se että hän oli en ole mutta ovat kun niin myös tai jos mitä kuin minä sinä me te he tämä nyt vain vielä jo sen hänen kaikki"
    " kanssa ennen jälkeen päivä vuosi aika ihmiset uusi suuri pieni hyvä ensimmäinen täällä siellä",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont ou avec son mais on aux nous cette comme ont"
    " été fait être leur lui tout peut elle ses sans ils même deux bien je très si vous aussi où entre encore après dont sous depuis ans"
    " autres temps jour vie monde gens faire aller dire nouveau grand petit premier fois chose parler partir",
    "he": "של את על לא הוא היא זה זאת עם גם כל אבל או כי אם יש אין היה הייתה היו אני אתה אנחנו הם מה מי איך איפה מתי למה רק עוד כבר אחרי לפני בין"
    " יום שנה זמן אנשים חדש גדול קטן טוב ראשון היום אתמול כאן שם אמר רב",
    "hi": "के का की में है और से को पर यह वह ने हैं था थे थी कि भी एक लिए हो कर नहीं तो ही जो इस उस साथ या अपने आप हम मैं तुम वे कुछ सब बाद पहले दिन साल"
    " समय लोग नया बड़ा छोटा अच्छा आज कल यहाँ वहाँ क्या क्यों कब कहाँ कहा गया रहा",
    "hu": "a az és hogy nem is egy van volt ez azt csak de meg már még ha vagy mint el ki mi ő én te mert így úgy sok több minden nagy kis új jó"
    " első nap év idő ember itt ott most után előtt között lehet kell lesz hónap",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada mereka lebih kata tahun sudah atau saat"
    " oleh menjadi orang ia telah adalah seperti kami kita dia hari waktu baru besar kecil baik pertama sini sana apa siapa mengapa",
    "it": "di e il la che in a per un è non una sono mi con si ho lo da ha ma le ti se i come io questo qui hai sei del bene tu sì no me più al mio"
    " perché lei solo te era gli tutto della così suo fatto quando stato tempo giorno vita mondo gente fare andare dire nuovo grande primo",
    "ja": "この その あの ここ そこ これ それ ある いる する なる ない です ます でした ました という こと もの とき ため よう ところ から まで より だけ でも また しかし そして",
    "ko": "이 그 저 것 수 등 때 및 더 또 안 못 그리고 그러나 하지만 있다 없다 하다 되다 이다 있는 없는 하는 되는 우리 나는 너는 그는 그녀는 사람 오늘 어제 내일 여기 거기"
    " 지금 많은 모든 새로운 큰 작은 좋은 첫 눈이 말했다",
    "lt": "ir kad į tai su yra ne buvo iš bet kaip jis ji jie aš tu mes nuo apie dėl po prie per už ar taip jau tik dar kai kur ką kas šis ši labai"
    " diena metai laikas žmonės naujas didelis mažas geras pirmas čia ten dabar šiandien",
    "nl": "de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om hem dan zou of wat mijn men dit zo door over ze"
    " zich bij ook tot je mij uit der daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu ge geen omdat iets worden toch al"
    " waren veel meer doen toen moet ben zonder kan hun dus alles onder ja weer dag tijd jaar mensen nieuw groot goed",
    "no": "og i det på som er en til å han av for med at var de ikke den har jeg om et men så seg hun hvor fra du ble vi da man ville hva ham eller"
    " enn etter noe nå over bare ut denne kan være vært opp der hvis når to skulle dag tid år folk ny stor god her vær",
    "pl": "i w na z do się nie że to jest o a jak po co tak za ale od jego jej ich był była było są być ma mieć może już tylko także przez gdy kiedy"
    " gdzie kto który która które dla przed pod między lat rok dzień czas ludzie nowy duży mały dobry pierwszy tutaj tam teraz dziś",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos"
    " já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles você dia tempo vida mundo"
    " gente fazer ir dizer novo grande bom primeiro aqui",
    "ro": "de și în a la cu nu o că pe din un pentru este sunt ce mai se au care fi fost am ai iar dar sau după înainte când unde cum cine acest"
    " această lui ei noi voi tot toate foarte zi an timp oameni nou mare mic bun prim aici acolo acum azi vin mod spus",
    "ru": "и в не на я быть он с что а по это она этот к но они мы весь который из у то за свой что от так о для ты же все тот мочь вы человек такой"
    " его сказать только или ещё бы себя один как уже до время если сам когда другой вот говорить наш мой знать стать при чтобы дело жизнь"
    " кто первый очень два день её новый рука даже во со раз где там под можно ну какой после их работа без самый потом надо ли слово идти"
    " большой должен место иметь ничто",
    "sv": "och i att det som en på är av för med den till inte han var de ett om jag har men sig så från vi du ut när kan då ska under också efter upp"
    " eller nu man hade bara alla över vara sina mot hon där vid mycket några hans utan vara blir låt dag tid år människor ny stor god här",
    "sw": "na ya wa kwa ni la katika za hiyo huo hii huyu hao kuwa ni si au lakini pia kama bado sasa hapa pale yeye mimi wewe sisi wao nini nani"
    " lini wapi siku mwaka wakati watu mtu mpya kubwa ndogo nzuri kwanza alisema",
    "tr": "ve bir bu da de için ile çok olarak daha olan gibi en o ne var yok ben sen biz siz onlar şu kadar sonra önce her şey ama veya ise mi mı"
    " gün yıl zaman insan yeni büyük küçük iyi ilk burada orada şimdi bugün dedi oldu etti ki diye göre",
    "uk": "і в на не що з до та це як за від у по про для але його її їх був була було є бути мати може вже тільки також через коли де хто який яка"
    " перед під між рік день час люди новий великий малий добрий перший тут там зараз сьогодні мить",
    "vi": "và của là có cho không được trong một với các này đó khi đã sẽ từ người năm ngày cũng như để những ra vào lên rất nhiều ít nhất tôi bạn"
    " anh chị họ chúng ta gì ai đâu nào mới lớn nhỏ tốt đầu tiên đây hôm nay nói",
    "xh": "kwaye ke ukuba kunye le lo oku yonke bonke kakhulu kodwa okanye xa ngoku apha apho ngoba nje kude kwakhona abantu umntu usuku unyaka ixesha"
    " into izinto omkhulu encinci entsha lungile uthe wathi uza ukuya ekhaya namhlanje izolo",
    "zh": "的 一 是 不 了 在 人 有 我 他 这 個 们 中 来 上 大 为 和 国 地 到 以 说 时 要 就 出 会 可 也 你 对 生 能 而 子 那 得 于 着 下 自 之 年 过 发 后",
    "zu": "futhi ukuthi kanye le lo lokhu konke bonke kakhulu kodwa noma uma manje lapha lapho ngoba nje kuze abantu umuntu usuku unyaka isikhathi"
    " into izinto omkhulu encane entsha kuhle uthe wathi uzo ukuya ekhaya namhlanje izolo kuthiwa",
}
