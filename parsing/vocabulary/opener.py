"""The sentences that open a buy without a list: 调味品有需要的请在群里接龙, 需要酱油的邻居请接龙."""

import re

from parsing.vocabulary.pattern import any_of

_WHO = r"(?:邻居|朋友|家人|住户|业主|人家?|家庭|宝妈|亲|小伙伴|各位)?们?"
_PLEASE = (
    r"[ ,，、]?(?:请|麻烦|可以|都|就|尽快|抓紧|自行|直接){0,3}"
    r"(?:在|到|来|往)?(?:本|这个?|我们?)?(?:群|下面|楼下|这里|这边)?(?:里|内|中|里面)?"
)
_CHAIN = r"(?:进行|报名|开始|跟着?|参加|登记)?接龙(?:一下|登记|报名|下单|啦|吧|哦|呀|哈|了)?[ 。.!！~🙏👇]*$"

_HEALTH = "药|医|病|透析|血压|胰岛素|核酸|抗原|疫苗|志愿者|报名表|投票"

#: Whoever needs it, join: what comes before says what.
TAIL = re.compile(
    rf"(?:有|如有|如果有|若有|凡是?)?(?:需要|需求|想要|想买|想订|想团|想拼|要买|要订|要)的?{_WHO}{_PLEASE}{_CHAIN}"
)
#: Whoever needs this and that, join.
NAMED = re.compile(
    rf"(?:需要|想要|想买|想订|要买|要订|要)(?P<what>[^,，。!！?？\n的]{{1,20}})的{_WHO}{_PLEASE}{_CHAIN}"
)
#: A reminder, a refusal, or what is no business of a group's: 没接的赶紧接龙, 不要接龙, 配药的请接龙.
NO_OPENER = re.compile(
    any_of(
        r"没接|还没|尚未|没有接|继续|按格式|按顺序|复制|上面的|刚才|重新接|别接|不要接|不用接|不需要|先不|明天再|等通知",
        _HEALTH,
    )
)
#: What is no business of a buy.
OF_HEALTH = re.compile(_HEALTH)
#: What a title has before its name: 大家好, 各位邻居.
GREETING = re.compile(
    r"^(?:(?:大家|各位|邻居们?|家人们?|朋友们?|业主们?|亲们?|早上|中午|下午|晚上|好|你们?|通知|接龙)"
    r"[ ,，:：!！。~]*){1,5}"
)
#: What follows the sentence and tells what things cost, or until when: ，12元一板，今晚8点截单.
AFTER = re.compile(r"(?<=接龙)[一下登记报名啦吧哦呀哈了]{0,2}[ ]?[,，。;；!！~][ ,，。;；!！~]*")
#: Goods that are named first: 鸡蛋开始接龙, where a price follows.
STARTS = re.compile(r"^(?P<what>[^,，。!！?？\n的]{1,12}?)(?:现在)?(?:开始|可以)接龙[啦了哈吧]?$")
#: A price with its measure; a sentence that goes on with none opens nothing.
PRICE = re.compile(r"[0-9一二两三四五六七八九十][ ]?(?:元|块|[/一每][ ]?[一-鿿])")
_HELLO = r"^(?:大家|各位|邻居们?|好|[ ,，。!！~])*(?:今[天日晚]|明[天日早]|现在|本周|周末|刚)?[ ]?"
_COSTS = r"[¥￥]?[0-9一二两三四五六七八九十]"
#: What is offered with its price, and then (JOIN) who wants it shall say so: 今天团鸡蛋，12元一板，要的报名.
OFFERED = re.compile(
    _HELLO + r"(?:我们?|我家|店里|这里)?(?:开团|团购?|有|卖|新到|到了)[ :：]?"
    rf"(?P<what>[一-鿿A-Za-z]{{1,12}}?)(?:了|开团)?[ ,，:：]*(?={_COSTS})"
)
JOIN = re.compile(
    r"(?:需要|想要|要|想买|想订|有意)的?(?:邻居|朋友|家人|亲)?们?[ ,，]?(?:请|可以|赶紧|快|都|就|在?群里|下面){0,4}"
    r"(?:报名|接龙|扣1|扣一|登记|跟[上团单]?|留言|下单|举手|说|冒泡)[^\n]{0,12}$"
)
#: The same asked: 有要香梨的吗？35一箱.
WANTED = re.compile(
    _HELLO + r"(?:有(?:没有)?(?:人|谁|邻居|哪家)?|谁家?|哪家)(?:想|还)?(?:要|买|订|团)"
    rf"(?P<what>[一-鿿A-Za-z]{{1,10}}?)(?:的|团)?(?:[吗么嘛伐没]有?)?[ ?？,，。!！~]+(?={_COSTS})"
)
#: A price for so much: 35一箱, 12元/板. What is offered once (婴儿车 50元) opens no buy.
PRICE_EACH = re.compile(
    r"[0-9一二两三四五六七八九十][ ]?(?:元|块钱?)?[ ]?[/一每][ ]?[份箱盒袋板斤个包瓶桶只条件把捆提罐块]"
)
NO_SALE = re.compile(r"转让|闲置|二手|求购|换|送|借|拼车|房|车")
_DAY = r"[ ]*(?:今[天日晚]|明[天日]|本周|周末)?的?"
_NEW = r"(?:开团|开始接龙|接龙开始|团购接龙|接龙团购|新团)[啦了咯喽]?[ !！~。:：🎉]*"
#: The first line of a price list without a tag: 开团啦！, 团购接龙, 蔬菜包开团了, 明日团购.
HEADLINE = re.compile(rf"{_DAY}[^,，。!！:：\n0-9]{{0,8}}?(?:{_NEW}|团购[ !！~。:：🎉]*)")
#: The same with the buy's name after it: 开团！水果.
NAMED_AFTER = re.compile(rf"{_NEW}(?<=[ !！~。:：])(?P<what>[一-鿿A-Za-z]{{1,8}})[ !！~。]*")
#: A headline that names nothing.
BARE = re.compile(_DAY + _NEW)
