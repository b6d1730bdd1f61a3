"""The words for rooms, for what stands or grows in a landscape, and for what hangs in the dark, as data."""

from onetake.animatic.text.compounds import Row

ROOMS: tuple[Row, ...] = (
    (
        "library",
        r"librar(?:y|ies)|book ?shops?|book ?stores?|archives?|study room",
        r"图书馆|书店|书房|书架|藏书",
    ),
    (
        "classroom",
        r"class ?rooms?|lecture (?:hall|room)s?|schoolroom|blackboard|chalkboard",
        r"教室|课堂|黑板|讲台",
    ),
    (
        "office",
        r"offices?|cubicles?|meeting rooms?|conference rooms?|boardroom|workstation|newsroom|"
        r"co-?working(?: space)?",
        r"办公室|写字楼|办公楼|会议室|工位|办公桌",
    ),
    (
        "bedroom",
        r"bedrooms?|dorm(?:itory)?|in bed|on (?:the|a|his|her|their) bed|hotel rooms?",
        r"卧室|床上|宿舍|酒店房间|床边",
    ),
    (
        "bar",
        r"(?:at|in|behind|inside) (?:the|a) (?:\w+ )?bar|bartenders?|pubs?|night ?clubs?|taverns?|"
        r"saloon|(?:jazz|dive|hotel|wine|cocktail|sushi|dim|smoky|crowded) bars?|speakeasy",
        r"酒吧|酒馆|调酒|夜店|吧台",
    ),
    (
        "cafe",
        r"caf[eé]s?|coffee ?shops?|coffee ?house|tea ?house|bakery|barista|dessert shop",
        r"咖啡馆|咖啡厅|咖啡店|茶馆|茶室|面包店|甜品店|奶茶店",
    ),
    (
        "restaurant",
        r"restaurants?|diners?|bistro|canteen|ramen shop|noodle shop|izakaya|banquet",
        r"餐厅|餐馆|饭店|面馆|食堂|火锅店|居酒屋|宴会",
    ),
    ("kitchen", r"kitchens?|stove|cooks? in|chefs?", r"厨房|灶台|炒菜|厨师"),
    (
        "workshop",
        r"workshops?|work ?bench|garages?|carpenters?|blacksmiths?|forge|smithy|atelier|pottery",
        r"工作室|作坊|车间|车库|木匠|铁匠|工坊|陶艺",
    ),
    (
        "theatre",
        r"(?:on|across|onto) (?:the |a )?(?:\w+ )?stage|concerts?|theat(?:re|er)s?|auditorium|"
        r"opera house|talent show|spotlights?",
        r"舞台|演唱会|音乐会|剧院|剧场|戏台|聚光灯",
    ),
    (
        "hospital",
        r"hospitals?|(?:hospital |sick )?wards?|clinic|operating (?:room|theatre|theater)|surgery",
        r"医院|病房|诊所|手术室|病床",
    ),
    ("laboratory", r"laborator(?:y|ies)|labs?|test tubes?|microscopes?", r"实验室|试管|显微镜"),
    (
        "gym",
        r"gyms?|gymnasium|fitness (?:room|studio|centre|center)|boxing ring|dojo|treadmill|weight room",
        r"健身房|拳击馆|道场|体育馆|跑步机",
    ),
    ("church", r"church(?:es)?|cathedrals?|chapel|altar|monastery", r"教堂|大教堂|圣坛|修道院"),
    ("museum", r"museums?|(?:art )?galler(?:y|ies)|exhibition", r"博物馆|美术馆|画廊|展览"),
    (
        "carriage",
        r"(?:train|subway|metro|railway) (?:carriage|car|compartment)s?|(?:on|in|inside|aboard) (?:a|"
        r"the) (?:\w+ )?(?:train|subway|metro|bus)",
        r"车厢|火车上|地铁里|地铁上|列车上|高铁上",
    ),
    (
        "shop",
        r"supermarkets?|grocery|convenience stores?|shops?|stores?|boutique|pharmacy|shopping mall|"
        r"aisles?",
        r"超市|便利店|商店|商场|小卖部|药店|花店|店里",
    ),
    (
        "hall",
        r"castle hall|throne(?: room)?|ball ?room|palace hall|great hall|lobby|banquet hall",
        r"大殿|宫殿(?:里|内|中|大厅)|大厅|王座|宴会厅|金銮殿",
    ),
    (
        "factory",
        r"factor(?:y|ies)|warehouses?|assembly line|plant floor|hangar",
        r"工厂|仓库|流水线|厂房|机库",
    ),
    (
        "station",
        r"(?:train|railway|subway|metro|bus|central) stations?|(?:train|railway|subway|metro) platforms?|"
        r"airports?|terminal|waiting room|departure (?:hall|lounge)",
        r"火车站|高铁站|地铁站|车站|候车|站台|机场|航站楼|候机",
    ),
    (
        "cell",
        r"interrogation rooms?|prison(?: cell)?|jail|basements?|cellars?|dungeons?|bunker|safe ?house",
        r"审讯室|监狱|牢房|地下室|地牢|密室",
    ),
    ("corridor", r"corridors?|hall ?ways?|elevators?|stairwell", r"走廊|过道|楼道|电梯"),
    ("bathroom", r"bath ?rooms?|bathtub|shower|washroom", r"浴室|浴缸|卫生间|洗手间|淋浴"),
    (
        "market",
        r"(?:night |street |flower |fish |farmers'? |food )?markets?|bazaar|(?:food|street|"
        r"market) stalls?|street food|vendors?",
        r"夜市|集市|市场|菜市场|早市|摊位|小摊|摊贩|大排档|市集",
    ),
)
"""Rooms, by what they are for; the first that a shot names furnishes it. A market is out of doors."""

LANDS: tuple[Row, ...] = (
    (
        "garden",
        r"gardens?|courtyards?|backyard|hedges?|flower ?beds?",
        r"花园|庭院|院子|园林|后院|御花园",
    ),
    ("park", r"parks?|park bench(?:es)?|playground", r"公园|长椅"),
    (
        "steppe",
        r"steppes?|prairies?|grasslands?|savannah?s?|open plains?|pampas",
        r"草原|大草原|戈壁滩|原野|旷野",
    ),
    (
        "wheat",
        r"wheat(?: ?fields?)?|corn ?fields?|barley|cornfield|rye",
        r"麦田|麦浪|麦穗|玉米地|稻穗|金黄的?稻田",
    ),
    ("lavender", r"lavender(?: fields?)?", r"薰衣草"),
    ("sunflowers", r"sunflowers?(?: fields?)?", r"向日葵"),
    (
        "flowers",
        r"flower ?fields?|fields? of (?:\w+ )?(?:flowers|poppies|tulips|daisies)|wild ?flowers?|"
        r"poppies|tulips|canola|rapeseed",
        r"花海|花田|油菜花|郁金香|罂粟|野花|花丛",
    ),
    (
        "terraces",
        r"(?:rice )?terraces?|rice (?:paddy|paddies|fields?)|paddy fields?|paddies",
        r"梯田|稻田|水田",
    ),
    ("tea", r"tea (?:gardens?|plantations?|fields?|hills?|terraces?)", r"茶园|茶山|茶田|采茶"),
    (
        "farm",
        r"farms?|farmland|vegetable (?:garden|patch)|barns?|ranch|pasture|vineyards?",
        r"农场|农田|菜地|牧场|葡萄园|田地|田野",
    ),
    ("orchard", r"orchards?|apple trees?|fruit trees?", r"果园|苹果树|果树|橘园"),
    (
        "cherry",
        r"cherry (?:blossoms?|trees?)|sakura|(?:peach|plum) (?:blossoms?|trees?)|"
        r"blossom(?:ing)? trees?",
        r"樱花|桃花|梅花|梨花|杏花|海棠",
    ),
    ("bamboo", r"bamboos?(?: groves?| forests?)?", r"竹林|竹海|竹子|翠竹"),
    (
        "maple",
        r"maples?|autumn (?:forest|woods|trees|leaves|foliage|park)|fall foliage|red leaves",
        r"枫叶|红叶|枫林|秋叶|银杏|秋天的?(?:森林|树林|公园)",
    ),
    ("lotus", r"lotus(?:es)?(?: pond)?|water ?lil(?:y|ies)|lily pads?", r"荷花|莲花|荷塘|睡莲|荷叶|莲"),
    ("waterfall", r"waterfalls?|cascades?", r"瀑布"),
    (
        "road",
        r"roads?|highways?|motorways?|lanes?|asphalt|tracks?|race ?track|racing",
        r"公路|马路|道路|高速|赛道",
    ),
    ("castle", r"castles?|fortress|citadel", r"城堡|要塞"),
    ("lighthouse", r"light ?houses?", r"灯塔"),
    (
        "temple",
        r"temples?|shrines?|pagodas?|buddhist|zen garden",
        r"寺庙|寺院|古寺|庙宇|佛塔|宝塔|古塔|神社|塔楼|道观",
    ),
    ("palace", r"palaces?|forbidden city", r"宫殿|皇宫|故宫|紫禁城|宫廷|大殿"),
    ("wall", r"great wall|city walls?|ramparts?", r"长城|城墙|城楼"),
    (
        "bridge",
        r"(?:stone |wooden |suspension |arch(?:ed)? |rope |iron )?bridges?",
        r"石桥|大桥|小桥|吊桥|拱桥|木桥|桥上|断桥",
    ),
    (
        "ruins",
        r"ruins?|ruined|stonehenge|ancient columns|abandoned city|post-?apocalyptic",
        r"废墟|遗迹|遗址|残垣|断壁|末日",
    ),
    ("windmill", r"wind ?mills?|wind turbines?", r"风车|风力发电"),
    ("pyramid", r"pyramids?|sphinx", r"金字塔|狮身人面"),
    (
        "village",
        r"villages?|hamlets?|old town|water town|small town|cottages?|farmhouses?|medieval town",
        r"村庄|村子|村落|小镇|古镇|水乡|山村|渔村|乡村|古城|老街|小村",
    ),
    (
        "cabin",
        r"(?:log |wooden )?cabins?|(?:wooden |mountain )?huts?|tree ?house|farmhouse",
        r"木屋|小屋|茅屋|草屋|茅草屋",
    ),
    ("tent", r"tents?|camp ?sites?|camping|yurts?", r"帐篷|露营|营地|蒙古包"),
    ("campfire", r"camp ?fires?|bonfires?", r"篝火|营火"),
    ("harbour", r"harbou?rs?|ports?|docks?|piers?|jetty|marina|wharf", r"港口|码头|渔港|栈桥"),
    ("volcano", r"volcano(?:es)?|lava", r"火山|岩浆"),
    (
        "earth",
        r"(?:planet |the )earth|earth (?:rises?|rising|sets?|glow\w*|hangs?|seen|from|in the|below|"
        r"above|behind)|earthrise|blue planet",
        r"地球",
    ),
    (
        "moon",
        r"(?:on|across|over|onto) the (?:surface of the )?moon(?!light|lit)|moonwalk|"
        r"lunar(?: surface| base| dust)?",
        r"月球(?:表面|上|基地)|月面|登月",
    ),
    ("mars", r"mars|martian|red planet", r"火星"),
    (
        "rings",
        r"(?:planet(?:ary)?(?:'s)?|saturn(?:'s)?) rings?|saturn|ringed planet|rings of",
        r"行星环|土星|光环",
    ),
    (
        "nebula",
        r"nebulae?|nebulas|galax(?:y|ies)|cosmic (?:cloud|dust|gas)\w*|star ?clouds?",
        r"星云|银河|星系",
    ),
    ("hole", r"black holes?|wormholes?|event horizon", r"黑洞|虫洞"),
)
"""What stands in a landscape, grows on it, or hangs in the dark."""
