"""How a shot is to look and feel: lens, style, palette, mood. Rows as in `lexicon`."""

from onetake.animatic.text.compounds import NOTHING, Row

LENSES: tuple[Row, ...] = (
    (NOTHING, r"wide smile|wide[- ]eyed|wide awake|macro ?(?:economics?|nutrients?)", r"镜头盖"),
    ("fisheye", r"fish[- ]?eye|go ?pro(?! music)", r"鱼眼"),
    ("anamorphic", r"anamorphic|cinemascope|scope lens|lens flares?", r"变形宽|宽银幕|变形镜头"),
    ("macro", r"macro|probe lens", r"微距|探针镜头"),
    (
        "tele",
        r"tele(?:photo)?(?: lens| shot)?|long lens|zoom lens|(?:70|85|100|105|135|200|300|400|600) ?mm",
        r"长焦|远摄|(?:70|85|100|135|200|300|400)毫米",
    ),
    (
        "wide",
        r"(?:ultra[- ]?)?wide[- ]angle(?: lens)?|ultra[- ]?wide|wide lens|(?:10|12|14|15|16|18|20|21|24|"
        r"28) ?mm(?! film)",
        r"超?广角|(?:14|16|18|24|28)毫米",
    ),
    ("normal", r"(?:35|40|50) ?mm(?! film)|(?:standard|normal|prime) lens", r"标准镜头|定焦|(?:35|50)毫米"),
)

STYLES: tuple[Row, ...] = (
    (
        NOTHING,
        r"(?:comic|sketch|note) ?books?|ink (?:pen|bottle|cartridge)s?|paper ?cut finger|vintage (?:car|"
        r"jaguar|train|dress)|"
        r"documentary (?:maker|crew)",
        r"漫画书|墨水瓶|墨镜",
    ),
    ("film_noir", r"(?:film |neo[- ])?noir", r"黑色电影|黑色风格"),
    ("watercolour", r"water ?colou?rs?(?: painting| style)?", r"水彩"),
    (
        "ink",
        r"ink[- ]?wash|sumi-?e|(?:chinese|japanese) ink|ink (?:painting|style|brush)|brush painting",
        r"水墨|国画|国风山水|工笔",
    ),
    (
        "anime",
        r"anime|manga|shonen|shounen|studio ghibli|ghibli|makoto shinkai|cel[- ]shaded|2d animation",
        r"动漫|日漫|二次元|新海诚|吉卜力|宫崎骏|日系动画|日式动画|国漫|番剧|热血漫",
    ),
    ("documentary", r"documentary|docu-?style|nature film|cin[eé]ma v[eé]rit[eé]", r"纪录片|纪实|记录片"),
    (
        "vintage",
        r"vintage(?: film| style| look)?|retro|super ?8|(?:8|16) ?mm film|vhs|old film|film grain|"
        r"(?:19)?[2-9]0'?s (?:style|film|look|movie|aesthetic|hip[- ]hop|vibe|music|tv|sitcom)|polaroid|"
        r"home video|"
        r"nostalgic|analog film|kodak|daguerreotype|silent film",
        r"年代感|默片|港风|复古|怀旧|老电影|胶片|老照片|录像带",
    ),
    ("cyberpunk", r"cyber ?punk|blade runner", r"赛博朋克|赛博"),
    ("steampunk", r"steam ?punk", r"蒸汽朋克"),
    (
        "oil_painting",
        r"oil paint(?:ing|ed)?|van gogh|impressionis(?:t|m|tic)|baroque painting",
        r"油画|印象派|梵高",
    ),
    (
        "sketch",
        r"(?:pencil |charcoal |hand[- ]drawn )sketch|hand[- ]drawn|line art|charcoal|pencil drawing",
        r"素描|手绘|线稿|铅笔画|速写",
    ),
    (
        "claymation",
        r"clay ?mation|stop[- ]?motion|clay(?: style| animation)|plasticine|puppet animation",
        r"黏土|粘土|定格动画|木偶动画",
    ),
    ("pixel", r"pixel(?:ated)?(?: art)?|8[- ]bit|16[- ]bit", r"像素"),
    ("comic", r"comic(?: style|s)?|pop art|graphic novel", r"美漫|漫画|波普"),
    (
        "cartoon_3d",
        r"pixar|dreamworks|3d (?:animation|animated|cartoon|render)|cgi cartoon|disney(?: style)?",
        r"皮克斯|3d动画|3d卡通|三维动画|迪士尼|梦工厂",
    ),
    ("paper_cut", r"paper[- ]?cut(?:out)?s?|origami|shadow puppets?", r"剪纸|折纸|皮影"),
    (
        "vlog",
        r"shot on (?:an? )?(?:i?phone|smartphone)|vlogs?|ugc|selfie(?: video)?|phone footage|tiktok|"
        r"user[- ]generated",
        r"vlog|自拍|抖音风|素人",
    ),
    ("surreal", r"surreal(?:ist|istic|ism)?|dal[ií](?:esque)?|dreamlike|dreamscape", r"超现实|梦核"),
    ("minimalist", r"minimal(?:ist|istic|ism)?|clean lines", r"极简|简约"),
)

PALETTES: tuple[Row, ...] = (
    (
        NOTHING,
        r"(?:warm|cold|cool) (?:coffee|tea|drinks?|soup|beer|water|coat|blanket|clothes|air|down|up|wind|"
        r"smile)|warms? (?:her|his|up)|"
        r"warm welcome|cold (?:open|war)|neon fish",
        r"冷饮|冷笑|冷冷|温暖的拥抱",
    ),
    ("teal_orange", r"teal (?:and|&|-) ?orange|orange (?:and|&) teal|blockbuster grade", r"青橙"),
    ("monochrome", r"black[- ]and[- ]white|b&w|mono ?chrom(?:e|atic)|gr[ae]y ?scale", r"黑白(?!相间)|单色"),
    ("sepia", r"(?:warm |faded )?sepia", r"棕褐|泛黄|褐色调"),
    ("neon", r"neon", r"霓虹|荧光色?|蓝紫色光"),
    ("pastel", r"pastels?|candy colou?rs?|soft pink", r"粉彩|马卡龙|粉嫩|糖果色|淡彩"),
    (
        "warm",
        r"warm(?:er)?(?: (?:light(?:ing)?|tones?|palette|colou?rs?|glow|hues?))?|golden (?:light|glow|"
        r"tones?)|candle ?light|amber light",
        r"暖(?:色|光|调|黄|意|阳)?调?|温暖的?(?:色调|光|阳光|灯光)|金色的?(?:阳光|光线|光芒)|烛光|温馨",
    ),
    (
        "cold",
        r"(?:cold|cool)(?: \w+)? (?:light(?:ing)?|tones?|palette|colou?rs?|blue|hues?)|(?:cold|"
        r"cool) blue|blue tones?|icy (?:tones?|blue)",
        r"冷色?调|冷[白蓝]?光|冷色|冷白|冷蓝|蓝色调|清冷",
    ),
    (
        "muted",
        r"muted|desaturated|washed[- ]out|faded colou?rs?|earth tones?",
        r"低饱和|灰调|褪色|莫兰迪|素雅",
    ),
    (
        "vivid",
        r"rainbow colou?rs|vivid|vibrant|saturated|(?:bright|bold|rich) colou?rs?|colou?rful",
        r"鲜艳|五颜六色|七彩|高饱和|色彩(?:斑斓|丰富|明快|浓郁)|五彩|绚丽",
    ),
)

MOODS: tuple[Row, ...] = (
    (
        NOTHING,
        r"quiet (?:chatter|voices?|murmur|music|wind|rain|hum|footsteps|sounds?|breathing)|fun fact|"
        r"epic fail|calm(?:s|ed|ing)? (?:down|the horse|her|him)|"
        r"high tension (?:wire|line)s?|epic games|sad(?:dle|"
        r"dles)|mystery (?:box|meat)|"
        r"romantic comedy dvd|tension (?:rod|cable)s?",
        r"冷静地|安静下来|静止|静态",
    ),
    (
        "romantic",
        r"romantic(?:ally)?|in love|lovers|love story|tender(?:ly|ness)?|intimate",
        r"浪漫|恋人|爱意|甜蜜|深情|暧昧",
    ),
    (
        "tense",
        r"creepy|tens(?:e|ion)|suspense(?:ful)?|thriller|horror|scary|terrif(?:ied|ying)|frightened|"
        r"fear(?:ful)?|panic|stressed|ominous|menacing|"
        r"anxious|dread|nervous",
        r"惊险|惊慌|慌乱|窒息感|紧张|悬疑|惊悚|恐怖|压抑|惊恐|恐惧|危险|焦急",
    ),
    (
        "mysterious",
        r"spooky|myster(?:y|ious|iously)|enigmatic|eerie|haunting|secretive|otherworldly",
        r"神秘|诡异|幽深|扑朔迷离|迷离",
    ),
    (
        "epic",
        r"epic|majestic|grand(?:iose)?(?! ?(?:mother|father|pa|ma|son|daughter|child|parents?|piano))|"
        r"heroic|monumental|awe[- ]inspiring|triumphant|"
        r"orchestral(?: score)?",
        r"史诗|壮丽|宏大|磅礴|恢弘|壮观|震撼|热血",
    ),
    (
        "sad",
        r"sad(?:ly|ness)?|melanchol(?:y|ic)|lonely|loneliness|grief|sorrow(?:ful)?|tear(?:s|"
        r"ful)?(?! (?:down|apart|up|open))|mournful|heart ?broken|"
        r"wistful|bitter-?sweet|gloomy mood|heartbreak(?:ing)?",
        r"忧伤|悲伤|伤感|孤独|孤单|落寞|哀伤|难过|凄凉|惆怅|泪",
    ),
    (
        "joyful",
        r"joy(?:ful|fully|ous)?|happ(?:y|ily|iness)|cheerful(?:ly)?|upbeat|playful(?:ly)?|festive|"
        r"celebrat(?:es|ing|ion)|fun|excited(?:ly)?|"
        r"laughs? happily",
        r"欢快|快乐|喜悦|开心|欢乐|热闹|活泼|俏皮|喜庆|兴奋|愉快|幸福",
    ),
    (
        "calm",
        r"calm(?:ly|ing)?|peace(?:ful|fully)?|seren(?:e|ity)|tranquil(?:ity)?|quiet(?:ly)?|relax(?:ed|"
        r"ing)|soothing|meditative|cozy|gentle mood",
        r"宁静|平静|安静|静谧|舒缓|治愈|安详|祥和|惬意|悠闲|恬静",
    ),
)
