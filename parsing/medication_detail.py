"""Reads what completes a request for medicine: short answers to the bot's questions, and who asks how far it is."""

import re
from decimal import Decimal

from domain.medication import Drug
from parsing.amount import read_quantity
from parsing.duration import length_at
from parsing.medication_amount import as_boxes
from parsing.medicine import load, names_medicine, sure_names
from parsing.normalise import lower, normalise
from parsing.vocabulary.medication import CARD, HOSPITAL

_STATUS = re.compile(
    r"(?:到|办到|进行到)(?:了)?哪(?:一步|步|里|儿|了)|药(?:配|取|拿|买|送)?(?:好|到|来)了?(?:吗|么|没有?)(?:[呀啊呢])?[?!。]*$|"
    r"配药(?:的)?(?:进度|怎么样|到哪)|(?:什么时候|啥时候|几点|何时)能?(?:拿到|取到|送到|送来|配到)?药|药(?:什么时候|啥时候|几点|何时)"
)
_NO_STATUS = re.compile(r"团|快递|菜|车|货|核酸|通知")
_OVER = re.compile(
    r"[买配借取拿收送找求领](?:到|好|来|回来)了|有(?:着落|人送|了)|解决了|搞定了|够了|不用了|不要了|不需要了"
)
_NO_MORE = re.compile(
    r"(?:^|(?<=[,。!; ]))(?:那个?|这个?|药|都|先|就|我|已经?|自己|家里|儿子|女儿|女婿|媳妇|老公|老婆|老伴)*"
    r"(?:不[要用]了|不需要了|不用再?配|不配了|取消|买[到好]了|配[到好]了|拿到了|有了(?![,。]?[0-9])|解决了)"
)
_STRENGTH = re.compile(
    r"[0-9]{1,5}(?:\.[0-9]{1,4})?[ ]?(?:mg|毫克|ug|μg|微克|ml|毫升|iu|单位|万单位|g|克|%)", re.IGNORECASE
)
_NUMERAL = re.compile(r"(?<![0-9一二两三四五六七八九十半])[0-9一二两三四五六七八九十半]")
_SKIP = re.compile(r"跳过|不知道|不清楚|忘了|忘记了?|没有|无|不记得|随便|都行|下一个|略")
_GIVES_UP = re.compile(
    r"不知道|不清楚|不晓得|忘|不记得|记不[得清]|不会|不懂|看不[清见懂到]|找不到|[拍弄搞]不[来了]|说不[清好准]|随便|都行|都可以|算了|没有|没拍|没看"
)
_POLITE = re.compile(
    r"(?:谢谢|多谢|感谢|辛苦|麻烦|好的?|嗯+|哦+|噢|喔|行|可以|收到|知道了|明白了?|晓得了?|你好|您好|等一?下|等会儿?|稍等|马上|"
    r"OK|ok|你们?|您|了|啦|啊|呀|哈|的|[,。!~ ])+"
)
_TALK = re.compile(r"[吗?呢]$|怎么|为什么|什么时候|啥时候|几点|^(?:我叫|姓名|名字)|打电话|人工")
_CARD_IS = re.compile(r"(?:我的?|医保|社保|病历)?[卡本](?:就|还|都)?(?:在|给|放|交)|(?:医保|社保)卡|病历")
_DOSE = re.compile(
    r"(?:[一每1]?[天日]|每?次|早晚|早中晚|三餐|饭[前后]|早上|晚上|睡前)[^,。0-9]{0,3}?[吃各服用]?[0-9一二两三四半][次片粒颗丸]|[吃服]一?次"
)
_ANOTHER = re.compile(
    r"(?:还有|还要|另外|再加|再要|外加)(?![0-9一二两三四五六七八九十半]{1,3}(?:盒|瓶|支|包|天|个?星期|个?月|mg))"
)
_NOT_RECEIVED = re.compile(
    r"(?:没有?|还没|未)(?:人)?(?:收到|拿到|看[到见]|送到|送来)(?!钱|短信|通知)|(?:药|盒|规格|数量|东西|牌子|这|来)[^,。]{0,4}不对(?!起)|^不对[啊呀的]*$|药[^,。]{0,2}错|(?:送|拿|配|发)错"
    r"|少[了给]|缺了?[一两1-9]|(?:坏|破|碎|漏|过期|受潮)了|不是(?:我的|这[个种]|我要的)|不一样"
)
_LONGEST = 40
_LONGEST_GIVING_UP = 15
_LONGEST_ENDING = 20
_DIGITS = 3


def asks_how_far(text: str) -> bool:
    """Say whether a message asks where a request for medicine stands (到哪一步了, 药配好了吗)."""
    said = normalise(text).text
    return _STATUS.search(said) is not None and _NO_STATUS.search(said) is None


def says_not_received(text: str) -> bool:
    """Say whether who was brought their medicine says that it is not there, or not right: 没收到, 药不对, 少了一盒."""
    said = normalise(text).text
    return len(said) <= _LONGEST and _NOT_RECEIVED.search(said) is not None


def may_end(text: str) -> bool:
    """Say whether a message may say that something wished for is there (缬沙坦买到了): to be asked back."""
    return _OVER.search(normalise(text).text) is not None


def wants_no_more(text: str) -> bool:
    """Say whether a short message to the bot says in a clause that nothing is wanted any more (不要了，儿子买好了): of
    what, is asked back."""
    said = normalise(text).text.strip()
    return len(said) <= _LONGEST_ENDING and _NO_MORE.search(said) is not None and not re.search(r"[0-9?吗]", said)


def names_drug(text: str, drug: Drug) -> bool:
    """Say whether a message names that medicine, by any of its names."""
    said = normalise(text).text
    found = {one.name.medicine.generic for one in load().find(lower(said))}
    return drug.mention in said or (drug.generic is not None and drug.generic in found)


def read_strength(text: str) -> str | None:
    """Return the strength that an answer names, as written without spaces; None for none."""
    found = _STRENGTH.search(normalise(text).text)
    return found[0].replace(" ", "") if found else None


def names_one(text: str) -> bool:
    """Say whether an answer is the name of a medicine and no more."""
    said = normalise(text).text.strip(" ,。!")
    found = next(sure_names(said), None)
    return found is not None and found.start == 0 and len(said) - found.end <= _DIGITS


def tells_dose(text: str) -> bool:
    """Say whether an answer tells how it is taken (一天吃一次, 早晚各一片), and so neither how strong nor how many."""
    return _DOSE.search(normalise(text).text) is not None


def wants_another(text: str) -> bool:
    """Say whether an answer goes on to something else (还要一个降糖的), which is no amount of what was asked about."""
    return _ANOTHER.match(normalise(text).text.strip()) is not None and not is_amount(text)


def read_count(text: str) -> tuple[Decimal, str | None] | None:
    """Return how many an answer says, with its measure; None for none or more than anybody fetches. A number beside
    the name of a medicine is part of that (门冬胰岛素30的)."""
    said = as_boxes(normalise(text).text)
    if names_medicine(said) or tells_dose(said):
        return None
    read = read_quantity(said)
    return (read.value, read.measure) if read is not None and 0 < read.value <= 999 else None


def read_days(text: str) -> int | None:
    """Return how many days an answer says (14天, 两个星期, 一个月, 14); of several the last. None for none."""
    said = normalise(text).text
    found = [length_at(said, match.start()) for match in _NUMERAL.finditer(said)]
    days = [each[0].days + 30 * each[0].months for each in found if each is not None]
    if days and days[-1] > 0:
        return days[-1]
    count = read_count(said) if said.strip().isdecimal() else None
    return int(count[0]) if count is not None else None


def is_skip(text: str) -> bool:
    """Say whether an answer is that there is nothing to say (不知道, 跳过)."""
    return _SKIP.fullmatch(normalise(text).text.strip(" 。,!")) is not None


def gives_up(text: str) -> bool:
    """Say whether a short answer tells that its writer does not know, or cannot (不知道多大的, 拍不来)."""
    said = normalise(text).text.strip()
    return len(said) <= _LONGEST_GIVING_UP and _GIVES_UP.search(said) is not None and not re.search(r"[0-9]", said)


def is_polite(text: str) -> bool:
    """Say whether a message says no more than thanks or yes (谢谢你, 好的，等一下), and so answers nothing."""
    return _POLITE.fullmatch(normalise(text).text.strip()) is not None


def is_talk(text: str) -> bool:
    """Say whether a message asks something or tells a name, and is no place and no card: 今天能送吗, 我叫王秀英."""
    return _TALK.search(normalise(text).text.strip()) is not None


def is_amount(text: str) -> bool:
    """Say whether an answer is a strength or a count alone (5毫克, 2盒)."""
    said = normalise(text).text.strip(" 的,。!")
    if _STRENGTH.fullmatch(said) is not None:
        return True
    count = read_quantity(said)
    return count is not None and count.measure is not None and len(said) <= len(count.measure) + _DIGITS


def says_card(text: str) -> bool:
    """Say whether an answer tells where the card is (卡在我这, 医保卡给楼长了)."""
    return _CARD_IS.match(normalise(text).text.strip()) is not None


def says_hospital(text: str) -> bool:
    """Say whether an answer names a hospital or pharmacy and no card."""
    said = normalise(text).text
    return HOSPITAL.search(said) is not None and _CARD_IS.search(said) is None


def read_hospital(text: str) -> str:
    """Return the hospital or pharmacy that an answer names; all of a short answer that names none."""
    said = normalise(text).text
    found = HOSPITAL.search(said)
    return found["place"] if found else said.strip()[:_LONGEST]


def read_rest(text: str) -> tuple[str, str]:
    """Return the hospital or pharmacy that a message names, and what it says of the insurance card; empty for none."""
    said = normalise(text).text
    hospital, card = HOSPITAL.search(said), CARD.search(said)
    return (hospital["place"] if hospital else "", card["card"].strip()[:_LONGEST] if card else "")


def read_card(text: str) -> str:
    """Return what an answer says of the insurance card; all of it where it does not name one."""
    said = normalise(text).text
    found = CARD.search(said)
    return (found["card"] if found else said).strip()[:_LONGEST]


def read_name(text: str) -> Drug:
    """Return the medicine that an answer names: by the lexicon, else as written."""
    said = normalise(text).text.strip()
    found = next(sure_names(said), None)
    strength = read_strength(said)
    if found is None:
        return Drug(said[:_LONGEST], strength=strength)
    return Drug(said[found.start : found.end], found.name.medicine.generic, strength)
