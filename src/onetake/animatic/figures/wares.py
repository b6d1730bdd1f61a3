"""The table of what is sold, eaten or looked at: names, figures, colours, sizes."""

from onetake.animatic.figures import devices, dishes, goods
from onetake.animatic.figures.special import on_table

ROWS = (
    on_table(
        r"laptops?|notebook computers?|macbooks?|computers?|笔记本电脑|电脑",
        devices.laptop,
        (150, 156, 166),
        0.4,
        96,
        ("phone", "card"),
    ),
    on_table(r"tablets?|ipads?|平板电脑|平板", devices.tablet, (88, 96, 112), 0.4, 96, ("phone", "card")),
    on_table(r".+", devices.phone, (70, 76, 92), 0.4, 96, ("phone",)),
    on_table(
        r"tvs?|televisions?|monitors?|screens?|电视机?|显示器|屏幕",
        devices.television,
        (60, 64, 74),
        0.42,
        96,
    ),
    on_table(r"headphones?|headsets?|earphones?|耳机", devices.headphones, (206, 84, 62), 0.4, 48),
    on_table(r"(?:\w+ )?cameras?|相机|照相机", devices.camera, (96, 100, 110), 0.4, 72),
    on_table(
        r"(?:soda )?cans?|colas?|sodas?|beers?|易拉罐|可乐|汽水|啤酒",
        goods.can,
        (206, 52, 48),
        0.38,
        72,
        ("bottle", "card"),
    ),
    on_table(
        r"whisk(?:e?y|ies)|cocktails?|(?:drinking |wine |whisky )?glass(?:es)?|juices?|lemonades?|"
        r"威士忌|鸡尾酒|酒杯|玻璃杯|果汁",
        goods.glass,
        (206, 132, 52),
        0.4,
        72,
        ("bottle", "cup", "card"),
    ),
    on_table(r"teapots?|kettles?|茶壶", goods.teapot, (150, 84, 62), 0.42, 48, ("cup", "card")),
    on_table(r"vases?|花瓶", goods.vase, (240, 240, 236), 0.36, 72, ("bottle", "card")),
    on_table(r".+", goods.bottle, (62, 116, 96), 0.36, 72, ("bottle",)),
    on_table(r"lipsticks?|口红|唇膏", goods.lipstick, (206, 42, 58), 0.4, 72),
    on_table(
        r"(?:hand)?bags?|purses?|backpacks?|suitcases?|手提包|手袋|包包|背包",
        goods.handbag,
        (150, 84, 56),
        0.4,
        72,
    ),
    on_table(
        r"(?:diamond |wedding |gold(?:en)? |engagement )?rings?|diamonds?|"
        r"jewel(?:s|le?ry)?|necklaces?|钻戒|戒指|钻石|项链|珠宝",
        goods.jewel,
        (150, 200, 240),
        0.4,
        48,
    ),
    on_table(r"(?:gold(?:en)? |royal )?crowns?|tiaras?|王冠|皇冠", goods.crown, (226, 184, 84), 0.4, 72),
    on_table(r"(?:treasure |wooden )?chests?|treasures?|宝箱|箱子", goods.chest, (134, 88, 52), 0.42, 96),
    on_table(
        r"(?:crystal|magic|glass) (?:ball|orb)s?|orbs?|水晶球",
        goods.orb,
        (120, 130, 214),
        0.38,
        72,
        ("ball", "card"),
    ),
    on_table(
        r"sun ?glasses|(?:eye)?glasses|spectacles|墨镜|太阳镜|眼镜", goods.sunglasses, (60, 56, 64), 0.42, 72
    ),
    on_table(
        r"(?:ham|cheese)?burgers?|hamburgers?|sandwich(?:es)?|汉堡包?",
        dishes.burger,
        (214, 146, 74),
        0.42,
        48,
    ),
    on_table(r"pizzas?|披萨|比萨", dishes.pizza, (246, 206, 110), 0.46, 48),
    on_table(
        r"ice[- ]?creams?(?: cones?)?|gelatos?|冰淇淋|冰激凌|雪糕",
        dishes.ice_cream,
        (250, 206, 216),
        0.38,
        72,
    ),
    on_table(r"do(?:ugh)?nuts?|甜甜圈", dishes.doughnut, (240, 138, 172), 0.42, 48),
    on_table(r"sushi|sashimi|寿司|刺身", dishes.sushi, (246, 130, 92), 0.42, 48),
    on_table(
        r"dumplings?|dim ?sum|buns?|baozi|饺子|包子|小笼包|点心", dishes.dumplings, (248, 242, 230), 0.42, 48
    ),
    on_table(r"steaks?|牛排", dishes.steak, (124, 62, 40), 0.44, 48),
)
