"""The words for people, as data: children, women, and everybody else.

English nouns are told in the singular; those that are patterns tell their plural themselves.
"""

from onetake.animatic.text.compounds import Row


def _either(words: str) -> str:
    return "|".join(f"{word}s?" for word in words.split())


_CHILD = _either(
    "kid boy girl toddler son daughter grandson granddaughter schoolgirl schoolboy schoolkid student pupil "
    "infant "
    "newborn youngster preschooler orphan twin"
)
_CHILD_ZH = (
    r"小男孩|小女孩|小姑娘|小女生|小男生|小妹妹|小弟弟|小家伙|小学生|孙子|孙女|孙儿|女儿|儿子|熊孩子|孩子|"
    r"孩童|"
    r"小孩|男孩|女孩|小朋友|儿童|婴儿|宝宝|萌娃|学生|少年|少女|弟弟|双胞胎|牧童|小伙伴"
)

_WOMAN = _either(
    "actress ballerina dancer bride queen princess mother mom mum mama grandmother grandma granny wife "
    "widow sister "
    "aunt niece girlfriend waitress nurse geisha heroine witch maid maiden nun goddess empress duchess "
    "countess "
    "priestess sorceress hostess diva influencer housewife stewardess bridesmaid businesswoman policewoman "
    "saleswoman horsewoman swordswoman cowgirl showgirl cheerleader female"
)
_HER_JOB = (
    "总裁 老板 护士 医生 教师 老师 歌手 司机 警察 警 将军 主播 博主 侠 剑客 战士 骑士 演员 舞者 主角 主 王 "
    "皇 "
    "帝 佣 仆 郎 "
    "记者 法官 律师 程序员 运动员 选手 特工 刺客 杀手 店员 服务员 飞行员 模特 友 同事 经理 助理 上司 秘书 "
    "画家 作家 "
    "科学家 工程师 教练 拳手 拳击手 车手 骑手 巫 巫师 法师 魔法师 猎人 海盗 船长 厨师 咖啡师 设计师 摄影师 "
    "主持人 "
    "钢琴家 小提琴手 神 子 士 人 性"
)
_WOMAN_ZH = "|".join(f"女{job}" for job in _HER_JOB.split()) + (
    r"|姑娘|舞者|新娘|公主|妈妈|母亲|奶奶|女孩子|美女|美人(?!鱼)|少妇|模特|护士|阿姨|大妈|大娘|大婶|小姐|"
    r"老奶奶|"
    r"老太太|老妇|外婆|姥姥|婆婆|姐姐|妹妹|姐妹|闺蜜|空姐|宫女|侍女|丫鬟|仙女|仙子|主妇|妻子|太太|老婆|"
    r"夫人|贵妃|皇后|"
    r"王后|妃子|修女|尼姑|佳人|老板娘|舞女|她"
)

_MAN = _either(
    "guy person someone figure father dad daddy papa grandfather grandpa granddad king prince emperor lord "
    "duke "
    "knight squire peasant servant butler chauffeur jockey samurai ninja warrior gladiator viking soldier "
    "trooper "
    "wizard sorcerer warlock druid shaman sage hermit pilgrim monk bishop priest rabbi imam farmer chef "
    "baker "
    "butcher barista bartender sommelier doctor surgeon dentist paramedic medic pharmacist therapist vet "
    "detective "
    "sheriff ranger outlaw bandit gangster cowboy runner jogger sprinter athlete gymnast wrestler fighter "
    "boxer "
    "skater surfer hiker climber mountaineer backpacker camper golfer batter pitcher goalkeeper referee "
    "coach "
    "trainer player swimmer rower diver skydiver skier snowboarder skateboarder rider archer gunslinger "
    "musician "
    "guitarist pianist violinist cellist drummer bassist saxophonist trumpeter singer rapper dj composer "
    "conductor "
    "busker performer comedian clown mime acrobat juggler magician worker builder plumber electrician "
    "lumberjack "
    "welder miner mechanic engineer carpenter potter tailor blacksmith barber hairdresser florist jeweler "
    "watchmaker "
    "glassblower weaver gardener shepherd nomad sailor captain helmsm[ae]n pilot driver courier teacher "
    "professor "
    "scholar scientist researcher technician inventor philosopher historian astronomer archaeologist "
    "explorer "
    "adventurer artist painter sculptor photographer director designer architect librarian programmer "
    "hacker gamer "
    "streamer vlogger blogger podcaster youtuber journalist reporter presenter interviewer speaker president "
    "mayor senator politician lawyer banker trader broker merchant seller vendor shopkeeper clerk cashier "
    "receptionist janitor cleaner manager boss ceo employee colleague coworker teammate classmate roommate "
    "neighbou?r "
    "customer patron shopper guest visitor passenger commuter pedestrian tourist traveler traveller wanderer "
    "bystander onlooker spectator protester villager guard bodyguard bouncer keeper porter waiter thief "
    "burglar "
    "robber spy assassin sniper mercenary hunter fisher officer cop firefighter general colonel sergeant "
    "admiral "
    "recruit veteran prisoner hostage patient stranger beggar elder adult human youth teenager teen husband "
    "boyfriend groom brother uncle nephew cousin friend lover couple hero superhero villain opponent rival "
    "pirate "
    "vampire zombie character protagonist poet writer owner impersonator candidate winner couple trio duo "
    "dude lad "
    "fellow newlywed senior"
)
_MAN_EN = (
    r"news ?(?:anchor|caster|reader)s?|m[ae]n|he|gentlem[ae]n|people|fisherm[ae]n|businessm[ae]n|"
    r"policem[ae]n|firem[ae]n|swordsm[ae]n|"
    r"gunm[ae]n|"
    r"horsem[ae]n|craftsm[ae]n|salesm[ae]n|postm[ae]n|mailm[ae]n|deliverym[ae]n|deliveryman|stuntm[ae]n|"
    r"noblem[ae]n|"
    r"passers?-?by|old m[ae]n|audience|crowds?|mob|famil(?:y|ies)|(?:rock |jazz )?band|police|crew|buddies|"
    r"buddy|"
    r"el(?:f|ves)|dwar(?:fs?|ves)|cook|host|judge|"
)
_MAN_ZH = "|".join(f"男{job}" for job in (*_HER_JOB.split(), "生")) + (
    r"|父亲|爸爸|爷爷|老爷爷|老大爷|老人|老者|老头|老汉|老伯|大伯|阿伯|伯伯|叔叔|大叔|舅舅|哥哥|兄弟|丈夫|"
    r"老公|夫妻|夫妇|"
    r"情侣|恋人|爱人|父子|祖孙|一家人|家人|众人|人们|大家|武士|忍者|骑士|骑兵|步兵|战士|士兵|军人|将士|"
    r"将军|元帅|"
    r"侍卫|弓箭手|侠客|大侠|少侠|剑客|刀客|武者|道士|道长|和尚|僧人|方丈|皇帝|帝王|国王|王子|太子|王爷|"
    r"大臣|太监|渔夫|"
    r"渔民|农民|农夫|牧民|牧羊人|猎人|猎手|樵夫|船夫|船长|船员|水手|舵手|海盗|村民|百姓|同事|同学|队友|"
    r"对手|敌人|"
    r"反派|歹徒|强盗|小偷|黑帮|特工|刺客|杀手|保镖|保安|管家|仆人|咖啡师|茶师|厨师|大厨|面包师|面点师|调酒师|"
    r"理发师|化妆师|设计师|钢琴师|摄影师|魔术师|医生|大夫|侦探|警察|特警|特种兵|消防员|牛仔|跑者|运动员|选手|"
    r"拳击手|拳手|球员|裁判|教练|前锋|守门员|冲浪者|滑雪者|登山者|登山客|骑行者|车手|骑手|演员|歌手|鼓手|"
    r"吉他手|"
    r"乐队|乐手|主持人|解说员|记者|导演|博主|主播|网红|朋友|伙伴|主角|绅士|先生|大爷|老板|店主|店长|掌柜|"
    r"店小二|"
    r"摊主|小贩|商贩|商人|经理|总裁|员工|职员|白领|上班族|打工人|程序员|工程师|律师|法官|园丁|诗人|作家|画家|"
    r"艺术家|艺人|科学家|研究员|教授|院士|学者|老师|师傅|老师傅|师父|徒弟|学徒|书生|公子|探险家|考古学家|"
    r"潜水员|"
    r"矿工|工人|工匠|匠人|铁匠|木匠|裁缝|乞丐|陌生人|乘客|旅客|顾客|客人|食客|观众|宾客|店员|服务员|售货员|"
    r"收银员|外卖小哥|快递小哥|外卖员|快递员|小哥|小伙子|小伙|青年|飞行员|机长|驾驶员|驾驶者|司机|旅人|"
    r"旅行者|"
    r"游客|背包客|路人|行人|勇士|英雄|超级英雄|魔法师|法师|巫师|吸血鬼|丧尸|僵尸|小丑|舞狮者|舞狮队|舞龙队|"
    r"仪仗队|合唱团|乐团|舞龙者|男主|"
    r"新郎|"
    r"足球运动员|篮球运动员|他|人"
)

PEOPLE_ROWS: tuple[Row, ...] = (
    ("child", rf"child(?:ren)?|bab(?:y|ies)|grandchild(?:ren)?|{_CHILD}", _CHILD_ZH),
    (
        "woman",
        rf"wom[ae]n|lad(?:y|ies)|she|model(?! (?:car|train|ship|boat|plane|air))s?|{_WOMAN}",
        _WOMAN_ZH,
    ),
    ("man", _MAN_EN + _MAN, _MAN_ZH),
)

HER_NAMES = (
    r"mia|emma|anna|sophie|alice|sarah|maria|julia|lucy|ella|chloe|jane|kate|emily|olivia|nina|elena|"
    r"sophia|grace|"
    r"snow white(?= (?:and|walks?|sings?|runs?|sits?|sleeps?|bites?|dances?|opens?|smiles?|wakes?))|"
    r"cinderella|hannah|laura|amelia|isabella|charlotte|mary|linda|susan|zoe"
)
HIS_NAMES = (
    r"jack(?!-o| of|et)|tom(?! yum)|john|leo|david|mike|alex|james|peter|paul|henry|daniel|lucas|noah|"
    r"ethan|sam|"
    r"ben|george|william|oliver|liam|michael|robert|kevin|eric|adam"
)
