"""Words of danger: heard in doubt; let go only where the same sentence makes plain that they are none."""

import pytest

from parsing.danger import tells_danger
from parsing.normalise import normalise


@pytest.mark.parametrize(
    "text",
    [
        "我快窒息了",
        "喘不过气来",
        "喘不过气来了，谁在家",
        "笑死人了。我喘不过气来了，胸口闷",
        "楼道太臭。我爸喘不上气了",
        "楼道里烟味太大，我快窒息了",
        "煤气味道很重，透不过气",
        "我爸被臭得喘不上气",
        "老人热得昏倒了",
        "热得晕倒了，快来人",
        "我爸气得昏过去了",
        "工作压力大，不想活了",
        "作业太多，孩子说不想活了",
        "爷爷以前有心脏病，刚才昏倒了",
        "老人昏倒了，以前有过心梗",
        "我没事，我爸昏倒了",
        "去年晕倒过，现在又晕倒了",
        "奶奶看电视的时候突然胸痛",
        "孩子窒息怎么急救",
        "我老公叫不醒，已经好几个小时了",
        "昏过去了，醒过来了，现在又昏过去了",
        "笑得喘不上气，嘴唇发紫",
        "笑着笑着突然喘不上气",
        "演练的时候有人晕倒了",
        "3号楼有人晕倒了如何是好",
        "哮喘发作，热得喘不过气",
        "奶奶昏倒了，没事吧？",
        "喘不上气，吃了药也没好转",
        "老人昏倒了，平安里3-501",
        "我爸胸痛，上周刚出院",
    ],
)
def test_in_doubt_it_is_danger(text: str) -> None:
    assert tells_danger(normalise(text).text)


@pytest.mark.parametrize(
    "text",
    [
        "我快窒息了，楼道太臭",
        "笑死我了喘不过气",
        "笑死我了 喘不过气来了",
        "喘不过气了！哈哈哈",
        "这味道真难闻，要窒息了",
        "楼道臭得我透不过气",
        "这操作令人窒息",
        "房贷压得我喘不过气",
        "辅导孩子作业气得我心梗了",
        "作业多得喘不过气",
        "吓得我差点昏过去",
        "笑得胸口疼",
        "热得不想活了",
        "看到新闻说有人晕倒",
        "电视剧里女主晕倒了",
        "周六急救课：胸痛怎么办",
        "去年爷爷昏倒过一次",
        "昨天我胸痛去看了，没事",
        "刚才奶奶晕倒了，已经缓过来了",
        "冬天要预防煤气中毒",
    ],
)
def test_a_plain_cause_a_tale_or_what_is_over_is_none(text: str) -> None:
    assert not tells_danger(normalise(text).text)
