"""What is to be heard, as the prompt names it. Rows as in `lexicon`.

Weather and places bring their own ambience; a cue is only what the words say is heard: "rain" is weather,
"the sound of rain" and "rain drums on the roof" are cues.
"""

from collections.abc import Sequence

from onetake.animatic.text.compounds import NOTHING, Row
from onetake.animatic.text.lookup import find

SOUNDS: tuple[Row, ...] = (
    (
        NOTHING,
        r"bell ?(?:flower|pepper|boy|bottom)s?|rock ?(?:s|y|face|formation)|music (?:box|stand|store|"
        r"hall|shop)|door ?(?:way|step|mat|knob)s?|"
        r"(?:looking|wine|magnifying|stained|drinking) glass(?:es)?|glass (?:towers?|bottle|tower|door|"
        r"wall|table)s?|fire ?(?:fly|flies|place|man|"
        r"fighter|hydrant|works?|truck)s?|wind(?:ow|mill|shield|surfing)s?|horn(?:ed|s of)|engine room|"
        r"silent film|"
        r"(?:french|english|ram'?s) horns?|piano (?:stool|bench)|drum(?:stick|head)s?|heart ?throb|"
        r"wave(?:s|d)? (?:at|to|goodbye)|"
        r"bird ?(?:cage|bath|house)s?|clock ?(?:work|tower)s?|rock climb(?:er|ing)",
        r"停下脚步|加快脚步|铃兰|风铃草|音乐厅|音乐盒|门口|大门|火锅|鼓励|鼓起|钟楼|分钟|秒钟|声称|名声",
    ),
    (
        "silence",
        r"silen(?:ce|t|tly)|no sound|soundless(?:ly)?|mute(?:d (?:audio|sound)| audio)|dead quiet",
        r"寂静|无声|静音|鸦雀无声|万籁俱寂|沉默",
    ),
    (
        "footsteps",
        r"foot ?steps?|foot ?falls?|(?:heels?|boots?|shoes) (?:click|clack|tap|echo)(?:s|ing)?|steps echo",
        r"脚步声?|足音|高跟鞋声",
    ),
    (
        "thunder",
        r"thunder(?: ?claps?| rolls?| rumbles?)?(?! ?storm)|thunder ?claps?",
        r"雷声|打雷|雷鸣|惊雷|闷雷",
    ),
    (
        "rain",
        r"(?:sounds? of|hear(?:ing)?) (?:the |soft |heavy )?rain|rain (?:sounds?|patters?|pattering|"
        r"drums?|drumming|taps?|tapping|hits|"
        r"hitting|pelts|pounding)|patter of rain|rain ambien(?:ce|t)",
        r"雨声|雨滴(?:打|敲|落)在|雨打",
    ),
    (
        "birds",
        r"(?:sounds?|noise) of (?:\w+ )?(?:birds?|(?:sea)?gulls?|crows)|bird ?songs?|birds? (?:chirp|"
        r"sing|call|tweet)(?:s|ing)?|chirp(?:s|ing)?|(?:gulls?|seagulls?|"
        r"crows?|eagles?) (?:cry|cries|crying|"
        r"call|calling|caw|cawing|screech)(?:s|es)?|dawn chorus|tweeting",
        r"鹤鸣|鹰啸|(?:公|雄)?鸡(?:鸣|打鸣|啼)|打鸣|鸟鸣|鸟叫|鸟语|鸟声|啼鸣|莺啼|海鸥叫",
    ),
    (
        "waves",
        r"waves? (?:crash|lap|break|roll|pound|hit)(?:s|es|ing)?|crashing waves|(?:sounds? of|"
        r"hear) (?:the )?(?:waves|surf|sea|ocean)|"
        r"(?:ocean|sea|surf) sounds?|splash(?:es|ing)?(?: water)?",
        r"海浪声|浪声|涛声|浪花声|海浪(?:拍打|拍岸)|波涛|水花声",
    ),
    (
        "engine",
        r"traffic (?:noise|sounds?|hum)|(?:sounds?|noise) of (?:\w+ )?traffic|engines?(?: (?:roar|rev|"
        r"hum|rumble)(?:s|ing)?)?|revving|motor (?:roar|hum)s?",
        r"引擎|发动机|马达|轰鸣",
    ),
    (
        "train",
        r"train (?:whistle|horn|sounds?)s?|(?:steam )?whistle blows|rattl(?:e|ing) of (?:the )?(?:rails|"
        r"train)",
        r"汽笛|列车声|火车声|呼啸而过|鸣笛进站",
    ),
    (
        "horn",
        r"car horns?|horns? (?:honk|blar|sound)(?:s|es|ing)?|honk(?:s|ing)?|fog ?horns?",
        r"喇叭|鸣笛|按喇叭|车笛",
    ),
    ("siren", r"sirens?|alarms?", r"警笛|警报|警铃"),
    (
        "bell",
        r"bells?(?: (?:ring|toll|chime)(?:s|ing)?)?|chimes?",
        r"闹钟响|上课铃|下课铃|门铃响|铃声|钟声|风铃|铃铛|驼铃|铃响|敲钟",
    ),
    (
        "phone",
        r"phone (?:rings?|ringing|buzz(?:es|ing)|vibrates)|ring ?tone",
        r"电话铃|手机铃|手机震动|电话响",
    ),
    (
        "applause",
        r"crowds? (?:\w+ )?(?:claps?|applauds?)(?: along)?|applau(?:se|ds?|ding)|clap(?:s|"
        r"ping)",
        r"掌声|鼓掌",
    ),
    (
        "crowd",
        r"crowds? (?:\w+ )?(?:roar|cheer|sing|chant|shout|scream)(?:s|ing)?|cheer(?:s|ing)(?: crowd)?|"
        r"chant(?:s|ing)|roar of the crowd",
        r"欢呼|呐喊|喝彩|人群的?喊声|人声鼎沸",
    ),
    (
        "chatter",
        r"crowds? murmurs?|chatter(?:ing)?|murmur(?:s|ing)?(?: of (?:the )?(?:crowd|people|voices))?|"
        r"caf[eé] (?:noise|"
        r"ambien(?:ce|t))|background voices|"
        r"people talking|babble",
        r"嘈杂|喧闹|人声|交谈声|市井|喧哗|叫卖",
    ),
    (
        "laughter",
        r"laugh(?:s|ing|ter)?|giggl(?:es|ing|e)|chuckl(?:es|ing|e)",
        r"笑声|大笑|爆笑|嬉笑|欢笑|哈哈",
    ),
    ("heartbeat", r"heart ?beats?|pulse pounds|heart pound(?:s|ing)", r"心跳"),
    (
        "breath",
        r"(?:heavy |deep |laboured |ragged )?breathing|(?:heavy|deep) breaths?|pant(?:s|ing)(?! (?:leg|"
        r"suit))|gasps?",
        r"呼吸声?|喘息|喘气",
    ),
    (
        "typing",
        r"typ(?:es|ing)(?: sounds?)?|keyboard (?:clicks?|clicking|clacking)|keys clack",
        r"敲(?:击)?键盘|打字声|键盘声",
    ),
    ("clock", r"tick(?:s|ing)|tick[- ]tock", r"滴答|嘀嗒"),
    (
        "door",
        r"doors? (?:\w+ )?(?:creak|slam|open|shut|close|knock|bang)(?:s|ing)?|door ?bell|knock(?:s|"
        r"ing) (?:on|at)|creak(?:s|ing)?(?: door)?|"
        r"slam(?:s|ming)? (?:the |a )?door",
        r"敲门|关门声|开门声|门声|门铃|嘎吱|门吱",
    ),
    (
        "glass",
        r"glass(?:es)? (?:break|shatter|smash|clink|crack)(?:s|es|ing)?|(?:shatter|break|clink|"
        r"smash)(?:s|ing)? (?:of )?glass(?:es)?|clinking",
        r"碎裂|玻璃(?:破|碎)|碰杯|碎声",
    ),
    (
        "fire",
        r"(?:sounds?|noise) of (?:\w+ )?(?:fire|flames)|(?:camp|bon)?fires? (?:crackl|roar|burn)(?:es|s|"
        r"ing)|crackl(?:es|ing)(?: fire| flames?)?|crackling",
        r"柴火声|火焰声|噼啪|篝火声|燃烧声",
    ),
    ("sizzle", r"sizzl(?:es|ing|e)", r"滋滋|嗞嗞|油锅声|煎炸声"),
    (
        "steam",
        r"steam(?:ing)? (?:hiss(?:es|ing)?|sounds?)|hiss(?:es|ing)?(?: of)? steam|hiss(?:es|ing)?|"
        r"milk steaming|steaming milk",
        r"蒸汽声|嘶嘶",
    ),
    (
        "wind",
        r"(?:sounds?|noise) of (?:\w+ )?wind|wind (?:howl|whistl|blow|roar|rush|moan|sigh)(?:s|es|ing)|"
        r"(?:sounds? of|hear) (?:the )?wind|"
        r"(?:howling|roaring|whistling|quiet|gentle|soft|strong|distant|gusting|desert) winds?(?=[.,;!]|"
        r" and|$)|"
        r"wind (?:noise|sounds?|only)|gusts|(?<=[,.] )wind(?=[.,])",
        r"海风|微风声|风声|风沙呼啸|风雪呼啸|狂风呼啸|呼啸的风|风在呼啸",
    ),
    (
        "water",
        r"(?:sounds? of )?(?:running|flowing|trickling|dripping|babbling) (?:water|brook|stream)|"
        r"drip(?:s|ping)|trickl(?:e|es|ing)",
        r"水声|流水|水滴声|潺潺",
    ),
    ("bubbles", r"bubbl(?:es|ing)(?: sounds?)?", r"气泡声|泡泡声|咕嘟"),
    (
        "insects",
        r"crickets?(?: chirp(?:s|ing)?)?|cicadas?|insects?(?: buzz(?:es|ing)?)?|buzz(?:es|ing)(?: (?:bee|"
        r"fl)\w*)?",
        r"虫鸣|蝉鸣|蟋蟀|蛐蛐|虫声",
    ),
    ("dog", r"bark(?:s|ing)|dogs? howls?", r"狗叫|犬吠|汪汪"),
    ("cat", r"meow(?:s|ing)?|purr(?:s|ing)?", r"猫叫|喵"),
    (
        "explosion",
        r"explo(?:sions?|des?|ding)|blasts?|detonat(?:es|ion)|boom(?:s|ing)?(?! (?:up|down))",
        r"轰炸|炮声|爆炸|爆破|轰然",
    ),
    ("gunshot", r"gun ?shots?|gun ?fire|shots ring out", r"枪声|开枪"),
    (
        "music",
        r"music|soundtrack|scor(?:e|es)(?! a)|songs?|melod(?:y|ies)|(?:sad |soft |slow |gentle |solo |"
        r"lone )?(?:piano|violin|cello|guitar|flute|saxophone|sax|"
        r"accordion|oud|harp|trumpet|strings|synth|drums?|organ)(?: (?:music|plays?|notes?|solo|"
        r"beats?))?|synth ?wave|jazz|lo-?fi|"
        r"hip[- ]?hop(?: beat)?|lullab(?:y|ies)|waltz|ukulele|guzheng|xylophone|harmonica|banjo|marimba|"
        r"taiko|bagpipes?|"
        r"(?:heavy |deep )?bass(?! (?:hum|rumble|drone))|k-?pop|pop music|ballads?|rap|reggae|tango|opera|"
        r"anthem|percussion|symphony|"
        r"techno|orchestra(?:l)?|bgm|chip ?tune|drum beat|beat drops|choir",
        r"战鼓|尤克里里|古琴|琴曲|唢呐|笛音|笛子|萧声|箫声|口琴|手风琴|摇滚|说唱|歌剧|圆舞曲|摇篮曲|弹唱|"
        r"唱歌|唱着|钢琴|"
        r"擂鼓|鼓乐|原声|背景乐|音乐|配乐|乐曲|歌曲|歌声|旋律|钢琴曲?声?|小提琴|大提琴|吉他声|古筝|笛声|"
        r"二胡|琵琶|爵士|交响|"
        r"管弦|鼓点|鼓声|bgm|电音|琴声|伴奏",
    ),
)


def sounds(*texts: str) -> tuple[str, ...]:
    """The cues that these texts name, each once, in order."""
    return tuple(dict.fromkeys(name for text in texts for _, _, name in _cues(text)))


def _cues(text: str) -> Sequence[tuple[int, int, str]]:
    return find(SOUNDS, text)
