"""Compounds whose parts would be misread, as the first row of the table that would misread them.

Of two rows that start together the first wins and the earlier start beats both, so a compound here takes
its letters away from the words inside it: 鸟瞰 is no bird, a knight's "tilted hat" no camera move.
A row named `NOTHING` is dropped by `lookup.find`. Things without a figure are subjects all the same: they
are played by a card with their name on it.
"""

Row = tuple[str, str, str]

NOTHING = "nothing"

NO_SUBJECT: Row = (
    NOTHING,
    r"bird'?s[- ]?eye(?: view)?|fish[- ]?eye|catwalk|cat-and-mouse|dogfight|dog days|bear(?:s|ing)? "
    r"(?:witness|with|in mind|fruit)|(?:to|can'?t|cannot) bear|fox news|(?:record|cd|dvd|media|mp3) players?|"
    r"3d models?|trains? (?:hard|daily|alone)|train(?:s|ing|ed)? for (?:a|the) (?=fight|race|match|war)|"
    r"train(?:s|ing|ed)?(?= (?:an?|the|his|her|your|my|their|new) (?:\w+ )?(?:dogs?|pupp(?:y|ies)|cats?|"
    r"horses?|lions?|falcons?|dragons?|colleagues?|teams?|boys?|girls?|students?|recruits?|soldiers?))|"
    r"trains in (?:an?|the) (?:\w+ )?gym|(?:named|"
    r"called) \w+(?: (?:creek|river|lake|bay|road|street))?|flower ?pots?|puppet animation|(?:hero|"
    r"beauty|money) shots?|"
    r"mother and (?:calf|cub|foal|chick)|(?:foot|basket|"
    r"base)?ball ?(?:room|gown|park|field|court|"
    r"pitch|stadium|game|match)s?|(?:football|basketball|baseball|soccer) (?:field|court|stadium|game|match)|"
    r"car (?:park|wash|horn|door|window)s?|bull'?s[- ]?eye|butterfly stroke|horse ?power|rose (?:from|up|to|"
    r"above|over|slowly|into)|phone (?:call|booth|number)s?|ship(?:s|ping) (?:goods|from)|boat ?house|"
    r"(?:she|he|and) swallows|swallows (?:hard|the|a|his|her)|wine ?glass|shoe ?lace|dog ?wood|"
    r"lion'?s share|king[- ]size|pan(?:s|ning)? for gold|monkey bars|jaguar print|leopard print|cat'?s eye|"
    r"model (?:of|number)s?|man-?made|man ?hole|(?:sea|boat|rail)side|air ?plane mode|in general|"
    r"trains? of thoughts?|swan (?:lake|dive)|van gogh|tesla coil|jet[- ](?:black|lag|ski)|goose ?bumps|"
    r"crow'?s feet|"
    r"rabbit holes?|bull(?:ring|fight| market)|fish (?:sauce|and chips|market)|jack-o'?-lantern|"
    r"rose[- ](?:gold|tinted)|"
    r"pot of gold|monkey around|horse(?:s|ing)? around|wolf(?:s|ing)? down|lotus (?:position|"
    r"pose)|"
    r"lily pads?|dragon ?fruit|(?:tiger|king) (?:prawn|crab|balm|lily)s?|eagle[- ]eyed?|duck(?:s|ed|ing)?(?= "
    r"(?:behind|under|into|down|below|beneath|out|and)(?! (?:a |the )?(?:water|pond|lake)))|"
    r"cranes? (?:his|her|their|its|my) neck|bats? (?:an?|his|her) (?:eye|eyelid|lash)|flower beds?|"
    r"(?:river|road|path|queue|trail|highway|stream|line) snakes?|fans? (?:of|blow)|king(?=fisher)|"
    r"shot glass(?:es)?|dolled up|butterfly effect|bear(?:s|ing)? (?:a|the) (?:\w+ )?(?:weight|burden|"
    r"scars?|mark)|"
    r"seal(?:s|ed|ing)? (?:the|a|an) (?:deal|envelope|letter|jar|bag|box|door)|(?:wax|rubber) seals?|"
    r"bows? and arrows?|ram(?:s|ming)|box(?:es)? (?:of|full)|tank tops?|hot[- ]dogging|boots? up|"
    r"(?:lion|dragon) dance",
    r"鸟瞰|马路|马上|立马|马桶|马赛克|马尾|马虎|罗马|斑马线|马戏团?|马拉松|马德里|千军万马|火车站|"
    r"高铁站|地铁站|车站|"
    r"车厢|车间|车窗|车库|车道|车流|车票|车祸|停车场|樱花树|花瓣|茶园|采茶|人群|人流|人潮|鸟巢体育场|"
    r"足球(?=少年|队|赛|场|门|鞋)|鱼眼|颠锅|炒锅|人物动作|人物形象|"
    r"人物特征|人物一致|拉花|插花|樱花街|桃花运|樱花林|桃花林|"
    r"木偶动画|玩偶动画|人群中|"
    r"人行横道|斑马纹|金鱼草|凤凰城|"
    r"桃花源|雪花|浪花|水花|火花|花园|花海|花店|花样|"
    r"花纹|花絮|花白|眼花|"
    r"棉花|鱼塘|鱼市|狗粮|热狗|象征|象棋|印象|形象|现象|气象|抽象|景象|对象|想象|迹象|地球|星球|"
    r"月球|全球|眼球|"
    r"球员|球场|球迷|球衣|球赛|世界杯|咖啡馆|咖啡厅|咖啡店|咖啡色|茶馆|茶楼|茶几|龙卷风|水龙头|尼龙|"
    r"沙龙|乌龙|"
    r"车水马龙|马卡龙|马甲|马达|马力|马头琴|马年|马蜂|马厩|一马当先|一马平川|龙马精神|马到成功|天马行空|"
    r"走马观花|青梅竹马|"
    r"兵马俑|人仰马翻|马不停蹄|套马杆?|猫步|猫眼|猫腻|狗仔|狗血|熊熊|玩具熊|泰迪熊|如虎添翼|狐假虎威|"
    r"龙争虎斗|画龙点睛|龙飞凤舞|龙袍|龙椅|龙门|接龙|狼藉|狼烟|鸭舌帽|烤鸭|天鹅绒|鹅卵石|烤鱼|鱼肉|鱼片|"
    r"鱼尾|鱼贯|沉鱼落雁|"
    r"鸡肉|鸡蛋|鸡汤|鸡翅|猪肉|猪排|羊肉串|兔女郎|蝴蝶结|雪球|火球|台球|环球|球拍|球鞋|干杯|举杯|碰杯|花旦|"
    r"开花|百花|礼花|"
    r"令人|迷人|动人|惊人|感人|宜人|诱人|骇人|袭人|撩人|无人(?!机)|古人|人脸|人声|人海|人烟|人气|"
    r"人心|人像|其他|"
    r"人群|(?<![一二两三四五六七八九十几那这有])个人(?!影)|本人|人均|等车|打车|堵车|上车|下车|茶香|茶饮|茶叶|茶道|车灯|车门|车内|车牌|车钥匙|"
    r"车顶|车站|车展|"
    r"手机壳|手机屏幕|"
    r"船头|船尾|船舱|船票|火箭筒|电脑前|鞋柜|鞋带|瓶盖|杯垫|锅盖|汤勺|"
    r"牛肉|牛排|牛奶|牛仔裤|牛油果|吹牛|羊毛|羊肉|羊皮|狼狈|帆布|一帆风顺|人类|人工|人间|人参|人机|人行道|"
    r"人山人海|人生|人造|工人体育场|主人公|船坞|瓶颈|虎口|龙井",
)

STAND_INS: Row = (
    "card",
    r"seals?|sea lions?|otters?|raccoons?|koalas?|sloths?|hippos?|walrus(?:es)?|alligators?|lizards?|"
    r"chameleons?|"
    r"geckos?|iguanas?|toads?|caterpillars?|scorpions?|squids?|meerkats?|gorillas?|apes?|chimpanzees?|"
    r"orangutans?|llamas?|alpacas?|badgers?|beavers?|tyrannosaur(?:us)?|(?:computer|wireless|gaming|"
    r"optical) (?:mouse|mice)|(?:baseball |cricket |wooden )bats?|bats?|"
    r"dragons?|dinosaurs?|t-?rex|unicycles?|snails?|octopus(?:es)?|crocodiles?|snakes?|frogs?|monkeys?|"
    r"giraffes?|penguins?|turtles?|tortoises?|spiders?|beetles?|ants|kangaroos?|hedgehogs?|crabs?|lobsters?|"
    r"umbrellas?|dolls?|puppets?|scarecrows?|snow ?m[ae]n|wind ?mills?|carousels?|fireworks?|aliens?|"
    r"ghosts?|monsters?|giants?(?! \w)|teddy bears?|sea ?horses?|star ?fish|cat ?fish|hot dogs?|pan ?cakes?|"
    r"typewriters?|pianos?|guitars?|violins?|clocks?|pocket watch(?:es)?|wrist ?watch(?:es)?|lamps?|chairs?|"
    r"burgers?|hamburgers?|pizzas?|cakes?|ice creams?|donuts?|sushi|apples?|pumpkins?|statues?|sculptures?|"
    r"candles?|swords?|crowns?|diamonds?|(?:diamond |wedding |gold )rings?|handbags?|backpacks?|suitcases?|"
    r"(?:construction|tower|harbou?r) cranes?|fish ?(?:tank|bowl)s?|aquariums?|bird ?cages?|horse carriages?|"
    r"stage ?coach(?:es)?|cable cars?|roller ?coasters?|ferris wheels?|frying pans?|skateboards?|kites?|"
    r"camels?|caravans?|lipsticks?|washing machines?|refrigerators?|toasters?|"
    r"cameras?(?= (?:on a (?:table|desk|shelf)))|gramophones?|"
    r"telescopes?|microscopes?|keyboards?|headphones|sunglasses|lighthouses?|paper (?:plane|boat)s?|"
    r"toy boats?|treasure chests?",
    r"浣熊|海豹|海狮|海象|水獭|树懒|考拉|羊驼|大猩猩|猩猩|狒狒|霸王龙|三角龙|翼龙|金龙|神龙|帐篷|狗尾巴草|"
    r"狗尾草|狗窝|鱼缸|鱼竿|章鱼|鱿鱼|鳄鱼|鸟巢|鸟笼|风车|水车|缆车|马车|婴儿车|手推车|"
    r"推车|河马|海马|木马|"
    r"蜗牛|壁虎|龙虾|恐龙|变色龙|巨龙|飞龙|龙|蛇|青蛙|猴子?|长颈鹿|企鹅|乌龟|蜘蛛|甲虫|蚂蚁|螃蟹|"
    r"刺猬|袋鼠|蝙蝠|"
    r"雨伞|花伞|伞(?=下雨|静)|雪糕|冰淇淋|雪人|稻草人|外星人|人偶|木偶|玩偶|洋娃娃|幽灵|怪兽|怪物|"
    r"烟花|花盆|花轿|"
    r"打字机|钢琴|吉他|小提琴|闹钟|时钟|挂钟|手表|怀表|台灯|椅子|汉堡|披萨|蛋糕|苹果|南瓜|雕像|雕塑|"
    r"蜡烛|宝剑|"
    r"皇冠|钻石|戒指|手提包|背包|行李箱|旋转木马|摩天轮|过山车|起重机|塔吊|风筝|骆驼|口红|石狮子?|牌匾|"
    r"花轿|洗衣机|冰箱|留声机|望远镜|"
    r"显微镜|鼠标|键盘|耳机|眼镜|灯塔|宝箱|奖杯|水晶球|麒麟",
)

NO_ACTION: Row = (
    NOTHING,
    r"foot ?steps?|running (?:shoes?|water|time)|walking stick|(?:sun|moon|smoke|steam|mist|fog|dough|water|"
    r"tide) (?:slowly )?(?:rises|rising)|"
    r"flying saucer|(?:wind|leaves|petals|time|clouds?|cards?) (?:pass|drift|fl(?:y|ies)|rac)(?:s|es|ing)?|"
    r"open(?:s|ing)? (?:a|the|an|her|his|their|old|your|on|with) |steps? (?:of|by)|stop[- ]motion|"
    r"driving (?:rain|beat)|"
    r"comes to life|comes? (?:back )?to|rolls? (?:her|his) eyes|rolling (?:hills|thunder)|"
    r"thunder (?:rolls|rolling)|"
    r"jump(?:s|ing)? (?:the gun|to conclusions|ship)|slow dances?(?= (?:music|song))|runs? (?:out of|"
    r"late)(?! (?:a|the|"
    r"his|her))|running (?:late|mate|joke|gag)|run[- ]down|stands? for|play(?:s|ing)? a role|fly(?:er|ers|"
    r" fishing)|"
    r"sit[- ]com|rest(?:room| of)|driving range|walk of (?:fame|life)|catwalk|race (?:track|car)s?|"
    r"dance ?(?:floor|hall|"
    r"studio)|sleep ?wear|swim ?(?:suit|wear)s?|wrist ?watch(?:es)?|luxury watch(?:es)?|smart ?watch(?:es)?|"
    r"night ?stand|band ?stand|sleeping bag|standing ovation|sitting room|dining|waiting room|jumping rope",
    r"跑马灯|走心|唱盘|走私|说法|追光|冲击力?|冲突|停不下|坐落|俯冲|冲洗|冲茶|秒针走动|走势|走廊|走向成功|"
    r"跑步机|跑道|跑车|跑鞋|飞船|飞机|飞碟|站台|车站|火车站|"
    r"地铁站|高铁站|"
    r"空间站|太空站|"
    r"加油站|跳动|心跳|跳伞|游戏|游客|游艇|旅游|冲锋衣|冲浪者|追求|坐标|讲坐|停车场|说明|小说|传说|唱片|"
    r"弹簧|子弹|划破|划过|计划|飞扬|飞溅|冲刷|冲泡|飘着|飘落|飘散|飞逝|走过的路",
)

NO_SETTING: Row = (
    NOTHING,
    r"bamboo (?:mat|floor|basket|stick|hat|steamer)s?|sea (?:turtle|lion|gull|horse|weed|food|salt)s?|"
    r"depth of field|field of view|magnetic fields?|"
    r"studio ghibli|samsung galaxy|galaxy s\d+|tiger woods|"
    r"silicon valley|silk road|road ?map|waves? (?:at|to|goodbye|hello|her|his|a)(?! the (?:beach|shore))|"
    r"(?:she|he|who|girl|boy|man|woman|child|panda|robot|bear|dog|kid|crowd|hand)s? waves?|waves? (?:back|"
    r"from the|through|in(?:side)? (?:an? |the )?(?:\w+[- ]){0,2}(?:street|room|city|window|crowd|air|park|"
    r"market))|"
    r"permanent waves?|wave of|wavelength|sound ?waves?|heat waves?|bars? of|chocolate bars?|"
    r"bar ?codes?|iron bars|mars bars?|space ?bars?|in bed with|"
    r"bed of|live ?stream|stream of|sea of (?:people|flowers|lights)|table tennis|"
    r"surfing the (?:web|internet)|"
    r"city ?bank|peak performance|jungle gym|house music|park(?:s|ing) (?:the|his|her) car|market share|"
    r"desk lamp|roads? trip|banks? of (?:fog|clouds?|mist|lights?|screens?|monitors?)|(?:computer|phone|"
    r"tv) (?:desk)?top|"
    r"spring water|sparkling water|river of (?:light|people|gold|stars)|(?:light|sound) stage|"
    r"stage (?:name|fright)|"
    r"field (?:trip|work|notes?)|park(?:s|ed)(?= )|table (?:manners|turns)|mountain (?:bike|goat|dew|lion)s?|"
    r"sea of|ocean of|forest green|sky (?:blue|light|diver|diving)s?|street (?:food|wear|art|style|dance)|"
    r"city boy|desert rose|lake ?house|pool (?:of light|party)|grass ?hoppers?|snow globes?|sand ?(?:wich|"
    r"paper)e?s?",
    r"登山|爬山|山羊|山楂|山药|山寨|中山装|人山人海|江山|江湖|海报|海关|海外|海鲜|海豚|海鸥|海龟|海拔|海马|"
    r"海盗船?|海选|海量|海绵|海带|海苔|海蓝|山西|山东|街舞|街拍风|河粉|江湖|草莓|林黛玉|院线|"
    r"海狸|"
    r"人海|林海|脑海|河马|河南|河北|街机|上海滩|湖南菜|川菜|森林绿|南极光|北极光|北极熊|山茶花",
)

NO_TIME: Row = (
    NOTHING,
    r"night (?:nurse|owl|cream|light)s?|evening (?:gown|dress)|(?:movie|rock|pop|film|gold|five) stars?|"
    r"stars (?:in|as)|night ?(?:gown|stand|mare|shift|school)s?|star athletes?|rising stars?|"
    r"star (?:player|chef|"
    r"performer|wars|trek|shape|sign)s?|stars? (?:jump|anise)s?|neon (?:green|pink|blue|orange|yellow|"
    r"purple|red|"
    r"accents?|fish|tetra)s?|"
    r"good (?:morning|night|evening)|star ?fish",
    r"夜莺|夜来香|夜宵|夜叉|晨跑|明星",
)

NO_WEATHER: Row = (
    NOTHING,
    r"(?:honey|syrup|oil|sauce|chocolate|caramel|olive oil),? drizzl(?:e|es|ing)|drizzl(?:es|"
    r"ing) (?:\w+ )?(?:honey|syrup|oil|sauce)|snow[- ](?:covered|capped|clad)|snow white|snow (?:leopard|"
    r"globe|cone|white|board|owl)s?|"
    r"snow ?(?:boards?|m[ae]n)|rain ?forests?|"
    r"(?:crunch(?:ing|y)?|packed|fake) snow|snow crunch(?:es|ing)?|in a fog(?= of)|storms? (?:out|off|in|"
    r"into|away|"
    r"through the door)|rain(?:s|ing)? (?:of|down) (?:petals|arrows|fire|confetti|blows)|brewing storm|"
    r"misty-eyed|"
    r"rain ?(?:coat|bow|"
    r"check)s?|storm ?troopers?|(?:after|before) the (?:rain|storm)|fog (?:machine|horn|light)s?|"
    r"brain ?storms?",
    r"雪花飞溅|雪沫|雪坡|雪山|雪原|雪峰|雪地|雨伞|雨衣|雨靴|雨鞋|雨林|雨刷|雨后|雨过天晴|雪糕|雪茄|雪豹|"
    r"雪莲|雪白|雪碧|雪梨|"
    r"雪纺|雪人|雪鸮|"
    r"滑雪|喷雾|雾灯|雾霾蓝|雪橇|雪松|雪鞋|冰雪聪明|"
    r"谷雨|雷雨后",
)

NO_COLOUR: Row = (
    NOTHING,
    r"(?:blue|green|brown|gr[ae]y|black|white|silver|red|gold(?:en)?|pink|purple|amber|"
    r"copper)[- ](?:eye[sd]?|"
    r"hair(?:ed)?|beard(?:ed)?|lips|moustache|teeth|nails)|orange (?:juice|tree|peel|slice|grove|"
    r"blossom)s?|silver screen|gold medals?|white ?house|red carpet|"
    r"red wine|green ?(?:tea|screen|house|land)|black ?(?:hole|board|market|tea|coffee|tie)s?|white (?:noise|"
    r"balance|wine|water)|golden (?:gate|hour|ratio|age)|brown sugar|blue (?:hour|sky|moon|jeans?)|"
    r"yellow pages|"
    r"copper wire|red[- ]?(?:head|hair)(?:ed)?|black and white|white and black",
    r"黑框|白发|银发|黑发|金发|红发|蓝眼|白胡|白须|白眉|红唇|黄铜|红绿灯|红包|红茶|绿茶|黄金时|白银|金融|"
    r"金字塔|金黄时|黑科技|白茫茫|灰姑娘|红旗|红烧肉?|白开水|紫禁城|"
    r"黄昏|黄河|白领|银行|粉丝",
)

NO_MOVE: Row = (
    NOTHING,
    r"pans? of|peter pan|(?:frying|sauce|baking|cake)[- ]?pans?|tilted (?:hat|head|cap)s?|"
    r"(?:car|truck|bike|motorcycle|train|plane|jet|rocket|he|she|it) zoom(?:s|ed|"
    r"ing)?[ -]?(?:in(?:to)?|out)?|"
    r"(?:in|into) orbit(?: around)?|(?:satellites?|moons?|planets?|station|"
    r"spaceship) (?:\w+ )?orbit(?:s|ing)?"
    r"(?: around)?|(?:train|bus|car|taxi|ship|boat|he|she|man|woman|hand) pull(?:s|ing)? (?:away|out|back)|"
    r"(?:he|she|man|woman|boy|girl|crowd) push(?:es|ing)?[ -]?in(?:to|ward)?|"
    r"construction cranes? (?:up|down)",
    r"左摇右摆|(?:群山|四周|山|树木|绿树|鲜花)环绕|环绕(?:立体声|音)|推进(?:器|剂|工作)|拉近距离|"
    r"手持(?!镜头|拍摄|摄影|跟拍|晃动|感|运镜|拍|[，。,.、；;！\s]|$)",
)
