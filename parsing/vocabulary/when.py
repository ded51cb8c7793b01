"""The words around times: what makes a deadline of them (之前, 截单), a span (到) or a moment from now (之后, 再过)."""

import re

from parsing.clock import TO

NOW = re.compile(r"现在|当前|此[刻时]|目前(?!为止)|[而依宜]家(?!人)")
AFTER = re.compile(r"[ ]?(?:[以之过]?后(?![天日])|过后)")
WITHIN = re.compile(r"[ ]?(?:[以之]?内|里(?=[ ,。]|$))")
PASSING = re.compile(r"(?:再过|过|再等)[ ]?$")
AGO = re.compile(r"[ ]?[以之]?前(?![面台门往后天年])")
BEFORE = re.compile(
    r"[ ]?(?:[以之]前|前(?![面台门往后天年])|为止"
    r"|(?:准时|正式|统一|将|就|要)?(?:截止|截单|截|结束|收单|封单|停单|[封关收停]团|停止接龙|到期))"
)
LATEST = re.compile(
    r"(?:截止到?|截至到?|最晚|最迟|不晚于|赶在|(?:截单|截止|截团)(?:时间|日期)?:?|最后期限:?"
    r"|(?:有效期|保质期|报名|接龙|登记|预订|预定|接单|下单|收单)[到至])[ ]?(?:于|是|在|为)?[ ]?$"
)
CLOSES = re.compile(r"[ ]?(?:截止|截单|截|结束|收单|封单|停单|[封关收停]团|停止接龙|到期)")  # 两小时后截单
THROUGH = re.compile(rf"(?:起|开始)?{TO}")
# In 今晚10点到次日6点 it is the day after the start; 当天 is the day of the start.
DAY_OF_END = re.compile(r"(?P<next>次日|翌日|转天|第二[天日]|隔[天日])|当[天日]")
LAST_DAY = re.compile(
    r"(?P<day>[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?![0-9一二三四五六七八九十点时月年:个份号日/.])"
)
# A time of day with its part, said some words after the day: 今天的菜下午三点到.
CLOCK_LATER = re.compile(
    r"[一-鿿]{1,8}?(?=(?:早上|上午|中午|下午|傍晚|晚上)(?:[0-9]{1,2}[点:]|[一二三四五六七八九十两]{1,2}点))"
)
BETWEEN = re.compile(r"T(?=[0-9]{2}:)|[ ]?[的,)】]?[ ]?")
IN_BRACKETS = re.compile(r"[ ]?[(,]?[ ]?(?=(?:周|星期|礼拜)[一二三四五六日天])")
DATE_IN_BRACKETS = re.compile(r"[ ]?\((?=[0-9]{1,2}[月./])")
