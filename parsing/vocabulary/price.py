"""The words by which an organiser names a new price: what stands between the goods and the number, and what no price
stands beside."""

import re

from parsing.vocabulary.measure import MEASURE
from parsing.vocabulary.pattern import any_of

_HAN = "一二两三四五六七八九十百"

#: Between goods and number, as often as it comes: 的价格, 从今天起, 现在, 改成, 涨到, 原价12元, 每盒.
BETWEEN = any_of(
    r"[ ,，:：=]|的|价格?|单价|售价|现价|团购价|现在|今[天日]|明[天日]|从|起|开始|以后|之后|都|一律|统一",
    r"了|又|要|得|只要|就|[进成批]发?价(?=[了又要]?[涨升降])|[写打报标]错",
    r"涨|降|跌|升|提|贵|便宜|减|调整?|改|变|更正|卖|算|到|至|成|为|是|回",
    r"(?:原价|原来|之前|本来|以前)[ ]?(?:是|为|卖)?[ ]?[¥￥]?[0-9]{1,5}(?:\.[0-9]{1,2})?[ ]?(?:元|块钱?)?",
    rf"[每一1](?:{MEASURE})",
)
GAP = re.compile(rf"(?:{BETWEEN}){{0,12}}")
NUMBER = re.compile(
    rf"[¥￥]?[ ]?(?P<price>[0-9]{{1,5}}(?:\.[0-9]{{1,2}})?|[{_HAN}]{{1,5}})[ ]?"
    rf"(?P<money>元|块(?:钱|(?P<tenths>[0-9一二三四五六七八九])(?![0-9{_HAN}.]|[ ]?(?:{MEASURE})))?)?[ ]?"
    rf"(?:[/每一1][ ]?(?P<measure>{MEASURE}))?"
)
#: After a price: more of a number, a bundle (10元3盒), goods for that price (13元的来2盒).
GOES_ON = re.compile(rf"[0-9.元]|[ ,]?(?:[0-9]|[{_HAN}])+[ ]?(?:{MEASURE})|的(?!价)|起|[-~到至][ ]?[0-9]")
MEASURE_BEFORE = re.compile(rf"[每一1](?P<measure>{MEASURE})")
ABSOLUTE = re.compile(r"价|[报标]错|[涨降跌升提调]整?[到至成为]")
#: So much dearer or cheaper (涨了2块, 便宜2元); 涨价2元 may be either.
RELATIVE = re.compile(r"(?:(?P<up>涨|贵)|(?P<down>降|跌|便宜|减))(?P<either>价)?了?[ ]?$")
#: Said before the goods: 涨价了鸡蛋13, 调价：青菜4, 刚才报错了，鸡蛋13.5.
FRONT = re.compile(
    r"(?:^|[ ,，。!~])(?:不好意思|通知|大家|今天|现在|明天|刚[刚才]?|又|都)*"
    r"(?:(?P<up>涨价?|提价)|(?P<down>降价?)|调价|改价|报错价?|(?P<corrects>更正)(?:一下)?"
    r"|最?新价格?|价格(?:调整|更新|变动|改)?)[了啦为成:，, 。!~]*$"
)
#: What ends a bare number that is a price (涨到13了), not a time or a date (价格明天9点公布).
ENDS = re.compile(r"$|[ ,，。;；!！~、\n了啦咯哦噢哈]")
#: What is paid, given back, or counted together is no price of the goods.
NO_PRICE = re.compile(
    any_of(
        r"转账|已[付收转]|付了|付过|付款|收到|收款|[收补找退欠]了?[0-9一二两三四五六七八九十]+|退[款钱大给]|退你|补差|差价|红包|找零|定金|押金|运费|邮费",
        r"合计|一共|总共|共计|满[0-9]|平摊|优惠券",
    )
)
