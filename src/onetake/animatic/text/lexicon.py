"""The words the engine knows, as data: English as whole words, Chinese as they stand.

Each row is (name, English pattern, Chinese pattern); the English one is wrapped in word boundaries.
"""

from onetake.animatic.text import compounds
from onetake.animatic.text.compounds import Row

SETTINGS: tuple[Row, ...] = (
    compounds.NO_SETTING,
    (
        "studio",
        r"(?:photo|film|white|seamless|infinity) studio|studio (?:light(?:ing|s)?|shots?|background|"
        r"backdrop|set)|"
        r"(?:white|black|plain|seamless|gradient|solid|neutral|grey|gray|clean|pastel|yellow|red|blue|"
        r"green|pink|orange|"
        r"purple|beige|colou?red) (?:studio )?"
        r"(?:background|backdrop|cyclorama)|product (?:shot|stage|photography)|pedestal|podium|black velvet|"
        r"dark void",
        r"摄影棚|影棚|(?:纯色|白色|黑色|纯白|纯黑|干净的?|渐变|灰色|红色|黄色|蓝色|绿色|粉色|米色|"
        r"橙色)背景|展示台|展台|白底|黑底|背景干净",
    ),
    (
        "space",
        r"outer space|space station|deep space|galaxy|galaxies|nebula|asteroids?|on the moon|mars|"
        r"orbit of|in(?:to)? orbit|"
        r"planets?|spacewalk|cosmos",
        r"太空|宇宙|银河|星云|火星|月球|星际|星系|空间站|太空站",
    ),
    (
        "underwater",
        r"underwater|under the sea|coral reefs?|seabed|ocean floor|deep (?:blue )?sea|"
        r"under the ice|beneath the waves",
        r"水下|海底|深海|深蓝的海|珊瑚|冰层之?下",
    ),
    (
        "beach",
        r"beach(?:es)?|sea ?shore|sandy shore|coast(?:line)?|tropical island|surf(?:ing)?|shores?|"
        r"palm trees?|"
        r"coastal (?:road|highway|path)",
        r"海滩|沙滩|海边|海岸|椰林|滨海|海风",
    ),
    (
        "sea",
        r"(?:open |stormy |calm )?(?:sea|ocean)s?|waves|(?:huge|giant|massive|big|breaking) wave|sailing|"
        r"aboard|harbou?r|pier",
        r"大海|海面|海洋|海浪|海上|浪花|港口|海",
    ),
    (
        "lake",
        r"lake ?shores?|lakes?|ponds?|rivers?|river ?banks?|stream|brook|creek|fjord|waterfalls?|(?:hot|"
        r"mountain) springs?|lagoon|canal|water'?s edge|wetlands?|marsh(?:es)?|swamps?|bayou|delta|reservoir|"
        r"(?:mountain|forest|rocky|clear) streams?|"
        r"(?:stone|wooden|arch(?:ed)?|foot) bridges?",
        r"湖|河|溪|池塘|瀑布|温泉|水面|江边|江面|江上|江水|湿地|沼泽|荷塘|水库|泉边",
    ),
    (
        "forest",
        r"forests?|woods|woodland|jungle|rain ?forest|bamboo(?: grove)?|among (?:the )?trees|grove|pines",
        r"森林|雨林|树林|丛林|竹林|林间|林中|(?:樱花|桃花|雪|松|枫|密|白桦|胡杨|杉)林",
    ),
    (
        "snow",
        r"snowy (?:field|plain|landscape|mountain)s?|snowfield|tundra|arctic|antarctic|glacier|"
        r"ice (?:field|sheet)s?|frozen (?:plain|waste|river)s?|"
        r"snow-covered|snowscape|ski slope",
        r"雪地|雪坡|雪道|雪场|滑雪|雪原|雪山|冰川|北极|南极|冰原",
    ),
    (
        "desert",
        r"deserts?|launch ?pads?|dunes?|sahara|canyons?|badlands|wasteland|oasis",
        r"沙漠|发射台|沙丘|戈壁|峡谷|荒漠",
    ),
    (
        "mountains",
        r"mountains?|mountain ?(?:top|side|pass)|peaks?|cliffs?|alps|alpine|hill ?tops?|summit|ridge|valley",
        r"山峰|群山|山谷|山顶|悬崖|高山|山间|山脉|山上|山",
    ),
    (
        "street",
        r"streets?|alley(?:way)?|sidewalk|crosswalk|road|highway|market|night market|asphalt|pavement|"
        r"avenue|boulevard|"
        r"lane|backstreet|plaza|town square|bazaar|stalls|food stalls?|chinatown|"
        r"intersection|traffic|bus stop|race ?track|bridge|car park|parking lot",
        r"人流|人潮|车水马龙|长街|老街|街|巷|广场|步行街|菜市场|市场|路边|小区|马路|公路|路口|夜市|集市|"
        r"赛道|胡同|道路|停车场|斑马线",
    ),
    (
        "city",
        r"city|cities|cityscape|skyline|downtown|metropolis|sky ?scrapers?|rooftops?|tokyo|new york|shanghai|"
        r"hong kong|paris|london|taipei|seoul|berlin|rome|venice|chicago|los angeles|dubai|singapore|beijing|"
        r"cyberpunk|neon|urban|town|village|sky ?lines?|high-?rises?|balcony",
        r"城市|都市|天台|阳台|重庆|广州|深圳|台北|首尔|巴黎|伦敦|城镇|小城|楼群|摩天|高楼|天际线|楼顶|屋顶|"
        r"上海|北京|东京|香港|纽约|霓虹|赛博朋克|小镇|村庄|村子",
    ),
    (
        "interior",
        r"(?:by|at|near|through) the window|apartment|rooms?|living room|bedroom|kitchens?|offices?|"
        r"caf[eé]s?|"
        r"coffee shop|restaurant|library|classroom|studio|"
        r"interior|indoors?|hall(?:way)?|corridor|bar|museum|gallery|hospital|laborator(?:y|ies)|lab|"
        r"workshop|shop|theat(?:re|er)|inside(?=,)|(?:train|railway|subway|metro) (?:station|platform)|"
        r"gym|gymnasium|elevator|basement|warehouse|factory|bathroom|stage|"
        r"cockpit|supermarket|mall|garage|cellar|attic|lobby|diner|pub|aisle|altar|courtroom|"
        r"taverns?|inn|ballroom|dining room|dorm(?:itory)?|bunker|hangar|studio apartment|bakery|boutique|"
        r"salon|"
        r"barber ?shop|book ?(?:store|shop)|convenience store|grocery|showroom|throne room|chapel|cathedral|"
        r"prison|cell|dungeon|vault|auditorium|concert hall|opera house|arcade|greenhouse|dressing room|"
        r"bath ?tub|runway|fashion show|podcast studio|recording studio|night ?clubs?|table ?top|desk|"
        r"table|counter|fireplace|"
        r"(?:in|inside|within) (?:\w+ ){0,3}(?:house|apartment|temple|church|palace|bank)(?! garden| yard)|"
        r"windowsill|sofa|couch|bed|stove|castle hall|train carriage",
        r"房间|客厅|卧室|厨房|办公室|咖啡馆|咖啡厅|餐厅|图书馆|教室|室内|走廊|酒吧|博物馆|书房|家里|"
        r"屋里|屋内|窗前|窗边|"
        r"桌上|桌子|沙发|床上|鱼缸|夜店|车厢|火车站|高铁站|地铁站|候车|工作室|写字楼|办公楼|屋内|房内|"
        r"车内|大楼里|大厦里|宫殿(?:里|内|中|大厅)|壁炉|教堂|健身房|"
        r"实验室|审讯室|会议室|病房|医院|地下室|楼道|电梯|浴室|剧院|剧场|舞台|超市|商场|宿舍|仓库|工厂|"
        r"诊室|诊所|理发店|便利店|书店|面包店|奶茶店|服装店|花店|餐馆|饭店|酒店|茶馆|酒馆|客栈|食堂|大厅|"
        r"前厅|大堂|卫生间|洗手间|"
        r"浴缸|窗台|窗外|被窝|吧台|柜台|收银台|灶台|餐桌|书桌|办公桌|课桌|地板|录音棚|演播室|直播间|更衣室|"
        r"化妆间|试衣间|"
        r"时装秀|T台|秀场|店铺|店内|展厅|美术馆|画室|琴房|衣帽间|玄关|机舱|舞池|面馆|店里|站台",
    ),
    (
        "sky",
        r"skies|in the sky|through the sky|clouds|above the clouds|cloudscape|mid-?air|aerial|"
        r"hot air balloons?|heavens",
        r"天空(?!昏|阴|灰|泛|渐)|云霄|云端|云层|云海|高空|空中|蓝天",
    ),
    (
        "abstract",
        r"abstract(?! (?:painting|sculpture|mural|canvas))|generative art|fractals?|kaleidoscop(?:e|es|ic)|"
        r"particles? (?:flow|swirl|drift|danc)\w*|liquid metal|motion graphics?|(?:light|glowing|flowing|"
        r"floating|swirling|golden|neon|colou?rful) particles|"
        r"particle (?:flow|swarm|system)s?|"
        r"geometric (?:shapes|forms|patterns)",
        r"抽象(?!画)|粒子|分形|万花筒|几何(?:体|图形|图案|形状)",
    ),
    (
        "meadow",
        r"meadows?|fields?|grass(?:land)?|prairie|savannah?s?|farm(?:land)?|garden|park|hills?|hillside|countryside|"
        r"(?:country|dirt|mountain|winding|rural) (?:road|lane|path)|savanna|plains|open plain|lawn|orchard|"
        r"(?:football|soccer|baseball|cricket|rugby) (?:match|game|pitch)|barn|farmhouse|farmyard|porch|"
        r"campsite|picnic|vineyard|battlefields?|zoo|pasture|stadium|"
        r"playground|backyard",
        r"农场|草坪|草坡|农田|田间|田埂|村口|果园|茶园|庭院|后院|足球场|绿茵|草地|草原|田野|麦田|花园|公园|"
        r"稻田|花海|原野|山坡|乡村|院子|果园|操场|战场|动物园|牧场|球场|体育场",
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
        r"dusk|sun ?sets?|golden hour|twilight|evening|setting sun|magic hour|late afternoon",
        r"黄昏|日落|傍晚|夕阳|晚霞|落日|暮色",
    ),
    (
        "night",
        r"nights?|midnight|moon ?lit|moon ?light|starry|stars|after dark|neon|full moon|cyberpunk|fireflies|"
        r"nighttime|night-time|aurora|flood ?lights|northern lights|milky way|late-night|moonrise",
        r"赛博朋克|霓虹灯|夜空|星河|银河|月夜|今夜|凌晨|夜晚|夜里|深夜|午夜|月光|星空|夜色|夜空|夜市|霓虹|"
        r"夜|月亮|明月|月色|月下|萤火虫|极光",
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
        r"tornado(?:es|s)?|twister|sand ?storms?|cyclone|storm(?:y|s)?|thunder(?:storm)?|lightning|"
        r"hurricane|typhoon|tempest",
        r"龙卷风|沙尘暴|飓风|暴风雨|雷雨|闪电|雷电|雷声|打雷|雷鸣|台风|狂风暴雨|暴雨",
    ),
    (
        "rain",
        r"rain(?:s|y|ing|drops?|fall)?|drizzl(?:e|ing)|downpour|wet (?:street|road|asphalt|pavement)s?",
        r"倾盆大雨|下雨|雨中|雨夜|细雨|大雨|雨水|雨滴|雨天|雨",
    ),
    ("snow", r"snow(?:s|ing|fall|flakes?|storm|y)?|blizzard", r"下雪|雪花|飘雪|大雪|雪中|风雪|落雪|雪"),
    ("fog", r"fog(?:gy)?|mist(?:y|s)?|haz[ey]|smog|smoky", r"雾|薄雾|迷雾|烟雾|朦胧"),
    ("cloudy", r"cloudy|overcast|gr[ae]y sky|gloomy", r"阴天|多云|乌云|阴沉"),
)

TRAPS: tuple[Row, ...] = (
    (
        "idiom",
        r"peter pan|bear market|static electricity|zoom (?:call|meeting)s?|"
        r"table tennis|mouse ?pad|tracking number|raincheck|crane operator|shallow focus",
        "",
    ),
)
"""Phrases that mean none of their parts; they are blanked before anything is looked up."""
