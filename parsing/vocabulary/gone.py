"""The words by which an organiser says that goods are sold out (青菜没有了), or there again. A good is masked by
\\ue001, and stands in the group `goods`."""

import re

from parsing.vocabulary.pattern import NUMBER, any_of

_BEFORE = r"^(?:大家|各位|邻居们?|不好意思|抱歉|对不起|通知|注意|刚刚?|今天|现在|这次|本次|说一下|一下|[ ,。!:~、了])*"
_GOODS = r"(?P<goods>\ue001[\ue001 、,和跟与及]*)(?:这个|这样|那个|那边)?"
_ALREADY = r"(?:[ ,]|已经?|都|全部?|也|现在|今天|真的|暂时|目前|就|先|货|库存|彻底|被|大家){0,4}"
_AFTER = r"[了啦咯哦喽哈]*(?:[ ,。!~](?P<rest>.*))?$"
_NONE = any_of(
    r"没有[了啦]|没[了啦]|[没无缺断]货|售罄|脱销|不卖了|不够了",
    r"[卖售抢订定拿接]?[完光][了啦]|[卖抢订定][完光没]|[订接定]?满[了啦]",
)
_AGAIN = any_of(
    r"又(?:可以|能)?(?:有货?|[到来]货?|补|接|订)了?|补[到了]?货|到货[了啦]|恢复(?:接单|供应)?",
    r"重新(?:有|接|上架)|还可以[订接买]|还有货?|有货|[来有]了",
)
_SO_MANY = rf"(?:[ ]?(?:只?有|剩)?[ ]?[{NUMBER}]{{1,4}}[一-鿿])?"  # 又来了10盒

GONE = re.compile(f"{_BEFORE}{_GOODS}{_ALREADY}(?:{_NONE}){_AFTER}")
GONE_FIRST = re.compile(rf"{_BEFORE}(?:已经)?没有?了?[ ]?{_GOODS}[了啦]{_AFTER}")
#: Words that close a buy, of one of its goods: 青菜截单了, 青菜不接了.
CLOSED = re.compile(rf"{_BEFORE}{_GOODS}{_ALREADY}(?:截单|停接|不[接收订]|封单)[了啦]?{_AFTER}")
BACK = re.compile(f"{_BEFORE}{_GOODS}{_ALREADY}(?:{_AGAIN})[了啦]?{_SO_MANY}{_AFTER}")
#: No question, though others ask in these words: 青菜又有货了, 青菜还有.
THERE_IS = re.compile(r"[^?吗么呢伐没哪多几谁]*(?:还有货?|有货)[了啦]?[。!~]*")
#: What goes on with other goods in numbers offers them to somebody: 青菜没有了，给您换鸡蛋2板.
OFFERS = re.compile(r"\ue001[^,。]{0,4}[0-9一二两三四五六七八九十]|[0-9一二两三四五六七八九十][^,。]{0,3}\ue001")
