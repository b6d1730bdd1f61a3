"""Sentences with a word in them that looks like another: what must be read, and what must not.

Each row: prompt, subjects as "kind[:label]" words, setting, camera moves ("-" for none), and where it
matters "time=", "weather=" or "colour=" (of the first subject, by the name in the vocabulary).
"""

import pytest

from onetake.animatic.text import vocabulary
from onetake.animatic.text.prompt import read

ROWS = """
雨夜的街道，一辆红色跑车驶过，镜头缓慢推进 | car:跑车 | street | push_in | time=night weather=rain colour=red
A crystal dragon hovers over a desert at sunset, crane shot up | card:crystal dragon | desert | crane_up
A pan of soup simmers on the stove | cup | interior | -
Dolly the sheep stands in a meadow | cow | meadow | -
A porcelain doll sits on a shelf, dolly in | card:porcelain doll | meadow | push_in
A woman on a zoom call in her office | woman | interior | -
A woman checks her tracking number at a desk | woman | interior | -
A satellite orbits the Earth | rocket | space | - | time=night
The camera orbits a car | car | street | orbit
The camera circles around a statue | card:statue | meadow | orbit
Eagles circling the peak | bird | mountains | -
A man in a tilted hat walks down the street | man | street | -
A shot of espresso on a wooden table | cup | interior | -
A jaguar prowls through the jungle | tiger | forest | -
A vintage Jaguar drives along the coast | car | beach | -
A grey mouse in the kitchen | rabbit | interior | - | colour=grey
A computer mouse on a desk | card:computer mouse | interior | -
A baseball bat leans against the wall | card:baseball bat | meadow | -
People dance in a night club | man | interior | -
A knight rides through the forest | man | forest | - | time=day
A spring breeze over the meadow | - | meadow | -
A hot spring in the valley | - | lake | -
Leaves fall in the park | - | meadow | -
A man runs out of a bank | man | street | -
A duck swims near the river bank at noon | bird | lake | - | time=day
A woman waves at the camera | woman | street | -
A train pulls away from the station | train | meadow | -
A crane stands in a lake at dawn | bird | lake | - | time=dawn
Construction cranes over the harbour | card:Construction cranes | sea | -
A bird's-eye view of a city at night | - | city | crane_up | time=night
Shallow depth of field. A clockwork beetle crawls over an old desk | card:clockwork beetle | interior | -
Clockwork automatons march through a ruined street | card:Clockwork automatons | street | -
A snow leopard walks on a cliff | tiger | mountains | - | weather=clear
A parrot in the rainforest | bird | forest | - | weather=clear
A football player in a stadium | man | meadow | -
A man in a blue suit drives a black car | man car | street | - | colour=blue
A close-up of a typewriter | card:typewriter | meadow | -
A sailing boat on a stormy sea | boat | sea | - | weather=storm
Two running horses on a beach, low-angle | horse | beach | tilt_up
Slowly walking through a forest | - | forest | -
Then everyone dances in a living room | - | interior | -
Beautiful sunset over the mountains | - | mountains | - | time=dusk
What does she want | - | mountains | -
马路上一匹马在奔跑 | horse | street | -
他马上就要走了 | man:他 | street | -
一匹斑马站在草原上 | horse:斑马 | meadow | -
一列火车穿过山谷 | train:火车 | mountains | -
一个女孩骑自行车经过稻田 | bicycle:自行车 | meadow | -
田野上的风车缓缓转动 | card:风车 | meadow | -
金鱼在鱼缸里游 | fish:金鱼 | interior | -
一只海鸥飞过大海，鸟瞰 | bird:海鸥 | sea | crane_up
狗尾巴草在风中摇曳，特写 | card:狗尾巴草 | meadow | -
一只熊猫在竹林里 | bear:熊猫 | forest | -
一只黑猫趴在窗边 | cat:猫 | interior | - | colour=black
花园里一朵红玫瑰，微距 | flower:玫瑰 | meadow | - | colour=red
雪花飘落在森林里 | - | forest | - | weather=snow
浪花拍打着海岸 | - | beach | -
一艘飞船飞向火星 | rocket:飞船 | space | - | time=night
一艘小船在湖面上 | boat:船 | lake | -
上海的夜晚，航拍 | - | city | drone | time=night
一只山羊站在草地上 | cow:羊 | meadow | -
一位打着雨伞的女人走在街上 | woman:女人 | street | - | weather=clear
一个孩子在吃雪糕 | child:孩子 | meadow | - | weather=clear
清晨的森林，镜头缓缓拉远 | - | forest | pull_back | time=dawn
摇镜头，黄昏的沙漠 | - | desert | pan_right | time=dusk
跟拍一个跑者 | man:跑者 | street | tracking
环绕镜头，午夜的城市 | - | city | orbit | time=night
群山环绕的湖泊，日出 | - | lake | - | time=dawn
俯拍一座古桥 | card:古桥 | meadow | tilt_down
手持镜头，正午的集市 | - | street | handheld | time=day
手持鲜花的新娘微笑 | woman:新娘 | street | -
固定镜头，日落时的海滩 | - | beach | static | time=dusk
一辆黄色出租车停在路口 | car:出租车 | street | - | colour=yellow
一辆蓝色卡车行驶在公路上 | truck:卡车 | street | - | colour=blue
一辆白色公交车驶过 | truck:公交车 | street | - | colour=white
一辆银色轿车和绿色的树 | car:轿车 | street | - | colour=white
一条水晶巨龙盘旋在峡谷上空 | card:水晶巨龙 | desert | -
一辆白色SUV飞驰而过，侧跟 | car:SUV | street | tracking | colour=white
无人机航拍：云海翻腾的山峰 | - | mountains | drone
想象一个抽象的世界 | - | abstract | -
一个穿着红裙子的女孩在草地上跳舞 | child:女孩 | meadow | - | colour=red
"""


def _rows() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in ROWS.strip().splitlines()]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row[0])
def test_a_prompt_is_read_as_it_is_meant(row: list[str]):
    prompt, subjects, setting, moves = row[:4]
    reading = read(prompt)
    wanted = [] if subjects == "-" else [subjects] if ":" in subjects else subjects.split()
    got = [f"{s.kind}:{s.label}" if ":" in subjects else s.kind for s in reading.subjects]
    assert got == wanted
    assert (reading.setting, reading.moves) == (setting, () if moves == "-" else tuple(moves.split()))
    colours = {name: rgb for name, _, _, rgb in vocabulary.COLOURS}
    for name, value in (fact.split("=") for fact in (row[4].split() if len(row) > 4 else ())):
        if name == "colour":
            assert reading.subjects[0].colour == colours[value]
        else:
            assert getattr(reading, name) == value


def test_what_is_fast_is_not_what_the_car_is_called():
    assert read("一辆跑车停在路边").subjects[0].action == "stand"


def test_an_unknown_subject_is_named_in_the_notes_too():
    from pathlib import Path

    from onetake.animatic import shot
    from onetake.animatic.job import Job

    def notes(prompt: str) -> list[str]:
        return shot.stage(Job(prompt, 240, 160, 4, 1, False, False, False, (), Path("/x"))).notes

    assert "crystal astrolabe" in " ".join(notes("A crystal astrolabe hovers over a desert"))
    assert "浑天仪" in " ".join(notes("一座浑天仪在沙漠上空飞翔"))
    assert notes("a fox in a desert") == []
