"""The words the engine knows, as data: English as whole words, Chinese as they stand.

Each row is (name, English pattern, Chinese pattern); the English one is wrapped in word boundaries.
"""

from onetake.animatic import compounds
from onetake.animatic.compounds import Row

SETTINGS: tuple[Row, ...] = (
    compounds.NO_SETTING,
    (
        "space",
        r"outer space|space station|deep space|galaxy|galaxies|nebula|asteroids?|on the moon|mars|"
        r"orbit of|in(?:to)? orbit|"
        r"planets?|spacewalk|cosmos",
        r"太空|宇宙|银河|星云|火星|月球|星际|空间站",
    ),
    (
        "underwater",
        r"underwater|under the sea|coral reefs?|seabed|ocean floor|deep sea|beneath the waves",
        r"水下|海底|珊瑚",
    ),
    (
        "beach",
        r"beach(?:es)?|sea ?shore|sandy shore|coast(?:line)?|tropical island|surf(?:ing)?|palm trees?",
        r"海滩|沙滩|海边|海岸|椰林",
    ),
    (
        "sea",
        r"(?:open |stormy |calm )?(?:sea|ocean)s?|waves|sailing|aboard|harbou?r|pier",
        r"大海|海面|海洋|海浪|海上|浪花|港口|海",
    ),
    (
        "lake",
        r"lakes?|lake ?shore|ponds?|rivers?|river ?banks?|stream|fjord|waterfalls?|(?:hot|"
        r"mountain) springs?|lagoon|canal|water'?s edge",
        r"湖|河|溪|池塘|瀑布|温泉|水面|江边|江面",
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
        r"intersection|traffic|bus stop|race ?track|bridge|car park|parking lot",
        r"街|巷|马路|公路|路口|夜市|集市|赛道|胡同|道路|停车场|斑马线",
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
        r"workshop|shop|theat(?:re|er)|gym|night ?clubs?|table ?top|desk|table|counter|fireplace|"
        r"(?:in|inside|within) (?:\w+ ){0,3}(?:house|apartment|temple|church|palace|bank)(?! garden| yard)|"
        r"windowsill|sofa|couch|bed|stove|castle hall|train carriage",
        r"房间|客厅|卧室|厨房|办公室|咖啡馆|咖啡厅|餐厅|图书馆|教室|室内|走廊|酒吧|博物馆|书房|家里|"
        r"屋里|屋内|窗前|窗边|"
        r"桌上|桌子|沙发|床上|鱼缸|夜店|车厢|火车站|高铁站|地铁站|候车|工作室|宫殿|壁炉",
    ),
    (
        "sky",
        r"skies|in the sky|through the sky|clouds|above the clouds|cloudscape|mid-?air|aerial|"
        r"hot air balloons?",
        r"天空|云端|云层|云海|高空|空中|蓝天",
    ),
    (
        "meadow",
        r"meadows?|fields?|grass(?:land)?|prairie|farm(?:land)?|garden|park|hills?|hillside|countryside|"
        r"(?:country|dirt|mountain|winding|rural) (?:road|lane|path)|savanna|plains|open plain|lawn|orchard|"
        r"vineyard|stadium|playground|backyard",
        r"草地|草原|田野|麦田|花园|公园|稻田|花海|原野|山坡|乡村|院子|果园|操场",
    ),
)

TIMES: tuple[Row, ...] = (
    compounds.NO_TIME,
    (
        "dawn",
        r"dawn|sun ?rise|daybreak|early morning|first light|morning(?! star)",
        r"黎明|清晨|日出|破晓|拂晓|早晨|早上|晨光|晨雾|晨曦",
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
        r"夜晚|夜里|深夜|午夜|月光|星空|夜色|夜空|夜市|霓虹|夜|月亮|明月|月色|月下|萤火虫|极光",
    ),
    (
        "day",
        r"noon|midday|day ?light|afternoon|sunny|daytime|sunlit|sunlight|bright day|blue sky",
        r"白天|中午|正午|午后|下午|阳光|晴天|蓝天|晴空",
    ),
)

WEATHERS: tuple[Row, ...] = (
    compounds.NO_WEATHER,
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
    compounds.NO_MOVE,
    (
        "handheld",
        r"hand-?held(?! (?:console|game|device|fan|radio|mirror))|shaky ?cam(?:era)?|documentary style",
        r"手持(?:镜头|拍摄|摄影|跟拍|运镜|拍)?|晃动镜头",
    ),
    (
        "tracking",
        r"tracking(?: shot| camera)?(?! (?:number|device|chip|code|collar|app))|follow(?:s|ing)? shot|"
        r"camera (?:\w+ ){0,2}(?:follows|tracks|trails)|camera (?:following|tracking)|"
        r"dolly(?:ing)? alongside|"
        r"steadicam|side-?scroll(?:ing)?|moves? alongside|truck(?:s|ing)? (?:left|right|alongside)",
        r"跟拍|跟随镜头|跟踪镜头|镜头跟随|镜头跟着|镜头(?:缓缓|慢慢|缓慢)?(?:跟随|跟着|横移)|横移|"
        r"移动跟拍|侧跟",
    ),
    (
        "orbit",
        r"orbit(?:s|ing)?(?: shot| around)|"
        r"(?:camera|shot|drone) (?:\w+ ){0,2}(?:orbit|circl|rotat)(?:s|es|ing)|circling shot|arc shot|"
        r"360(?:-| )?degrees?|bullet time",
        r"环绕|镜头(?:缓缓|慢慢|缓慢)?(?:围绕|绕着)|旋转镜头|360度",
    ),
    (
        "pan_left",
        r"pan(?:s|ning)?(?: slowly| gently| quickly)? (?:to the )?left",
        r"镜头(?:\w{0,4})?(?:向左|左)(?:摇|平移|移动|移)|(?:向左|左)(?:摇|平移)",
    ),
    (
        "pan_right",
        r"pan(?:s|ning)?(?: slowly| gently| quickly)? (?:to the )?right|"
        r"(?:camera|shot) (?:\w+ ){0,2}pans?(?! (?:\w+ )?(?:(?:to )?(?:the )?left|of|up|down))|"
        r"(?:slow|smooth|quick|fast|gentle|wide|horizontal) pan(?! of)|"
        r"pan(?:s|ning) (?:slowly |gently )?(?:across|over|around|along|toward)|pan across|pan shot|"
        r"camera panning|whip pan|"
        r"panning shot",
        r"镜头(?:\w{0,4})?(?:向右|右)(?:摇|平移|移动|移)|(?:向右|右)(?:摇|平移)|摇镜头?|横摇|平移镜头",
    ),
    (
        "tilt_up",
        r"tilt(?:s|ing)?(?: slowly)? up(?:ward)?s?|worm'?s[- ]?eye(?: view)?|low[- ]angle|"
        r"camera (?:\w+ ){0,2}tilts?(?! down)",
        r"上摇|向上摇|仰拍|镜头(?:缓缓|慢慢)?上移|抬起镜头",
    ),
    (
        "tilt_down",
        r"tilt(?:s|ing)?(?: slowly)? down(?:ward)?s?|high[- ]angle|top[- ]down|overhead shot",
        r"下摇|向下摇|俯拍|俯视镜头|镜头(?:缓缓|慢慢)?下移",
    ),
    (
        "crane_up",
        r"crane (?:shot|up|upward|move)s?|cran(?:es|ing) up|camera (?:\w+ ){0,2}(?:rises|ascends|"
        r"lifts)|drone (?:shot )?ris(?:es|ing)|"
        r"jib up|boom up|rising shot|pedestal up|drone shot|aerial (?:shot|view)|"
        r"bird'?s[- ]?eye(?: view| shot)?",
        r"升镜|摇臂|镜头(?:缓缓|慢慢|缓慢)?(?:上升|升起|拉升)|(?:无人机)?航拍|无人机拍摄|鸟瞰|俯瞰|升降镜头",
    ),
    (
        "crane_down",
        r"crane down|cran(?:es|ing) down|camera (?:\w+ ){0,2}descends|jib down|boom down|"
        r"descending shot|lowering shot",
        r"镜头(?:缓缓|慢慢|缓慢)?(?:下降|降下)|降镜",
    ),
    (
        "push_in",
        r"push(?:es|ing)?(?: slowly| gently)?[ -]?in(?:to|ward)?|dolly(?:ing)?[ -]?in|doll(?:ies|"
        r"ys) in|dolly (?:shot|forward)|"
        r"camera (?:\w+ ){0,2}(?:pushes|approaches|advances|moves? (?:in|forward|closer)|"
        r"glides? (?:in|forward|toward)|closes in)|"
        r"move(?:s)? closer|slow push|fly-?through|(?:camera|drone|fpv|we) (?:\w+ )?fl(?:y|ies|ying) through|"
        r"dolly zoom|vertigo effect|first[- ]person|pov shot",
        r"推进|推近|推镜|镜头(?:缓缓|慢慢|缓慢)?(?:推|靠近|前移|向前)|缓推|前推|穿越镜头|第一人称",
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
        r"static (?:shot|camera|frame)|locked[- ]?(?:off|down)?(?: shot| camera| tripod)|"
        r"fixed (?:camera|shot|frame|angle)|tripod|"
        r"camera (?:is |stays |remains )?(?:still|fixed|static|locked|motionless)|still shot",
        r"固定镜头|静止镜头|镜头固定|镜头不动|固定机位|定镜|静态镜头",
    ),
)

PACES: tuple[Row, ...] = (
    (
        "slow",
        r"slow(?:ly)?|gentl[ey]|smooth(?:ly)?|calm(?:ly)?|gradual(?:ly)?|drift(?:s|ing)?|leisurely|"
        r"peaceful(?:ly)?",
        r"缓缓|慢慢|缓慢|慢速|轻轻|徐徐|悠闲|悠悠",
    ),
    (
        "fast",
        r"fast|quick(?:ly)?|rapid(?:ly)?|dynamic|speed(?:s|ing|ily)?|rush(?:es|ing)?|whip|crash|"
        r"racing|sprint(?:s|ing)?|"
        r"energetic|frantic",
        r"快速|迅速|飞快|疾|急速|高速|极速",
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
        r"wide(?:[- ]angle)?(?: shot)?|establishing shot|long shot|aerial|bird'?s[- ]?eye(?: view)?|"
        r"panoram(?:a|ic)|vast|"
        r"extreme wide|drone shot",
        r"远景|全景|大全景|广角|航拍|俯瞰|鸟瞰",
    ),
)

TRAPS: tuple[str, ...] = (
    r"peter pan",
    r"bear market",
    r"static electricity",
    r"zoom (?:call|meeting)s?",
    r"table tennis",
    r"mouse ?pad",
    r"tracking number",
    r"raincheck",
    r"snow white",
    r"foot ?steps?",
    r"crane operator",
    r"shallow focus",
)
"""Phrases that mean none of their parts; they are blanked before anything is looked up."""
