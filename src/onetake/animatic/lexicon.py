"""The words the engine knows, as data: English as whole words, Chinese as they stand.

Each row is (name, English pattern, Chinese pattern); the English one is wrapped in word boundaries.
"""

Row = tuple[str, str, str]

SETTINGS: tuple[Row, ...] = (
    (
        "space",
        r"outer space|space station|deep space|galaxy|galaxies|nebula|asteroids?|on the moon|mars|orbit of|"
        r"planets?|spacewalk|cosmos",
        r"太空|宇宙|银河|星云|火星|月球|星际",
    ),
    (
        "underwater",
        r"underwater|under the sea|coral reefs?|seabed|ocean floor|deep sea|beneath the waves",
        r"水下|海底|珊瑚",
    ),
    (
        "beach",
        r"beach(?:es)?|sea ?shore|sandy shore|coast(?:line)?|tropical island|surf(?:ing)?|palm trees?",
        r"海滩|沙滩|海边|海岸",
    ),
    (
        "sea",
        r"(?:open |stormy |calm )?(?:sea|ocean)s?|waves?|sailing|aboard|harbou?r|pier",
        r"大海|海面|海洋|海浪|海上|港口",
    ),
    (
        "lake",
        r"lakes?|lake ?shore|ponds?|rivers?|river ?banks?|stream|fjord|waterfall|lagoon|canal|water'?s edge",
        r"湖|河|溪|池塘|瀑布|江边|江面",
    ),
    (
        "forest",
        r"forests?|woods|woodland|jungle|rain ?forest|bamboo(?: grove)?|among (?:the )?trees|grove|pines",
        r"森林|树林|丛林|竹林|林间|林中",
    ),
    (
        "snow",
        r"snowy (?:field|plain|landscape|mountain)s?|snowfield|tundra|arctic|antarctic|glacier|ice field|"
        r"snow-covered|snowscape|ski slope",
        r"雪地|雪原|雪山|冰川|北极|南极|冰原",
    ),
    ("desert", r"deserts?|dunes?|sahara|canyons?|badlands|wasteland|oasis", r"沙漠|沙丘|戈壁|峡谷|荒漠"),
    (
        "mountains",
        r"mountains?|mountain ?(?:top|side|pass)|peaks?|cliffs?|alps|alpine|hill ?tops?|summit|ridge|valley",
        r"山峰|群山|山谷|山顶|悬崖|高山|山间|山脉|山上|山",
    ),
    (
        "street",
        r"streets?|alley(?:way)?|sidewalk|crosswalk|road|highway|market|night market|avenue|boulevard|"
        r"intersection|traffic|bus stop|race ?track|bridge",
        r"街|巷|马路|公路|路口|夜市|集市|赛道|胡同|道路",
    ),
    (
        "city",
        r"city|cities|cityscape|skyline|downtown|metropolis|sky ?scrapers?|rooftops?|tokyo|new york|shanghai|"
        r"hong kong|paris|london|cyberpunk|neon|urban|town|village",
        r"城市|都市|摩天|高楼|天际线|楼顶|屋顶|上海|北京|东京|香港|纽约|霓虹|赛博朋克|小镇|村庄|村子",
    ),
    (
        "interior",
        r"rooms?|living room|bedroom|kitchen|office|caf[eé]|coffee shop|restaurant|library|classroom|studio|"
        r"interior|indoors?|hall(?:way)?|corridor|bar|museum|gallery|hospital|laborator(?:y|ies)|lab|"
        r"workshop|shop|theat(?:re|er)|gym|house|apartment|table ?top|desk|table|counter|fireplace|"
        r"windowsill|sofa|couch|bed|stove|temple|church|palace|castle hall|train carriage",
        r"房间|客厅|卧室|厨房|办公室|咖啡馆|咖啡厅|餐厅|图书馆|教室|室内|走廊|酒吧|博物馆|书房|家里|屋里|屋内|窗前|窗边|"
        r"桌上|桌子|沙发|床上|工作室|宫殿|壁炉",
    ),
    (
        "sky",
        r"skies|in the sky|through the sky|clouds|above the clouds|cloudscape|mid-?air|aerial|hot air balloons?",
        r"天空|云端|云层|云海|高空|空中|蓝天",
    ),
    (
        "meadow",
        r"meadows?|fields?|grass(?:land)?|prairie|farm(?:land)?|garden|park|hills?|hillside|countryside|"
        r"(?:country|dirt|mountain|winding|rural) (?:road|lane|path)|savanna|plains?|lawn|orchard|vineyard|stadium|playground|backyard",
        r"草地|草原|田野|麦田|花园|公园|稻田|花海|原野|山坡|乡村|院子|果园|操场",
    ),
)

TIMES: tuple[Row, ...] = (
    (
        "dawn",
        r"dawn|sun ?rise|daybreak|early morning|first light|morning(?! star)",
        r"黎明|清晨|日出|破晓|拂晓|早晨|晨光|晨雾|晨曦",
    ),
    (
        "dusk",
        r"dusk|sun ?set|golden hour|twilight|evening|setting sun|magic hour|late afternoon",
        r"黄昏|日落|傍晚|夕阳|晚霞|落日|暮色",
    ),
    (
        "night",
        r"nights?|midnight|moon ?lit|moon ?light|starry|stars|after dark|neon|full moon|cyberpunk|fireflies|"
        r"nighttime|night-time|aurora",
        r"夜晚|夜里|深夜|午夜|月光|星空|夜色|夜空|夜市|霓虹|夜|月下|萤火虫|极光",
    ),
    (
        "day",
        r"noon|midday|day ?light|afternoon|sunny|daytime|sunlit|sunlight|bright day|blue sky",
        r"白天|中午|正午|午后|下午|阳光|晴天|蓝天|晴空",
    ),
)

WEATHERS: tuple[Row, ...] = (
    (
        "storm",
        r"storm(?:y|s)?|thunder(?:storm)?|lightning|hurricane|typhoon|tempest",
        r"暴风雨|雷雨|闪电|雷电|台风|狂风暴雨|暴雨",
    ),
    (
        "rain",
        r"rain(?:s|y|ing|drops?|fall)?|drizzl(?:e|ing)|downpour|wet (?:street|road|asphalt|pavement)s?",
        r"下雨|雨中|雨夜|细雨|大雨|雨水|雨滴|雨天|雨",
    ),
    ("snow", r"snow(?:s|ing|fall|flakes?|storm|y)?|blizzard", r"下雪|雪花|飘雪|大雪|雪中|风雪|落雪|雪"),
    ("fog", r"fog(?:gy)?|mist(?:y|s)?|haz[ey]|smog|smoky", r"雾|薄雾|迷雾|烟雾|朦胧"),
    ("cloudy", r"cloudy|overcast|gr[ae]y sky|gloomy", r"阴天|多云|乌云|阴沉"),
)

MOVES: tuple[Row, ...] = (
    (
        "handheld",
        r"hand-?held(?! (?:console|game|device|fan|radio|mirror))|shaky ?cam(?:era)?|documentary style",
        r"手持(?:镜头|拍摄|摄影|跟拍)?|晃动镜头",
    ),
    (
        "tracking",
        r"tracking(?: shot| camera)?(?! (?:number|device|chip|code|collar|app))|follow(?:s|ing)? shot|"
        r"camera (?:\w+ ){0,2}(?:follows|tracks|trails)|camera (?:following|tracking)|dolly(?:ing)? alongside|"
        r"steadicam|side-?scroll(?:ing)?|moves? alongside|truck(?:s|ing)? (?:left|right|alongside)",
        r"跟拍|跟随镜头|跟踪镜头|镜头跟随|镜头跟着|镜头(?:缓缓|慢慢|缓慢)?(?:跟随|跟着|横移)|横移|移动跟拍|侧跟",
    ),
    (
        "orbit",
        r"orbit(?:s|ing)?(?: shot| around)|camera (?:\w+ ){0,2}(?:orbits|circles)|circl(?:es|ing) (?:around|the)|arc shot|"
        r"360(?:-| )?degrees?|rotat(?:es|ing) around|bullet time",
        r"环绕|围绕|绕着|旋转镜头|360度",
    ),
    (
        "pan_left",
        r"pan(?:s|ning)?(?: slowly| gently| quickly)? (?:to the )?left",
        r"(?:镜头)?(?:向左|左)(?:摇|平移|移动|移)|左摇",
    ),
    (
        "pan_right",
        r"pan(?:s|ning)?(?: slowly| gently| quickly)? (?:to the )?right|"
        r"(?:camera|shot) (?:\w+ ){0,2}pans?(?! (?:\w+ )?(?:(?:to )?(?:the )?left|of|up|down))|(?:slow|smooth|quick|fast|gentle|wide|horizontal) pan(?! of)|"
        r"pan(?:s|ning) (?:slowly |gently )?(?:across|over|around|along|toward)|pan across|pan shot|camera panning|whip pan|"
        r"panning shot",
        r"(?:镜头)?(?:向右|右)(?:摇|平移|移动|移)|右摇|摇镜|横摇|平移镜头",
    ),
    (
        "tilt_up",
        r"tilt(?:s|ing)?(?: slowly)? up(?:ward)?s?|camera (?:\w+ ){0,2}tilts?(?! down)",
        r"上摇|向上摇|仰拍|镜头(?:缓缓|慢慢)?上移|抬起镜头",
    ),
    ("tilt_down", r"tilt(?:s|ing)?(?: slowly)? down(?:ward)?s?", r"下摇|向下摇|镜头(?:缓缓|慢慢)?下移"),
    (
        "crane_up",
        r"crane (?:shot|up|upward|move)s?|cran(?:es|ing) up|camera (?:\w+ ){0,2}(?:rises|ascends|lifts)|drone (?:shot )?ris(?:es|ing)|"
        r"jib up|boom up|rising shot|pedestal up|drone shot|aerial shot",
        r"升镜|摇臂|镜头(?:缓缓|慢慢|缓慢)?(?:上升|升起|拉升)|航拍|升降镜头",
    ),
    (
        "crane_down",
        r"crane down|cran(?:es|ing) down|camera (?:\w+ ){0,2}descends|jib down|boom down|descending shot|lowering shot",
        r"镜头(?:缓缓|慢慢|缓慢)?(?:下降|降下)|降镜",
    ),
    (
        "push_in",
        r"push(?:es|ing)?(?: slowly| gently)?[ -]?in(?:to|ward)?|dolly(?:ing)?[ -]?in|doll(?:ies|ys) in|dolly (?:shot|forward)|"
        r"camera (?:\w+ ){0,2}(?:pushes|approaches|advances|moves? (?:in|forward|closer)|glides? (?:in|forward|toward)|closes in)|"
        r"move(?:s)? closer|slow push|fly(?:ing)?[ -]?through|first[- ]person|pov shot",
        r"推进|推近|推镜|镜头(?:缓缓|慢慢|缓慢)?(?:推|靠近|前移|向前)|缓推|前推|穿越镜头",
    ),
    (
        "pull_back",
        r"pull(?:s|ing)?(?: slowly| gently)?[ -]?(?:back|out|away)|dolly(?:ing)?[ -]?(?:out|back)|"
        r"camera (?:\w+ ){0,2}(?:retreats|withdraws|backs away|moves? (?:back|away))|reveal shot",
        r"拉远|后拉|拉镜|镜头(?:缓缓|慢慢|缓慢)?(?:后退|拉开|拉出|后移)|拉开镜头",
    ),
    (
        "zoom_in",
        r"zoom(?:s|ing)?(?: slowly| quickly)?[ -]?in(?:to)?|(?:slow|crash|fast|camera) zooms?(?! out)",
        r"变焦推进|放大镜头|镜头(?:缓缓|慢慢)?(?:放大|拉近)|拉近|变焦",
    ),
    ("zoom_out", r"zoom(?:s|ing)?(?: slowly| quickly)?[ -]?out", r"变焦拉远|镜头(?:缓缓|慢慢)?缩小"),
    (
        "static",
        r"static (?:shot|camera|frame)|locked[- ]?(?:off|down)?(?: shot| camera| tripod)|fixed (?:camera|shot|frame|angle)|tripod|"
        r"camera (?:is |stays |remains )?(?:still|fixed|static|locked|motionless)|still shot",
        r"固定镜头|静止镜头|镜头固定|镜头不动|固定机位|定镜|静态镜头",
    ),
)

PACES: tuple[Row, ...] = (
    (
        "slow",
        r"slow(?:ly)?|gentl[ey]|smooth(?:ly)?|calm(?:ly)?|gradual(?:ly)?|drift(?:s|ing)?|leisurely|peaceful(?:ly)?",
        r"缓缓|慢慢|缓慢|慢速|轻轻|徐徐|悠闲|悠悠",
    ),
    (
        "fast",
        r"fast|quick(?:ly)?|rapid(?:ly)?|dynamic|speed(?:s|ing|ily)?|rush(?:es|ing)?|whip|crash|racing|sprint(?:s|ing)?|"
        r"energetic|frantic",
        r"快速|迅速|飞快|疾|急速|高速|极速",
    ),
)

SUBJECTS: tuple[Row, ...] = (
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
        r"马(?!路|戏|上|拉)|骏马",
    ),
    ("deer", r"deer|stags?|does|fawns?|antelopes?|gazelles?|moose|elks?|reindeer", r"鹿"),
    ("bear", r"(?<!teddy )bears?|pandas?", r"熊(?!猫)|熊猫"),
    ("elephant", r"elephants?|mammoths?|rhinos?", r"大象|象(?!征|棋)"),
    ("cow", r"cows?|bulls?|bison|buffalos?|oxen|sheep|goats?|lambs?|pigs?", r"牛|羊|猪"),
    ("rabbit", r"rabbits?|bunn(?:y|ies)|hares?|squirrels?|mouse|mice|hamsters?", r"兔|松鼠"),
    (
        "bird",
        r"birds?|sparrows?|eagles?|hawks?|falcons?|gulls?|seagulls?|crows?|ravens?|owls?|swallows?|doves?|pigeons?|"
        r"parrots?|cranes?(?= (?:fl|soar|glid|stand|land|danc))|herons?|swans?|geese|goose|phoenix|dragons?|hummingbirds?|kingfishers?",
        r"鸟|鹰|燕子|海鸥|鸽|乌鸦|仙鹤|鹤|天鹅|大雁|凤凰|龙(?!井|虾)|孔雀",
    ),
    ("butterfly", r"butterfl(?:y|ies)|moths?|dragonfl(?:y|ies)|bees?", r"蝴蝶|蜻蜓|蜜蜂"),
    ("whale", r"whales?|sharks?|dolphins?|orcas?", r"鲸|鲨|海豚"),
    (
        "fish",
        r"fish(?:es)?(?! ?ing|erman|ermen| market)|goldfish|koi|clownfish|sea turtles?|jellyfish|mermaids?",
        r"鱼(?!塘)|锦鲤|海龟|水母|美人鱼",
    ),
    (
        "car",
        r"cars?|sedans?|supercars?|sports car|taxis?|cabs?|suvs?|race car|convertible|jeeps?|porsche|ferrari|tesla|vehicles?",
        r"汽车|跑车|轿车|赛车|出租车|小车|越野车|车(?!站|厢|间|窗)",
    ),
    (
        "truck",
        r"trucks?(?! (?:left|right|in|out|alongside))|buses|bus(?! stop)|vans?|lorr(?:y|ies)",
        r"卡车|货车|巴士|公交车|大巴",
    ),
    (
        "train",
        r"(?:steam |bullet |high-speed )?trains?(?! station| carriage)|locomotives?|trams?|subway",
        r"火车|列车|高铁|地铁|电车",
    ),
    (
        "bicycle",
        r"bicycles?|bikes?|cyclists?|motor(?:cycle|bike)s?|scooters?|biker",
        r"自行车|单车|摩托车|骑行",
    ),
    (
        "boat",
        r"boats?|ships?|sail ?boats?|yachts?|canoes?|kayaks?|ferr(?:y|ies)|vessels?|rafts?|gondolas?|rowboats?",
        r"船|帆|舟|游艇|轮渡",
    ),
    (
        "plane",
        r"(?:air)?planes?|aircraft|jets?|airliners?|biplanes?|gliders?|helicopters?|drones?(?! shot| footage| view)",
        r"飞机|客机|直升机|无人机",
    ),
    ("rocket", r"rockets?|space ?ships?|spacecraft|shuttles?|ufos?|satellites?", r"火箭|飞船|飞碟|卫星"),
    ("balloon", r"(?:hot[- ]air )?balloons?|airships?|zeppelins?|lanterns?", r"热气球|气球|孔明灯|灯笼|飞艇"),
    (
        "cup",
        r"(?:cups?|mugs?|tea ?cups?)(?: of (?:coffee|tea|cocoa|hot chocolate))?|espresso|latte|cappuccino|coffee(?! shop)|tea ?pots?|"
        r"pans?(?= of)|pots?(?= of)|bowls?|kettle|soup|ramen|noodles",
        r"杯|咖啡(?!馆|厅)|茶(?!馆|楼)|碗|拉面|面条|汤|锅",
    ),
    (
        "bottle",
        r"(?:perfume |wine |water |glass )?bottles?|perfume|wine|whisky|whiskey|vases?|lotion|serum|soda|cola",
        r"瓶|香水|红酒|花瓶",
    ),
    ("phone", r"(?:smart|cell)?phones?|tablets?|laptops?|gadgets?", r"手机|平板|电脑"),
    ("shoe", r"sneakers?|shoes?|boots?|trainers|high heels", r"鞋|靴"),
    (
        "flower",
        r"flowers?|roses?|tulips?|lotus|sunflowers?|orchids?|blossoms?|peon(?:y|ies)|dandelions?|lilies|lily",
        r"花(?!园|海|瓶)|玫瑰|莲花|荷花|向日葵|樱花|牡丹",
    ),
    (
        "ball",
        r"(?:soccer|foot|basket|tennis|beach )?balls?|marbles?|spheres?|orbs?",
        r"足球|篮球|皮球|球(?!员|场|迷)",
    ),
    ("robot", r"robots?|androids?|mechs?|cyborgs?|mecha", r"机器人|机甲"),
    ("astronaut", r"astronauts?|cosmonauts?|spacem[ae]n", r"宇航员|航天员"),
    (
        "child",
        r"child(?:ren)?|kids?|boys?|girls?|toddlers?|bab(?:y|ies)|son|daughter|schoolgirls?|schoolboys?|students?",
        r"孩子|小孩|男孩|女孩|小朋友|儿童|婴儿|宝宝|学生|少年|少女",
    ),
    (
        "woman",
        r"wom[ae]n|lad(?:y|ies)|she|actress|ballerina|dancers?|bride|queen|princess|mother|mom|grandmother|witch|"
        r"waitress|nurse|model|geisha|heroine",
        r"女人|女子|女士|女性|姑娘|舞者|新娘|公主|女王|妈妈|母亲|奶奶|女孩子|美女|她",
    ),
    (
        "man",
        r"m[ae]n|he|guys?|gentlem[ae]n|person|people|someone|figures?|father|dad|grandfather|king|prince|knights?|"
        r"samurai|ninja|warriors?|soldiers?|wizard|monk|farmer|fisherm[ae]n|chefs?|barista|doctor|detective|cowboy|"
        r"runners?|athletes?|skaters?|surfers?|hikers?|musician|guitarist|pianist|worker|sailor|pilot|boxer|"
        r"player|teacher|scientist|artist|painter|couple|friends|crowd|hero|traveler|traveller|wanderer|host|speaker|driver|waiter",
        r"男人|男子|男士|人(?!类|工|间|参|机)|父亲|爸爸|爷爷|老人|武士|忍者|骑士|战士|士兵|侠客|剑客|渔夫|厨师|医生|侦探|牛仔|"
        r"和尚|僧人|跑者|运动员|演员|情侣|朋友|国王|王子|主角|他|路人|行人|农民|司机",
    ),
)

ACTIONS: tuple[Row, ...] = (
    (
        "run",
        r"run(?:s|ning)?|sprint(?:s|ing)?|gallop(?:s|ing)?|rac(?:es|ing)|chas(?:es|ing)|dash(?:es|ing)?|charg(?:es|ing)|"
        r"jog(?:s|ging)?|rush(?:es|ing)?|flee(?:s|ing)?|speed(?:s|ing)",
        r"奔跑|跑|冲|奔驰|飞驰|疾驰|追|奔",
    ),
    ("trot", r"trot(?:s|ting)?|pranc(?:es|ing)", r"小跑"),
    (
        "fly",
        r"fl(?:y|ies|ying)|soar(?:s|ing)?|glid(?:es|ing)|hover(?:s|ing)?|float(?:s|ing)?|drift(?:s|ing)?|tak(?:es|ing) off",
        r"飞|翱翔|滑翔|漂浮|飘",
    ),
    (
        "swim",
        r"swim(?:s|ming)?|div(?:es|ing)|sail(?:s|ing)?|row(?:s|ing)?|paddl(?:es|ing)",
        r"游|潜水|航行|划",
    ),
    (
        "dance",
        r"danc(?:es|ing)|twirl(?:s|ing)?|spin(?:s|ning)?|pirouettes?|jump(?:s|ing)?|leap(?:s|ing)?|skip(?:s|ping)?",
        r"跳舞|起舞|舞蹈|旋转|跳跃|跳",
    ),
    (
        "sit",
        r"sit(?:s|ting)?|seated|sat|rest(?:s|ing)|sleep(?:s|ing)?|l(?:ies|ying) (?:on|down|in)|curl(?:s|ed)? up|nap(?:s|ping)?|"
        r"medita(?:tes|ting)|read(?:s|ing)|kneel(?:s|ing)?",
        r"坐|睡|躺|休息|打坐|卧|趴",
    ),
    (
        "wave",
        r"wav(?:es|ing) (?:at|to|goodbye|hello|her|his|a)|greet(?:s|ing)?|salut(?:es|ing)",
        r"挥手|招手",
    ),
    (
        "stand",
        r"stand(?:s|ing)?|stood|wait(?:s|ing)?|watch(?:es|ing)?|look(?:s|ing)?|star(?:es|ing) (?:at|out|into)|gaz(?:es|ing)|"
        r"speak(?:s|ing)?|talk(?:s|ing)?|says|sing(?:s|ing)?|smil(?:es|ing)|paus(?:es|ing)|hold(?:s|ing)|"
        r"play(?:s|ing)? (?:the|a|guitar|piano)|cook(?:s|ing)?|paint(?:s|ing)|perch(?:es|ed|ing)?|parked",
        r"站|看着|望着|凝视|等待|等|说|唱|微笑|注视|弹|停",
    ),
    (
        "walk",
        r"walk(?:s|ing)?|stroll(?:s|ing)?|wander(?:s|ing)?|march(?:es|ing)?|hik(?:es|ing)|creep(?:s|ing)?|prowl(?:s|ing)?|"
        r"stalk(?:s|ing)?|strid(?:es|ing)|step(?:s|ping)?|mov(?:es|ing) through|driv(?:es|ing)|rid(?:es|ing)|roll(?:s|ing)?|"
        r"cross(?:es|ing)?|pass(?:es|ing)|travel(?:s|ling|ing)?|graz(?:es|ing)|enter(?:s|ing)?|approach(?:es|ing)?|com(?:es|ing)",
        r"走|散步|漫步|行走|步行|穿过|经过|开过|行驶|驶过|驶|骑|路过|前行",
    ),
)

COLOURS: tuple[tuple[str, str, str, tuple[int, int, int]], ...] = (
    ("red", r"red|crimson|scarlet|ruby", r"红", (206, 62, 48)),
    ("orange", r"orange|ginger|amber|copper", r"橙|橘", (226, 124, 48)),
    ("gold", r"gold(?:en)?(?! hour)", r"金(?!毛)", (222, 170, 62)),
    ("yellow", r"yellow", r"黄(?!昏|河)", (238, 202, 70)),
    ("green", r"green|emerald", r"绿", (76, 148, 88)),
    ("blue", r"blue(?! sky| hour)|azure|navy", r"蓝(?!天)", (62, 110, 190)),
    ("purple", r"purple|violet", r"紫", (128, 84, 168)),
    ("pink", r"pink|rose-colou?red", r"粉(?!丝)", (232, 140, 170)),
    ("brown", r"brown|chestnut", r"棕|褐", (134, 88, 56)),
    ("black", r"black", r"黑(?!夜|暗)", (44, 44, 52)),
    ("white", r"white|silver|ivory|pale", r"白(?!天|云|雪)|银(?!河)", (236, 232, 224)),
    ("grey", r"gr[ae]y", r"灰", (136, 138, 144)),
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

FRAMINGS: tuple[Row, ...] = (
    (
        "close",
        r"close[- ]?up|macro|tight shot|extreme close|portrait shot|headshot|medium close",
        r"特写|近景|大特写|微距",
    ),
    (
        "wide",
        r"wide(?:[- ]angle)?(?: shot)?|establishing shot|long shot|aerial|panoram(?:a|ic)|vast|extreme wide|drone shot",
        r"远景|全景|大全景|广角|航拍|俯瞰",
    ),
)

TRAPS: tuple[str, ...] = (
    r"peter pan",
    r"(?:frying|sauce|baking|cake)[- ]?pans?",
    r"catfish",
    r"hot dogs?",
    r"sea ?horses?",
    r"teddy bears?",
    r"fox news",
    r"horse ?power",
    r"bear market",
    r"static electricity",
    r"zoom (?:call|meeting)s?",
    r"starfish",
    r"butterfly stroke",
    r"city ?bank",
    r"space ?bar",
    r"table tennis",
    r"catwalk",
    r"dog ?wood",
    r"mouse ?pad",
    r"tracking number",
    r"pan ?cakes?",
    r"rain ?coats?",
    r"raincheck",
    r"snow ?boards?",
    r"snow white",
    r"rain ?bows?",
    r"stage ?coach",
    r"in bed with",
    r"foot ?steps?",
    r"night ?gown",
    r"crane operator",
    r"construction cranes?",
)
"""Phrases whose parts would be misread; they are blanked before anything else is looked up."""
