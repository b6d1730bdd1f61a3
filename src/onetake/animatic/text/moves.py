"""The words for the camera: its moves, its pace, how much it takes in. Rows as in `lexicon`."""

from onetake.animatic.text.compounds import NO_MOVE, Row

SPEEDS = ("slow_motion", "time_lapse")
"""What changes the speed of time: it stands beside any move of the camera."""

MOVES: tuple[Row, ...] = (
    NO_MOVE,
    (
        "hitchcock",
        r"hitchcock(?: zoom| effect| shot)?|dolly[- ]?zoom|vertigo (?:effect|shot|zoom)|zolly|trombone shot",
        r"希区柯克(?:变焦|镜头|式变焦)?|滑动变焦|推轨变焦",
    ),
    (
        "whip",
        r"(?:whip|swish|crash|flash)[- ]?pan(?:s|ning|ned)?|whips? (?:around|to)",
        r"(?:快速|猛地|急速)?甩镜头?|快速摇镜头?|急摇|甩摇",
    ),
    (
        "slow_motion",
        r"(?:super |ultra )?slow[- ]?mo(?:tion)?|slo-?mo|(?:96|120|240|480|1000) ?fps|"
        r"high[- ]speed (?:camera|footage)|"
        r"overcranked",
        r"慢动作|慢镜头|升格|高速摄影|子弹时间",
    ),
    ("time_lapse", r"(?:time|hyper)[- ]?lapses?|sped[- ]up footage", r"延时|缩时|延时摄影"),
    (
        "drone",
        r"(?:aerial |fpv |cinematic )?drone (?:shot|footage|view|camera|video|flies|flying|fly-?over|"
        r"rises|ascends|orbit|follows?|following|glides?|gliding|skims|swoops|soars|sweeps|circles|"
        r"circling|tracks|"
        r"races|threads|hovers|reveals|climbs|pass(?:es)?|"
        r"pulls|pushes|descends|dives)s?|drone (?:shot )?ris(?:es|ing)|fpv|shot (?:by|from|with) a drone|"
        r"quadcopter (?:shot|view)",
        r"(?:无人机)?航拍|无人机(?=环绕|跟随|追拍|追踪|绕)|无人机(?:俯冲|视角|拍摄|镜头|跟拍|俯拍|穿越|"
        r"上升|拉升|"
        r"升起|推进|掠过)|穿越机",
    ),
    (
        "handheld",
        r"hand-?held(?! (?:console|game|device|fan|radio|mirror))|shaky ?cam(?:era)?|"
        r"camera (?:\w+ )?shak(?:es|ing)|selfie (?:shot|video)",
        r"手持(?:镜头(?!跟|推|拉|环|摇|移|缓|慢)|拍摄|摄影(?!机)|运镜|拍)?|晃动镜头|"
        r"镜头[^，。；]{0,4}(?:晃动|抖动|摇晃)|自拍",
    ),
    (
        "tracking",
        r"tracking(?: shot| camera)?(?! (?:number|device|chip|code|collar|app))|follow(?:s|ing)? shot|"
        r"camera (?:\w+ ){0,2}(?:follows|tracks|trails)|camera (?:following|tracking)|"
        r"(?:dolly|dollies|dollying|slides?|sliding|slider|trucks?) (?:alongside|sideways|laterally|"
        r"(?:from )?left to right|(?:from )?right to left)|slider shot|side tracking|lateral (?:dolly|move|"
        r"slide)|"
        r"steadicam|side-?scroll(?:ing)?|moves? alongside|truck(?:s|ing)? (?:left|right|alongside)",
        r"跟拍|跟随镜头|跟踪镜头|镜头跟随(?!上升|升)|镜头跟着(?!上升|升)|(?:摄影机|摄像机|"
        r"相机)(?:\w{0,2})(?:跟随|跟着|跟拍)|"
        r"镜头(?:缓缓|慢慢|缓慢)?(?:跟随(?!上升|升)|跟着(?!上升|升)|横移)|横移|"
        r"移动跟拍|侧跟",
    ),
    (
        "orbit",
        r"orbit(?:s|ing)?(?: shot| around| camera)|orbit(?=[.,;!，。]|$)|"
        r"(?:camera|shot|drone) (?:\w+ ){0,2}(?:orbit|circl|rotat)(?:s|es|ing)|circling shot|arc shot|"
        r"360(?:-| )?degrees?|bullet time",
        r"环绕|镜头(?:缓缓|慢慢|缓慢)?(?:围绕|绕着)|旋转镜头|360度",
    ),
    (
        "pan_left",
        r"(?:slow |smooth |quick |fast |gentle )?pan(?:s|ning)?(?: slowly| gently|"
        r" quickly)? (?:to the )?left",
        r"镜头(?:\w{0,4})?(?:向左|左)(?:摇|平移|移动|移)|(?:向左|左)(?:摇|平移)",
    ),
    (
        "pan_right",
        r"pan(?:s|ning)?(?: slowly| gently| quickly)? (?:to the )?right|"
        r"(?:camera|shot) (?:\w+ ){0,2}pans?(?! (?:\w+ )?(?:(?:to )?(?:the )?left|of|up|down))|"
        r"(?:slow|smooth|quick|fast|gentle|wide|horizontal) pan(?! (?:of|(?:to )?(?:the )?left))|"
        r"pan(?:s|ning) (?:slowly |gently )?(?:across|over|around|along|toward)|pan across|pan shot|"
        r"camera panning|"
        r"panning shot",
        r"镜头(?:\w{0,4})?(?:向右|右)(?:摇|平移|移动|移)|(?:向右|右)(?:摇|平移)|摇镜头?|横摇|平移镜头",
    ),
    (
        "tilt_up",
        r"tilt(?:s|ing)?(?: slowly)? up(?:ward)?s?|worm'?s[- ]?eye(?: view)?|low[- ]angle|"
        r"camera (?:\w+ ){0,2}tilts?(?! down)",
        r"上摇|向上摇|仰拍|低角度|地面视角|贴地|低机位|镜头(?:缓缓|慢慢)?上移|抬起镜头",
    ),
    (
        "tilt_down",
        r"tilt(?:s|ing)?(?: slowly)? down(?:ward)?s?|high[- ]angle|top[- ]down|overhead shot",
        r"下摇|向下摇|俯拍|俯视镜头|镜头(?:缓缓|慢慢)?下移",
    ),
    (
        "crane_up",
        r"crane (?:shot|up|upward|move)s?|cran(?:es|ing) up|camera (?:\w+ ){0,2}(?:rises|ascends|"
        r"lifts)|"
        r"jib up|boom up|rising shot|pedestal up|aerial(?: (?:shot|view|footage))?|"
        r"bird'?s[- ]?eye(?: view| shot)?",
        r"升镜|摇臂|升降镜头|镜头(?:跟随|跟着)?(?:缓缓|慢慢|缓慢)?(?:上升|升起|拉升|升高)|从地面拉起|"
        r"镜头(?:缓缓|慢慢|缓慢)?(?:上升|升起|拉升)|鸟瞰|俯瞰|升降镜头",
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
        r"camera (?:\w+ ){0,2}(?:drifts?|floats?|glides?|travels?|creeps?|inches|flies|walks?|rushes|moves|"
        r"moving) "
        r"(?:\w+ )?(?:forwards?|foward|ahead|inwards?|closer|through|into)|"
        r"move(?:s)? closer|slow push|fly-?through|(?:camera|drone|fpv|we) (?:\w+ )?fl(?:y|ies|ying) through|"
        r"first[- ]person|pov shot",
        r"推进|推近|推镜|镜头(?:缓缓|慢慢|缓慢)?(?:推|靠近|前移|向前)|缓推|前推|穿越镜头|第一人称|"
        r"镜头(?=[^，。；、]{0,14}推(?:进|近|向|入|到|[，。、]|$))|推入|推到|推向",
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
        r"static (?:\w+ )?(?:shot|camera|frame)|static(?= wide| medium| close|[.,;!，。\n]|$)|"
        r"locked[- ]?(?:off|down)?(?: shot|"
        r" camera| tripod)|"
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
        r"close[- ]?up|close on|tight on|macro|tight shot|extreme close|portrait shot|headshot|medium close",
        r"特写|近景|大特写|微距",
    ),
    (
        "wide",
        r"wide(?:[- ]angle)?(?: shot)?|establishing shot|long shot|aerial|bird'?s[- ]?eye(?: view)?|"
        r"panoram(?:a|ic)|vast|"
        r"extreme wide|(?:fpv |aerial |cinematic )?drone(?= (?:shot|footage|view|camera|video|flies|flying|"
        r"fly-?over|rises|"
        r"ascends|orbit|pulls|pushes|descends|dives|follow|follows|following|glides|skims|swoops|soars|"
        r"sweeps|circles|"
        r"tracks|threads|climbs))|fpv",
        r"无人机(?=环绕|跟随|追拍|追踪|绕|俯冲|视角|拍摄|镜头|跟拍|俯拍|穿越|上升|拉升|升起|推进|掠过)|"
        r"大远景|远景|"
        r"全景|大全景|广角|航拍|俯瞰|鸟瞰",
    ),
)
