"""The subjects the engine can play, what they do and what colour they are, as data.

Rows as in `lexicon`: (name, English pattern, Chinese pattern); of two that start together the first wins.
"""

from onetake.animatic.text import compounds, people
from onetake.animatic.text.compounds import Row

RGB = tuple[int, int, int]
"""Red, green and blue, 0 to 255. The same as the painters' `colour.RGB`, without their packages."""

SUBJECTS: tuple[Row, ...] = (
    compounds.NO_SUBJECT,
    compounds.STAND_INS,
    (
        "car",
        r"jaguars?(?= (?:car|e-type|xk\w*|xj\w*|f-type|roadster|sedan|coupe|convertible|drives|speeds))|"
        r"(?:police|sports|race|racing|electric|toy) cars?|beetle car",
        r"电动汽车|警车",
    ),
    ("bird", r"snowy owls?", r"猫头鹰"),
    (
        "man",
        r"(?:foot ?|basket ?|base ?|volley ?)ball players?|(?:tennis|soccer|hockey) players?|"
        rf"train conductors?|{people.HIS_NAMES}",
        r"(?:足球|篮球|排球|网球|乒乓球)(?:运动员|队员|选手|手|员)|小明|小刚|小强|小王|小李|小张|老王|老李|"
        r"老张|李雷",
    ),
    (
        "woman",
        people.HER_NAMES,
        r"小红|小丽|小芳|小美|小芸|小婷|韩梅梅",
    ),
    ("whale", r"(?:killer|humpback|blue|sperm) whales?", r"虎鲸"),
    ("fox", r"fox(?:es)?|vixen", r"狐狸|狐"),
    ("wolf", r"wol(?:f|ves)|coyotes?|hyenas?|jackals?", r"狼"),
    (
        "dog",
        r"(?<!hot )(?:dogs?|pupp(?:y|ies)|corgis?|husk(?:y|ies)|shiba(?: inu)?|poodles?|golden retrievers?|"
        r"labradors?|terriers?|hounds?|bulldogs?|pugs?|beagles?|dachshunds?|dalmatians?|border collies?|"
        r"collies?|german shepherds?|samoyeds?|chihuahuas?|pomeranians?|greyhounds?|retrievers?|spaniels?)"
        r"(?! food)",
        r"狗|小狗|柴犬|柯基|金毛|犬|哈士奇|萨摩耶|边牧|博美|吉娃娃|拉布拉多|德牧|法斗",
    ),
    ("cat", r"cats?|kittens?|kitty|tabby|felines?", r"猫|布偶猫|英短|橘座"),
    ("tiger", r"tigers?|leopards?|panthers?|cheetahs?|jaguars?|lynx", r"老虎|虎|豹"),
    ("lion", r"lions?|lioness", r"狮"),
    (
        "horse",
        r"(?<!sea)(?:horses?|pon(?:y|ies)|stallions?|mares?|unicorns?|zebras?|donkeys?)",
        r"斑马|骏马|白马|马",
    ),
    ("deer", r"deer|stags?|fawns?|antelopes?|gazelles?|moose|elks?|reindeer", r"鹿"),
    ("bear", r"(?:polar |grizzly |brown |black )?bears?(?! hug)|(?:giant )?pandas?", r"熊(?!猫)|熊猫"),
    ("elephant", r"elephants?|mammoths?|rhinos?|rhinoceros", r"大象|小象|白象|野象|象群|非洲象|猛犸|犀牛"),
    ("cow", r"cows?|bulls?|bison|buffalos?|oxen|sheep|goats?|lambs?|pigs?", r"牛(?!仔)|羊|猪"),
    ("rabbit", r"rabbits?|bunn(?:y|ies)|hares?|squirrels?|mouse|mice|hamsters?", r"兔|松鼠|仓鼠|老鼠"),
    (
        "bird",
        r"birds?|sparrows?|eagles?|hawks?|falcons?|gulls?|seagulls?|crows?|ravens?|owls?|swallows?|"
        r"doves?|pigeons?|"
        r"parrots?|cranes?(?! (?:shot|up|down|upward|move|lift|lower|hoist|operator|arm|truck)s?)|"
        r"herons?|swans?|geese|goose|phoenix|"
        r"hummingbirds?|kingfishers?|ducks?|ducklings?|penguins?|flamingos?|peacocks?|woodpeckers?|"
        r"pelicans?|toucans?|ostrich(?:es)?|hens?|roosters?|chicks?|storks?|egrets?|vultures?|condors?|"
        r"magpies?|"
        r"robins?|finch(?:es)?|nightingales?|macaws?|cockatoos?|albatross(?:es)?|puffins?|songbirds?|"
        r"turkeys?|"
        r"chickens?(?! (?:soup|nuggets?|wings?|breast|curry|salad|sandwich|noodles?|rice|broth|burgers?))",
        r"鸟|鹰|燕子|海鸥|鸽|乌鸦|仙鹤|鹤|鹦鹉|蜂鸟|翠鸟|火烈鸟|啄木鸟|天鹅|大雁|凤凰|孔雀|喜鹊|麻雀|鸭|"
        r"鹅|公鸡|母鸡|小鸡|鸡(?!尾|蛋|肉|汤|翅|腿|排|精|冠|皮|毛|块|血)|白鹭|苍鹭|鹭|大雁|雁|雀|黄鹂|夜莺|"
        r"猎鹰|老鹰|鸵鸟|鸳鸯|鹦哥",
    ),
    ("butterfly", r"butterfl(?:y|ies)|moths?|dragonfl(?:y|ies)|bees?", r"蝴蝶|蜻蜓|蜜蜂"),
    ("whale", r"whales?|sharks?|dolphins?|orcas?", r"鲸鱼?|鲨鱼?|海豚"),
    (
        "fish",
        r"fish(?:es)?(?! ?ing|erman|ermen| market)|goldfish|koi|clownfish|sea turtles?|jellyfish|mermaids?",
        r"金鱼|美人鱼|小丑鱼|锦鲤|鱼|海龟|水母",
    ),
    (
        "car",
        r"cars?|sedans?|supercars?|sports car|taxis?|cabs?|suvs?|race car|convertible|jeeps?|"
        r"porsche|ferrari|tesla(?! coil)|lamborghini|bmw|mercedes|bugatti|limousines?|limos?|coupes?|"
        r"roadsters?|"
        r"hatchbacks?|vehicles?",
        r"汽车|跑车|超跑|豪车|轿车|赛车(?!手|道|场)|出租车|计程车|的士|小车|越野车|吉普车?|敞篷车|老爷车|"
        r"车(?!手)",
    ),
    (
        "truck",
        r"(?:pickup |fire |food |dump )?trucks?(?! (?:left|right|alongside))|(?:double-decker |"
        r"school )?(?:buses|"
        r"bus(?! stop))|vans?(?! gogh)|minivans?|lorr(?:y|ies)|ambulances?|fire engines?|pickups?",
        r"卡车|货车|皮卡|面包车|巴士|公交车?|公共汽车|校车|大巴|消防车|救护车",
    ),
    (
        "train",
        r"(?:steam |bullet |high-speed )?trains?(?! station| carriage)|locomotives?|trams?|subway",
        r"火车|列车|高铁|地铁|电车",
    ),
    (
        "bicycle",
        r"bicycles?|bikes?|cyclists?|motor(?:cycle|bike)s?|scooters?|biker",
        r"自行车|单车|摩托车?|电动车|骑行",
    ),
    (
        "boat",
        r"boats?|ships?|sail ?boats?|yachts?|canoes?|kayaks?|ferr(?:y|ies)|vessels?|rafts?|"
        r"gondolas?|rowboats?|speedboats?|warships?|battleships?|steamers?(?! trunk)|dragon boats?",
        r"船(?!长|员|工|坞|夫|票|舱)|帆(?!布)|舟|游艇|轮渡|货轮|邮轮|游轮|巨轮|竹筏|木筏|皮划艇|快艇|军舰|战舰|龙舟",
    ),
    (
        "plane",
        r"(?:air)?planes?|aircraft|(?:fighter |private )?jets?(?! (?:lag|ski|of))|airliners?|biplanes?|"
        r"gliders?|helicopters?|drones?(?! shot|"
        r" footage| view)",
        r"飞机|客机|直升机|战斗机|战机|滑翔机|无人机(?!环绕|跟随|航拍|上升|升空拍|拉升|拍|视角|镜头|俯|跟|"
        r"穿|绕|推|掠)",
    ),
    (
        "rocket",
        r"rockets?(?! salad)|space ?ships?|star ?ships?|mother ?ships?|spacecraft|shuttles?|ufos?|"
        r"satellites?",
        r"火箭|宇宙飞船|太空船|飞船|飞碟|卫星",
    ),
    ("balloon", r"(?:hot[- ]air )?balloons?|airships?|zeppelins?|lanterns?", r"热气球|气球|孔明灯|灯笼|飞艇"),
    (
        "cup",
        r"(?:cups?(?! (?:his|her|their))|mugs?|tea ?cups?|tumblers?)(?: of (?:coffee|tea|cocoa|"
        r"hot chocolate))?|espresso|latte|"
        r"cappuccino|(?:double |triple |single )?shots? of espresso|coffee(?! shop)|tea ?pots?|"
        r"pans?(?= of)|pots?(?= of(?! gold))|bowls?(?! cut)|kettle|soup|ramen|noodles|"
        r"(?:tall |full )?glass(?:es)? of (?:\w+ )?(?:water|juice|milk|tea|lemonade|beer|whisk(?:e)?y)|"
        r"(?:orange |apple |fruit |lemon |grape )?juice|smoothies?|milk ?shakes?|lemonade|cocktails?|"
        r"matcha|(?:bubble |iced |green |black )?tea(?! (?:house|room|garden|plantation|fields?|leaves|"
        r"ceremony|"
        r"light|towel|party|shop|set))",
        r"马克杯|保温杯|奶茶|杯|咖啡(?!师)|茶(?!师)|碗|拉面|面条|火锅|汤|锅",
    ),
    (
        "bottle",
        r"(?:perfume |wine |water |glass )?bottles?|perfume|wine|whisky|whiskey|vases?|lotion|serum|"
        r"soda|cola|champagne|jars?|flasks?|thermos|shampoo|sunscreen",
        r"瓶|香水|红酒|花瓶|香槟|啤酒|可乐|汽水|矿泉水|威士忌|精华液|面霜|乳液",
    ),
    ("phone", r"(?:smart|cell)?phones?|tablets?|laptops?|gadgets?", r"手机|平板|电脑"),
    (
        "shoe",
        r"(?:running )?sneakers?|(?:running )?shoes?|boots?|trainers|high heels|sandals?|slippers?",
        r"鞋|靴",
    ),
    (
        "flower",
        r"flowers?|roses?|tulips?|lotus(?! (?:position|pose))|sunflowers?|orchids?|blossoms?|peon(?:y|ies)|"
        r"dandelions?|lilies|lily(?! pad)|dais(?:y|ies)|lavender|poppies|poppy|daffodils?|bouquets?|"
        r"magnolias?",
        r"花(?!瓶|香|草|甲|灯|车|轿|生|椒|期|季|影|间|园|田)|菊花?|百合|郁金香|薰衣草|蒲公英|玫瑰|莲花|"
        r"荷花|向日葵|樱花|牡丹",
    ),
    (
        "ball",
        r"(?:soccer |foot|basket|base|tennis |beach |crystal |bowling )?balls?(?! player)|marbles|"
        r"spheres?|orbs?",
        r"足球|篮球|皮球|排球|网球|球",
    ),
    ("robot", r"robots?|androids?|mechs?|cyborgs?|mecha|droids?", r"机器人|机甲(?:战士)?"),
    ("astronaut", r"astronauts?|cosmonauts?|spacem[ae]n", r"女?(?:宇航员|航天员)|太空人"),
    *people.PEOPLE_ROWS,
)


ACTIONS: tuple[Row, ...] = (
    compounds.NO_ACTION,
    (
        "stand",
        r"(?:rises?|rising|gets? up|rose) from (?:the|a|his|her|their|its) (?:\w+ )?(?:chair|seat|bed|sofa|"
        r"couch|"
        r"throne|table|bench|stool|desk|~+)|fl(?:y|ies|ying) (?:a|an|the|his|her|their) (?:kite|drone|flag|"
        r"~)",
        "",
    ),
    ("dance", r"div(?:es|ing)(?= (?:for|to|left|right|at|across)|[.,;!]|$)", r"飞跃|飞身"),
    (
        "run",
        r"run(?:s|ning)?|sprint(?:s|ing)?|gallop(?:s|ing)?|rac(?:es|ing)|chas(?:es|ing)|dash(?:es|"
        r"ing)?|charg(?:e|es|ing)|"
        r"rac(?:e|ed)(?= (?:through|past|along|across|down|around|towards?|over|each|to))|bolt(?:s|ing)|ran|"
        r"scamper(?:s|ing)?|scurr(?:y|ies|ying)|hurr(?:y|ies|ying)|bursts? (?:into|out|through)|"
        r"pursu(?:es|ing)|jog(?:s|ging)?|rush(?:es|ing)?|flee(?:s|ing)?|speed(?:s|ing)|speed(?= (?:around|"
        r"past|down|"
        r"along|through|by|off|away|across))",
        r"奔跑|跑|冲|奔驰|飞驰|疾驰|飞奔|狂奔|一马当先|逃|追|奔|扑",
    ),
    (
        "open",
        r"sprout(?:s|ing)?|bloom(?:s|ing)?|blossom(?:s|ing)|unfurl(?:s|ing)?|open(?:s|ing)(?: up)?",
        r"发芽|绽放|盛开|开放|打开",
    ),
    ("trot", r"trot(?:s|ting)?|pranc(?:es|ing)", r"小跑"),
    (
        "fly",
        r"fl(?:y|ies|ying)|soar(?:s|ing)?|glid(?:es|ing)|hover(?:s|ing)?|ris(?:es|ing)|lift(?:s|"
        r"ing)? off|launch(?:es|ing)|ascend(?:s|ing)|float(?:s|ing)?|drift(?:s|"
        r"ing)?|tak(?:es|ing) off",
        r"飞|悬停|悬浮|升空|升上|起飞|升起|腾空|盘旋|直上|发射|翱翔|滑翔|漂浮|飘|从天而降",
    ),
    (
        "swim",
        r"swim(?:s|ming)?|div(?:es|ing)(?= (?:into|in|under|deep|beneath|below|with|among|through|off))|"
        r"sail(?:s|ing)?|row(?:s|ing)?|paddl(?:es|ing)",
        r"游|潜水|航行|漂流|划",
    ),
    (
        "dance",
        r"danc(?:e|es|ing|ed)|hop(?:s|ping)?|waltz(?:es|ing)?|sway(?:s|ing)|rotat(?:es|ing)|revolv(?:es|"
        r"ing)|bounc(?:es|ing)|springs? (?:over|up)|twirl(?:s|"
        r"ing)?|spin(?:s|ning)?|pirouettes?|jump(?:s|ing)?|leap(?:s|ing)?|"
        r"skip(?:s|ping)?",
        r"跳舞|起舞|共舞|跃起|跃出|舞蹈|旋转|跳跃|跳",
    ),
    (
        "sit",
        r"sit(?:s|ting)?|seated|sat|rest(?:s|ing)|sleep(?:s|ing)?|l(?:ies|ying) (?:on|down|in)|"
        r"curl(?:s|ed)? up|nap(?:s|ping)?|doz(?:es|ing)|asleep|lean(?:s|ing)|"
        r"medita(?:tes|ting)|read(?:s|ing)|kneel(?:s|ing)?|crouch(?:es|ing)?|squat(?:s|ting)?|snooz(?:es|"
        r"ing)|"
        r"slump(?:s|ed)|loung(?:es|ing)",
        r"坐|睡|躺|休息|打坐|卧|趴|打盹|熟睡|蹲|跪|蜷",
    ),
    (
        "wave",
        r"wav(?:e|es|ing)(?! of)|greet(?:s|ing)?|salut(?:e|es|ing)",
        r"挥手|招手|敬礼|挥动双手",
    ),
    (
        "stand",
        r"stand(?:s|ing)?|stood|wait(?:s|ing)?|watch(?:es|ing)?|look(?:s|"
        r"ing)?|star(?:es|ing) (?:at|"
        r"out|into)|gaz(?:es|ing)|"
        r"speak(?:s|ing)?|talk(?:s|ing)?|says|sing(?:s|ing)?|smil(?:es|ing)|paus(?:es|ing)|hold(?:s|ing)|"
        r"play(?:s|ing)? (?:the|a|guitar|piano)|cook(?:s|ing)?|paint(?:s|ing)|perch(?:es|ed|ing)?|parked|"
        r"stops?|freez(?:es|ing)|nods?|listen(?:s|ing)?|laugh(?:s|ing)|stares?|turns? (?:around|to)|"
        r"drinks?|drinking|eat(?:s|ing)|pour(?:s|ing)|turns|"
        r"waits",
        r"站|看着|望着|盯着|凝视|等待|等|说|唱|微笑|注视|弹|停|仰望|抬头|回头|眺望|伫立|起立",
    ),
    (
        "walk",
        r"walk(?:s|ing)?|waddl(?:e|es|ing)|sneak(?:s|ing)?|tip ?toe(?:s|ing)?|crawl(?:s|ing)?|limp(?:s|"
        r"ing)|trudg(?:es|ing)|"
        r"saunter(?:s|ing)?|pac(?:es|ing)|emerg(?:es|ing)|wad(?:es|ing)|stroll(?:s|ing)?|wander(?:s|ing)?|"
        r"march(?:es|ing)?|hik(?:es|ing)|creep(?:s|"
        r"ing)?|prowl(?:s|ing)?|"
        r"stalk(?:s|ing)?|strid(?:es|ing)|step(?:s|ping)?|mov(?:es|ing) through|driv(?:es|ing)|"
        r"rid(?:e|es|ing)|roll(?:s|ing)?|"
        r"cross(?:es|ing)?|pass(?:es|ing)|travel(?:s|ling|ing)?|graz(?:es|ing)|enter(?:s|ing)?|"
        r"approach(?:es|ing)?|com(?:es|ing)|carr(?:y|ies|ying) (?:\w+ ){1,3}(?:through|across|to|into|"
        r"down)|walk(?:ed)|climb(?:s|ing)?|leav(?:es|ing)|arriv(?:es|ing)",
        r"走|散步|漫步|吃草|缓缓开动|开动|穿梭|靠近|驶来|踱步|踏|行走|步行|穿过|经过|开过|行驶|驶过|驶|骑|"
        r"路过|"
        r"前行|经过|离开|消失在|驶入|走来|攀登|爬",
    ),
)


COLOURS: tuple[tuple[str, str, str, RGB], ...] = (
    (*compounds.NO_COLOUR, (0, 0, 0)),
    ("red", r"red|crimson|scarlet|ruby", r"红(?!绿灯|毯|酒|灯笼)|朱", (206, 62, 48)),
    ("orange", r"orange|ginger|amber|copper", r"橙(?!汁)|橘", (226, 124, 48)),
    ("gold", r"gold(?:en)?(?! hour)", r"金(?!毛|属|鱼)", (222, 170, 62)),
    ("yellow", r"yellow", r"黄(?!昏|河|山|浦)", (238, 202, 70)),
    ("green", r"green|emerald", r"(?<!红)绿(?!茶)|翠", (76, 148, 88)),
    ("blue", r"blue(?! sky| hour)|azure|navy", r"蓝(?!天)", (62, 110, 190)),
    ("purple", r"purple|violet", r"紫", (128, 84, 168)),
    ("pink", r"pink|rose-colou?red", r"粉(?!丝|末|尘|笔)", (232, 140, 170)),
    ("brown", r"brown|chestnut", r"棕(?!榈)|褐", (134, 88, 56)),
    ("black", r"black", r"黑(?!夜|暗|板)", (44, 44, 52)),
    ("white", r"white|silver|ivory|pale", r"白(?!领|天|云|雪|昼|马王)|银(?!河|行|幕)", (236, 232, 224)),
    ("grey", r"gr[ae]y", r"灰(?!尘)", (136, 138, 144)),
)


DIRECTIONS: tuple[Row, ...] = (
    (
        "left",
        r"(?:right to left|from the right|to(?:wards?)? the left|leftwards?)",
        r"从右(?:往|到|向)左|向左(?:走|跑|飞|行)",
    ),
    (
        "right",
        r"(?:left to right|from the left|to(?:wards?)? the right|rightwards?)",
        r"从左(?:往|到|向)右|向右(?:走|跑|飞|行)",
    ),
)
