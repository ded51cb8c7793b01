"""What is said about a check-in is read (parsing/check_in.py)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.check_in import (
    Answer,
    Away,
    Errand,
    cries,
    is_worry,
    read_answer,
    read_away,
    read_errand,
    read_till_when,
    says_back,
    says_in_hospital,
    says_seen,
    says_unseen,
    takes_back,
    tells_of_silence,
)

WELL = """
    我很好 好着呢 没事 没啥事 平安 报平安 好 好的 蛮好 老好额 还可以，谢谢 身体好 呒没事体
    没摔，好着呢 头不疼了，蛮好 不好意思睡过头了，我很好 谢谢帮忙，我很好 放心好了 一切正常
"""
HELP = """
    不舒服 不太舒服 勿适意 难受 摔了 摔了一跤 我跌倒了 跌了 头晕 胸口有点闷 痛死了 腰疼 起不来
    要帮忙 快来人 救命 还好，就是头晕 不太好 喘不上气 发烧了 叫救护车 打120 帮帮我 帮忙
    我要死了 我不行了 不能动了 眼睛看不见了 说话说不清楚 早上起来天旋地转 滑了一跤 脚崴了肿起来 上吐下泻 血糖低
    药吃错了 多吃了一片药 煤气味道好重 厕所着火了 被锁在门外了 门打不开了
    我摔了起不来快来人 不想活了 活着没意思 快送我去医院 帮我叫人 🆘 SOS
"""
ASKS_AFTER = """
    今天王奶奶报平安了没 王奶奶报平安了没有 她平安没 王奶奶没事吧 王奶奶还好吧 王奶奶一切都好吧 王奶奶好不好
    你们见到她没 见到王奶奶了没有 有谁看到王奶奶了
"""
TALK = """
    早上好 吃过了 今天降温了 我没有不舒服 不疼 早饭不好吃 不用帮忙 帮我带一份青菜 止痛药没了
    头痛药一盒 麻烦帮我配点药 鸡蛋120元 快来看看花开了 想死你们了
    煤气费还没交 好不好 还没死呢 字小看不见
    我要去医院配药 女儿送我去医院复查
"""
UNWELL = """
    腿有点疼 还好，就是腿有点疼 膝盖今天有点痛 腰有一点酸 有点腰酸 牙有点疼，别的都好 腿疼，老毛病 老毛病，腰又痛
    一个人害怕 心里难过 没意思 血压有点高 水管爆了 没米了 忘带钥匙了 手有点抖
    有些脚痛 右腿有点不舒服 有点咳嗽 感冒了 没胃口 昨晚没睡好 没什么力气，没劲 拉肚子了 腿有点疼，没发烧 脚有点麻
"""
MORE_THAN_SLIGHT = """
    腿有点疼，起不来 腿疼得厉害 腿有点疼，肿了 胸口疼 胸口有点疼 心口有点疼
    后背有点疼 左胳膊有点疼 头有点疼 肚子有点疼 有点不舒服
    摔了，腿有点疼 腿有点疼，走不动 腿疼 难受得厉害 膝盖疼得受不了
    突然腿有点疼 感冒了，喘不上气 半边身子有点麻 嘴歪了 腰有点疼，动不了
    腿有点疼，要人帮忙
"""
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("said", WELL.split())
def test_being_well_is_heard(said: str) -> None:
    assert read_answer(said) is Answer.FINE


@pytest.mark.parametrize("said", HELP.split())
def test_a_cry_for_help_is_heard(said: str) -> None:
    assert read_answer(said) is Answer.HELP


@pytest.mark.parametrize("said", UNWELL.split())
def test_a_slight_complaint_is_no_cry_for_help(said: str) -> None:
    assert read_answer(said) is Answer.UNWELL
    assert not takes_back(said)


@pytest.mark.parametrize("said", MORE_THAN_SLIGHT.split())
def test_what_may_be_more_than_slight_is_a_cry(said: str) -> None:
    assert read_answer(said) is Answer.HELP


@pytest.mark.parametrize("said", ["感冒药没了", "感冒已经好了", "没感冒", "腿不疼了", "止咳糖浆两瓶"])
def test_what_is_over_or_a_medicine_is_no_complaint(said: str) -> None:
    assert read_answer(said) in (None, Answer.FINE)


@pytest.mark.parametrize("said", TALK.split())
def test_other_talk_is_neither(said: str) -> None:
    assert read_answer(said) is None


def test_a_long_letter_is_no_short_word_of_being_well() -> None:
    assert read_answer("我跟你讲，" + "楼下的花开得很好，" * 4) is None


@pytest.mark.parametrize(
    ("said", "last_day"),
    [
        ("去女儿家到周三", date(2026, 12, 2)),
        ("我去女儿家住三天", date(2026, 12, 2)),
        ("明天到周五不在家", date(2026, 12, 4)),
        ("暂停到12月8号", date(2026, 12, 8)),
        ("去儿子家，下周一回来", date(2026, 12, 7)),
        ("王奶奶去女儿家了，周三回来", date(2026, 12, 2)),
        ("出门一个星期", date(2026, 12, 6)),
        ("住院到下周二", date(2026, 12, 8)),
        ("这几天不在家", None),
        ("到女儿那里去几天", None),
        ("不用再问了", None),
        ("昨天去了医院", None),
    ],
)
def test_being_away_is_read_with_its_last_day(said: str, last_day: date | None) -> None:
    away = read_away(said, MONDAY)
    assert away is not None
    assert away.last_day == last_day


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("明天不用问，去女儿家", Away(date(2026, 12, 1), date(2026, 12, 1))),
        ("后天去儿子家到周五", Away(date(2026, 12, 4), date(2026, 12, 2))),
        ("明天到周五不在家", Away(date(2026, 12, 4), date(2026, 12, 1))),
        ("去儿子家，下周一回来", Away(date(2026, 12, 7))),
        ("去女儿家到周三", Away(date(2026, 12, 2))),
        ("暂停到12月8号", Away(date(2026, 12, 8))),
        ("今天不在家", Away(date(2026, 11, 30))),
        ("别老问了", Away(None, is_bothered=True)),
        ("不用再天天问了", Away(None, is_bothered=True)),
        ("明天不用问", Away(date(2026, 12, 1), date(2026, 12, 1), is_bothered=True)),
    ],
)
def test_the_first_day_is_read_where_it_is_to_come(said: str, away: Away) -> None:
    assert read_away(said, MONDAY) == away


@pytest.mark.parametrize("said", ["我很好", "明天来我家吃饭", "3-501 每天9点", "周三有雨"])
def test_who_stays_at_home_is_not_away(said: str) -> None:
    assert read_away(said, MONDAY) is None


@pytest.mark.parametrize(
    "said", ["看过王奶奶了，平安", "王奶奶在家，好着呢", "刚见到王奶奶", "王奶奶没事", "给王奶奶打过电话，都好"]
)
def test_having_seen_somebody_is_heard(said: str) -> None:
    assert says_seen(said)
    assert not says_unseen(said)


@pytest.mark.parametrize(
    "said", ["去过王奶奶家了，没人", "看过了，敲不开门", "王奶奶电话没接", "没看到王奶奶", "去过了，她不在"]
)
def test_having_found_nobody_is_no_all_clear(said: str) -> None:
    assert not says_seen(said)
    assert says_unseen(said)


@pytest.mark.parametrize("said", ["王奶奶平安吗？", "王奶奶好像在家", "不知道王奶奶在家吗", "看过了，她摔了"])
def test_a_doubt_is_no_all_clear(said: str) -> None:
    assert not says_seen(said)
    assert not says_unseen(said)


@pytest.mark.parametrize("said", ["接着问", "继续问吧", "取消暂停", "恢复每天问", "不用暂停了"])
def test_asking_again_is_no_word_of_being_away(said: str) -> None:
    assert says_back(said)
    assert read_away(said, MONDAY) is None


@pytest.mark.parametrize("said", ["别接着问了", "不要继续问", "暂停到周三"])
def test_not_to_be_asked_is_no_coming_back(said: str) -> None:
    assert not says_back(said)


def test_coming_back_is_heard() -> None:
    assert says_back("我回来了")
    assert not says_back("周三回来")


@given(st.text(max_size=600))
def test_nothing_makes_it_raise(said: str) -> None:
    read_answer(said)
    read_away(said, MONDAY)
    says_seen(said)


@pytest.mark.parametrize(
    "said", ["我摔了一跤，起不来了", "救命啊", "快来人！", "我跌倒了", "喘不过气来了", "不想活了", "叫救护车"]
)
def test_a_grave_cry_is_heard_among_others(said: str) -> None:
    assert cries(said)


@pytest.mark.parametrize(
    "said", ["腿有点疼", "头晕", "楼下摔碎一个碗", "没摔倒", "鸡蛋摔坏了", "救命稻草" + "。" * 80, "早上好", "我没摔"]
)
def test_talk_of_ailments_is_no_grave_cry(said: str) -> None:
    assert not cries(said)


@pytest.mark.parametrize("said", ["按错了", "点错了呀，我很好", "没事了", "不小心按到的", "我很好"])
def test_a_cry_is_taken_back_plainly(said: str) -> None:
    assert takes_back(said)


@pytest.mark.parametrize("said", ["好的", "好", "谢谢", "好的谢谢", "放心", "快点", "按错了，不过头晕", "嗯" * 30])
def test_thanks_take_no_cry_back(said: str) -> None:
    assert not takes_back(said)


@pytest.mark.parametrize("said", ["我去看看", "好的，马上去", "收到我去", "我在家，这就过去", "好的我上去敲门"])
def test_going_there_is_no_all_clear(said: str) -> None:
    assert read_errand(said) is Errand.GOES
    assert not says_seen(said)


@pytest.mark.parametrize("said", ["去不了", "我走不开", "我不在家", "我在上班，没空", "不方便"])
def test_who_cannot_go_has_not_been_there(said: str) -> None:
    assert read_errand(said) is Errand.CANNOT
    assert not says_seen(said)


@pytest.mark.parametrize("said", ["好的", "好", "没问题", "她应该没事", "估计在家", "放心"])
def test_consent_and_guesses_are_no_all_clear(said: str) -> None:
    assert not says_seen(said)


@pytest.mark.parametrize(
    "said", ["刚去看了，人没事", "去过了，平安", "已经到了，人很好", "谁去看看？", "她摔了我去看看"]
)
def test_who_was_there_or_asks_does_not_set_out(said: str) -> None:
    assert read_errand(said) is None


@pytest.mark.parametrize(
    "said",
    ASKS_AFTER.split(),
)
def test_asking_after_somebody_is_no_all_clear_and_no_cry(said: str) -> None:
    assert not says_seen(said)
    assert read_answer(said) is not Answer.HELP


@pytest.mark.parametrize("said", ["王奶奶昨天还好好的", "昨天看到她还好", "前两天见过，挺好", "上周去过，没事"])
def test_what_was_so_yesterday_is_no_all_clear_today(said: str) -> None:
    assert not says_seen(said)


@pytest.mark.parametrize("said", ["昨天今天都见过，没事", "刚见过，没事", "没啥事", "敲过门了，没事的"])
def test_what_is_so_today_is_one(said: str) -> None:
    assert says_seen(said)


@pytest.mark.parametrize("said", ["王奶奶三天没出门了", "好几天没看见王奶奶了", "两天没声音了", "一直没动静"])
def test_who_has_not_been_seen_for_days_is_not_away(said: str) -> None:
    at = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert says_unseen(said)
    assert read_away(said, at) is None
    assert read_till_when(said, at) is None


def test_a_day_in_answer_is_the_one_till_when() -> None:
    at = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert read_till_when("明天", at) == Away(date(2026, 12, 2))
    assert read_till_when("住三天", at) == Away(date(2026, 12, 3))
    assert read_till_when("我摔了", at) is None


@pytest.mark.parametrize(
    "said",
    ["送医院了，女儿在路上", "120接走了，送中山医院", "救护车把她拉走了", "已经送医", "送到中山医院了", "人已经在医院"],
)
def test_being_with_doctors_is_heard(said: str) -> None:
    assert says_in_hospital(said)


@pytest.mark.parametrize(
    "said", ["快送医院", "要送医院了", "不肯送医院", "送医院了吗", "她去医院配药了", "叫救护车", "120来了"]
)
def test_what_is_to_be_done_is_no_hospital(said: str) -> None:
    assert not says_in_hospital(said)


@pytest.mark.parametrize(
    "said", ["打不通我妈电话，你们谁去看看", "她到底怎么样了", "敲门没人应", "能去看看我妈吗", "我妈还好吗"]
)
def test_a_worry_about_a_person_is_heard_whatever_is_asked(said: str) -> None:
    assert is_worry(said)


@pytest.mark.parametrize(
    "said", ["我妈的药怎么样了", "在华山医院看的", "卡在我妈那里", "看不清", "没有照片", "怎么样了"]
)
def test_an_answer_about_medicine_is_no_worry(said: str) -> None:
    assert not is_worry(said)


@pytest.mark.parametrize(
    "said", ["3-501的王奶奶两天没动静了", "好几天没看见楼上阿婆了", "王奶奶敲门没人应", "老伯家里叫门没反应"]
)
def test_an_old_neighbours_silence_is_heard(said: str) -> None:
    assert tells_of_silence(said)


@pytest.mark.parametrize(
    "said", ["快递敲门没人应", "奶奶家没人，快递放门口", "好几天没看见你了", "爷爷的药两天没消息了", "好几天没下雨"]
)
def test_no_other_silence_is(said: str) -> None:
    assert not tells_of_silence(said)
