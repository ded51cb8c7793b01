"""The words of posted lists (接龙) and of their organisers (团长)."""

import re

from parsing.vocabulary.pattern import any_of

TAG = re.compile(r"^[ ]*#[ ]?(?:接龙|group[ ]?note)[ :]*", re.IGNORECASE | re.MULTILINE)
EXAMPLE = re.compile(r"[ ]*[(【\[]?(?:例子?|格式|示例|例如|样式|模板|范例|参考)(?![0-9])")
PLACEHOLDER = re.compile(
    r"(?:团长|群主|店长|管理员?)?[ ]?(?:占位|占楼|占坑|占个?位|置顶|沙发|板凳|空位?|留空)[ ]?$"
    r"|^(?:团长|群主|店长|占位|占楼)$"
)
CANCELLED = re.compile(
    any_of(
        r"[(\[【][ ]?(?:已?取消了?|作废|已?退[单了]?|不要了|撤销?)[ ]?[)\]】]",
        r"(?:[ ,]|^)(?:已?取消了?|作废|已?退单?)[ ]?$|~~[^~\n]+~~",
    )
)
DEADLINE = re.compile(r"截[单止团至]|结束|封单|收单|关单")
# A sentence of the header, not the name of somebody.
SENTENCE = re.compile(
    any_of(
        r"请|有|吗|我|要订|要购|要团|喊|可以|大家|朋友|邻居们|每份|每[盒箱袋斤]|特价|成团|预计|到货",
        r"截|结束|谢|[!?。]|价|元|团购",
    )
)

# What lists are about that offer no goods, unless goods are named beside it.
NOT_GOODS = re.compile(
    any_of(
        r"打卡|健康[码报申]|报名|会议|开会|签到|核酸|抗原检测|检测|体温|接种|疫苗|志愿者|活动|跑步",
        r"羽毛球",
        r"篮球|足球|徒步|聚餐|打球|运动会|成语|词语|古诗|诗词|歌名|歌曲|猜谜|游戏|填表|登记表|统计|投票",
        r"调查|学习|背单词|读书|作业|值班|排班|返校|返岗|到校|到岗|出入|请假|参加|出席|问卷|拼车",
    )
)
GOODS = re.compile(r"团购|拼团|拼单|团$|[0-9][ ]?[元块]|[¥￥]|/[份斤箱盒袋包瓶桶只个]", re.MULTILINE)
PEOPLE = frozenset("人位名口户")

# --- the organiser --------------------------------------------------------------------------------------------

CLOSING = re.compile(
    any_of(
        r"(?:截[单团止]|收单|封单|封团|关单|结单|结团|停止接[龙单]|接龙结束|结束接龙|团购结束)(?:[了啦咯喽!,。 ]|$)",
        r"不再?[接收加](?:单|龙|新单|受)?了|(?:后面|之后|后来|再来|晚来|迟来)的?(?:都|就|一律)?不(?:再?[接收算]|加)",
        r"已满[单员团]?[,。了! ]*(?:不接|截单)|停接",
    )
)
NOT_YET = re.compile(
    any_of(
        r"[0-9一二三四五六七八九十]+[点:]|明[天晚]|后天|周[一二三四五六日]|星期|礼拜|[0-9]+[日号]|准备|马上|快",
        r"即将|记得|之前|前截|还有|分钟|小时|差不多|如果|满了|没|是不是|吗|吧$",
    )
)
ECHO = re.compile(r"收到|[您你]|@|已[登记留加改]|好的|没问题|OK|ok|记下|记上")
ASIDE = re.compile(r"还有[0-9]|还剩|剩[0-9]|现货|成团|起送|起订|预计|到货|限购|每人限|库存|满[0-9]")
HIMSELF = re.compile(r"我(?:自己|[家也就先再])*(?:[要订定来留加改退]|不要|取消)|自己[要留来]|给自己")


def is_closing(text: str) -> bool:
    """Say whether the words close a buy now: 截单了, 不接了; not 六点截单, 快截单了."""
    return any(
        CLOSING.search(clause) is not None and NOT_YET.search(clause) is None
        for clause in re.split(r"[,;。!?\n]", text)
    )
