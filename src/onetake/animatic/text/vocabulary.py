"""The subjects the engine can play, what they do and what colour they are, as data.

Rows as in `lexicon`: (name, English pattern, Chinese pattern); of two that start together the first wins.
"""

from onetake.animatic.text import compounds
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
        r"train conductors?|jack|tom|"
        r"john|leo|david|mike|alex|"
        r"james|peter|paul|henry|daniel|lucas|noah|ethan",
        r"(?:足球|篮球|排球|网球|乒乓球)(?:运动员|队员|选手|手|员)|小明|小刚|小强|李雷",
    ),
    (
        "woman",
        r"mia|emma|anna|sophie|alice|sarah|maria|julia|lucy|ella|chloe|jane|kate|emily|olivia|nina|elena|"
        r"sophia",
        r"小红|小丽|小芳|小美|韩梅梅",
    ),
    ("fox", r"fox(?:es)?|vixen", r"狐狸|狐"),
    ("wolf", r"wol(?:f|ves)|coyotes?|hyenas?|jackals?", r"狼"),
    (
        "dog",
        r"(?<!hot )(?:dogs?|pupp(?:y|ies)|corgis?|husk(?:y|ies)|shiba(?: inu)?|poodles?|golden retrievers?|"
        r"labradors?|terriers?|hounds?|bulldogs?)(?! food)",
        r"狗|小狗|柴犬|柯基|金毛|犬",
    ),
    ("cat", r"cats?|kittens?|kitty", r"猫"),
    ("tiger", r"tigers?|leopards?|panthers?|cheetahs?|jaguars?|lynx", r"老虎|虎|豹"),
    ("lion", r"lions?|lioness", r"狮"),
    (
        "horse",
        r"(?<!sea)(?:horses?|pon(?:y|ies)|stallions?|mares?|unicorns?|zebras?|donkeys?)",
        r"斑马|骏马|白马|马",
    ),
    ("deer", r"deer|stags?|fawns?|antelopes?|gazelles?|moose|elks?|reindeer", r"鹿"),
    ("bear", r"bears?|pandas?", r"熊(?!猫)|熊猫"),
    ("elephant", r"elephants?|mammoths?|rhinos?", r"大象|小象|白象|野象|象群|非洲象|猛犸"),
    ("cow", r"cows?|bulls?|bison|buffalos?|oxen|sheep|goats?|lambs?|pigs?", r"牛(?!仔)|羊|猪"),
    ("rabbit", r"rabbits?|bunn(?:y|ies)|hares?|squirrels?|mouse|mice|hamsters?", r"兔|松鼠|仓鼠|老鼠"),
    (
        "bird",
        r"birds?|sparrows?|eagles?|hawks?|falcons?|gulls?|seagulls?|crows?|ravens?|owls?|swallows?|"
        r"doves?|pigeons?|"
        r"parrots?|cranes?(?! (?:shot|up|down|upward|move|lift|lower|hoist|operator|arm|truck)s?)|"
        r"herons?|swans?|geese|goose|phoenix|"
        r"hummingbirds?|kingfishers?|ducks?|ducklings?|penguins?|flamingos?|peacocks?|woodpeckers?|"
        r"pelicans?|toucans?|ostrich(?:es)?|hens?|roosters?|chicks?",
        r"鸟|鹰|燕子|海鸥|鸽|乌鸦|仙鹤|鹤|鹦鹉|蜂鸟|翠鸟|火烈鸟|啄木鸟|天鹅|大雁|凤凰|孔雀|喜鹊|麻雀|鸭|"
        r"鹅|公鸡|母鸡",
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
        r"porsche|ferrari|tesla|vehicles?",
        r"汽车|跑车|轿车|赛车|出租车|的士|小车|越野车|吉普|车",
    ),
    (
        "truck",
        r"trucks?(?! (?:left|right|alongside))|buses|bus(?! stop)|vans?|lorr(?:y|ies)",
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
        r"gondolas?|rowboats?",
        r"船(?!长|员|工|坞)|帆|舟|游艇|轮渡",
    ),
    (
        "plane",
        r"(?:air)?planes?|aircraft|jets?|airliners?|biplanes?|gliders?|helicopters?|drones?(?! shot|"
        r" footage| view)",
        r"飞机|客机|直升机|无人机",
    ),
    (
        "rocket",
        r"rockets?|space ?ships?|spacecraft|shuttles?|ufos?|satellites?",
        r"火箭|宇宙飞船|太空船|飞船|飞碟|卫星",
    ),
    ("balloon", r"(?:hot[- ]air )?balloons?|airships?|zeppelins?|lanterns?", r"热气球|气球|孔明灯|灯笼|飞艇"),
    (
        "cup",
        r"(?:cups?|mugs?|tea ?cups?)(?: of (?:coffee|tea|cocoa|hot chocolate))?|espresso|latte|"
        r"cappuccino|(?:double |triple |single )?shots? of espresso|coffee(?! shop)|tea ?pots?|"
        r"pans?(?= of)|pots?(?= of)|bowls?|kettle|soup|ramen|noodles",
        r"马克杯|杯|咖啡(?!师)|茶(?!师)|碗|拉面|面条|火锅|汤|锅",
    ),
    (
        "bottle",
        r"(?:perfume |wine |water |glass )?bottles?|perfume|wine|whisky|whiskey|vases?|lotion|serum|"
        r"soda|cola",
        r"瓶|香水|红酒|花瓶",
    ),
    ("phone", r"(?:smart|cell)?phones?|tablets?|laptops?|gadgets?", r"手机|平板|电脑"),
    ("shoe", r"sneakers?|shoes?|boots?|trainers|high heels", r"鞋|靴"),
    (
        "flower",
        r"flowers?|roses?|tulips?|lotus|sunflowers?|orchids?|blossoms?|peon(?:y|ies)|dandelions?|lilies|lily",
        r"花(?!瓶)|玫瑰|莲花|荷花|向日葵|樱花|牡丹",
    ),
    (
        "ball",
        r"(?:soccer |foot|basket|base|tennis |beach |crystal |bowling )?balls?(?! player)|marbles|"
        r"spheres?|orbs?",
        r"足球|篮球|皮球|排球|网球|球",
    ),
    ("robot", r"robots?|androids?|mechs?|cyborgs?|mecha", r"机器人|机甲(?:战士)?"),
    ("astronaut", r"astronauts?|cosmonauts?|spacem[ae]n", r"宇航员|航天员"),
    (
        "child",
        r"child(?:ren)?|kids?|boys?|girls?|toddlers?|bab(?:y|ies)|son|daughter|schoolgirls?|"
        r"schoolboys?|students?",
        r"小男孩|小女孩|孙子|孙女|孩子|小孩|男孩|女孩|小朋友|儿童|婴儿|宝宝|学生|少年|少女",
    ),
    (
        "woman",
        r"wom[ae]n|lad(?:y|ies)|she|actress(?:es)?|influencer|nun|maid|housewife|stewardess|bridesmaids?|"
        r"goddess|empress|actress|ballerina|dancers?|bride|queen|princess|mother|mom|"
        r"grandmother|witch|"
        r"waitress|nurse|model(?! (?:car|train|ship|boat|plane|air))|geisha|heroine",
        r"女人|女子|女士|女性|姑娘|舞者|新娘|公主|女王|妈妈|母亲|奶奶|女孩子|美女|少妇|模特|女主|护士|阿姨|"
        r"大妈|小姐|老奶奶|外婆|姐姐|妹妹|空姐|"
        r"宫女|仙女|女神|主妇|她",
    ),
    (
        "man",
        r"m[ae]n|he|guys?|gentlem[ae]n|person|people|someone|figures?|father|dad|grandfather|king|"
        r"prince|knights?|jockey|(?:foot|basket|base)ball players?|"
        r"samurai|ninja|warriors?|soldiers?|wizard|monk|farmer|fisherm[ae]n|chefs?|barista|doctor|"
        r"detective|cowboy|"
        r"runners?|athletes?|skaters?|surfers?|hikers?|musician|guitarist|pianist|worker|sailor|pilot|boxer|"
        r"player|teacher|scientist|artist|characters?|protagonist|helmsman|sommelier|trader|banker|"
        r"lawyer|engineer|gardener|keeper|carpenter|potter|"
        r"tailor|shopkeeper|librarian|architect|dentist|surgeon|designer|programmer|hacker|gamer|"
        r"streamer|vlogger|blogger|coach|referee|goalkeeper|acrobat|juggler|clown|magician|sculptor|"
        r"butcher|cook|porter|guards?|thief|spy|assassin|hunter|explorer|adventurer|archaeologist|"
        r"divers?|captain|miner|shepherd|nomad|beggar|priest|elder|stranger|visitors?|passengers?|"
        r"pedestrians?|bartender|patient|poet|writer|trainer|owner|violinist|cellist|drummer|singer|dj|judge|"
        r"guests?|audience|climbers?|mountaineers?|general|officers?|cops?|police(?:m[ae]n)?|"
        r"firefighters?|bakers?|tourists?|swimmers?|skate ?boarders?|snow ?boarders?|skiers?|riders?|"
        r"archers?|(?:rock |jazz )?band|lovers?|pirates?|vampires?|zombies?|conductor|colleague|"
        r"professor|scholar|monks?|businessm[ae]n|old m[ae]n|youth|teenagers?|villagers?|vendors?|"
        r"astronomer|photographer|mechanic|craftsm[ae]n|blacksmith|barber|customers?|commuters?|painter|"
        r"couple|friends|crowd|hero|traveler|traveller|"
        r"wanderer|host|speaker|driver|waiter",
        r"男人|男子|男士|人|父亲|爸爸|爷爷|老人|武士|忍者|骑士|战士|士兵|侠客|剑客|渔夫|船长|船员|"
        r"咖啡师|茶师|厨师|医生|侦探|牛仔|"
        r"和尚|僧人|跑者|运动员|演员|情侣|朋友|国王|王子|主角|绅士|先生|大叔|大爷|老板|白领|诗人|作家|"
        r"工程师|律师|园丁|船夫|猎手|探险家|考古学家|潜水员|矿工|乞丐|陌生人|乘客|小偷|特工|刺客|小丑|"
        r"教授|院士|学者|舞狮者|老大爷|魔术师|调酒师|面点师|理发师|化妆师|设计师|钢琴师|飞行员|驾驶员|"
        r"售货员|舵手|鼓手|渔民|裁缝|男主|新郎|博主|主播|网红|登山者|拳击手|将军|剑客|"
        r"面包师|艺术家|歌手|冲浪者|滑雪者|舞龙者|工人|老师|师傅|教练|观众|顾客|店员|服务员|警察|消防员|"
        r"旅人|旅行者|游客|猎人|书生|宾客|乐队|画家|科学家|摄影师|商人|上班族|外卖员|快递员|球员|"
        r"足球运动员|篮球运动员|恋人|爱人|匠人|铁匠|木匠|牧民|牧羊人|海盗|魔法师|巫师|他|路人|行人|农民|司机",
    ),
)


ACTIONS: tuple[Row, ...] = (
    compounds.NO_ACTION,
    (
        "run",
        r"run(?:s|ning)?|sprint(?:s|ing)?|gallop(?:s|ing)?|rac(?:es|ing)|chas(?:es|ing)|dash(?:es|"
        r"ing)?|charg(?:e|es|ing)|"
        r"jog(?:s|ging)?|rush(?:es|ing)?|flee(?:s|ing)?|speed(?:s|ing)|speed(?= (?:around|past|down|"
        r"along|through|by|off|away|across))",
        r"奔跑|跑|冲|奔驰|飞驰|疾驰|追|奔",
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
        r"飞|悬停|悬浮|升空|起飞|升起|发射|翱翔|滑翔|漂浮|飘",
    ),
    (
        "swim",
        r"swim(?:s|ming)?|div(?:es|ing)|sail(?:s|ing)?|row(?:s|ing)?|paddl(?:es|ing)",
        r"游|潜水|航行|漂流|划",
    ),
    (
        "dance",
        r"danc(?:e|es|ing)|rotat(?:es|ing)|revolv(?:es|ing)|bounc(?:es|ing)|springs? (?:over|up)|twirl(?:s|"
        r"ing)?|spin(?:s|ning)?|pirouettes?|jump(?:s|ing)?|leap(?:s|ing)?|"
        r"skip(?:s|ping)?",
        r"跳舞|起舞|共舞|跃起|跃出|舞蹈|旋转|跳跃|跳",
    ),
    (
        "sit",
        r"sit(?:s|ting)?|seated|sat|rest(?:s|ing)|sleep(?:s|ing)?|l(?:ies|ying) (?:on|down|in)|"
        r"curl(?:s|ed)? up|nap(?:s|ping)?|doz(?:es|ing)|asleep|lean(?:s|ing)|"
        r"medita(?:tes|ting)|read(?:s|ing)|kneel(?:s|ing)?",
        r"坐|睡|躺|休息|打坐|卧|趴|打盹|熟睡|蹲",
    ),
    (
        "wave",
        r"wav(?:es|ing) (?:at|to|goodbye|hello|her|his|a)|greet(?:s|ing)?|salut(?:es|ing)",
        r"挥手|招手",
    ),
    (
        "stand",
        r"stand(?:s|ing)?|stood|wait(?:s|ing)?|watch(?:es|ing)?|look(?:s|ing)?|star(?:es|ing) (?:at|"
        r"out|into)|gaz(?:es|ing)|"
        r"speak(?:s|ing)?|talk(?:s|ing)?|says|sing(?:s|ing)?|smil(?:es|ing)|paus(?:es|ing)|hold(?:s|ing)|"
        r"play(?:s|ing)? (?:the|a|guitar|piano)|cook(?:s|ing)?|paint(?:s|ing)|perch(?:es|ed|ing)?|parked|"
        r"stops?|freez(?:es|ing)|turns? (?:around|to)|drinks?|drinking|eat(?:s|ing)|pour(?:s|ing)|turns|"
        r"waits",
        r"站|看着|望着|凝视|等待|等|说|唱|微笑|注视|弹|停",
    ),
    (
        "walk",
        r"walk(?:s|ing)?|stroll(?:s|ing)?|wander(?:s|ing)?|march(?:es|ing)?|hik(?:es|ing)|creep(?:s|"
        r"ing)?|prowl(?:s|ing)?|"
        r"stalk(?:s|ing)?|strid(?:es|ing)|step(?:s|ping)?|mov(?:es|ing) through|driv(?:es|ing)|"
        r"rid(?:e|es|ing)|roll(?:s|ing)?|"
        r"cross(?:es|ing)?|pass(?:es|ing)|travel(?:s|ling|ing)?|graz(?:es|ing)|enter(?:s|ing)?|"
        r"approach(?:es|ing)?|com(?:es|ing)|carr(?:y|ies|ying) (?:\w+ ){1,3}(?:through|across|to|into|"
        r"down)|walk(?:ed)|climb(?:s|ing)?|leav(?:es|ing)|arriv(?:es|ing)",
        r"走|散步|漫步|行走|步行|穿过|经过|开过|行驶|驶过|驶|骑|路过|前行|经过|离开|消失在|驶入|走来|攀登|爬",
    ),
)


COLOURS: tuple[tuple[str, str, str, RGB], ...] = (
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
