"""Reads for whom a medicine is: 我爸 is 父亲, 宝宝 is 孩子, 钱阿婆 is a name, 我血糖高 is 本人."""

import re

from parsing.vocabulary.first_look import compiled
from parsing.vocabulary.illness import RECORDED
from parsing.vocabulary.pattern import any_of
from parsing.word import is_ordinary, is_person, is_surname, may_be_full_name

_KIN = {
    "母亲": "母亲 家母 老母亲 妈妈 老妈 姆妈 妈咪 老妈妈 妈 老娘",
    "父亲": "父亲 家父 老父亲 爸爸 老爸 爸 老爷子爸 阿爸 老爹",
    "丈夫": "丈夫 老公 先生",
    "妻子": "妻子 老婆 太太 媳妇 爱人",
    "孩子": "孩子 宝宝 小孩 小孩子 小朋友 儿童 娃 娃娃 小宝 大宝 二宝 小宝宝 宝贝 小囡 婴儿 幼儿 新生儿",
    "老人": "老人 老年人 老爷子 老太太 独居老人 老人家 老太 高龄老人 孤老 老伯伯 老婆婆 老爷爷 老奶奶",
    "儿子": "儿子",
    "女儿": "女儿 闺女 囡囡",
    "父母": "父母 爸妈 爹妈",
}
_AS_WRITTEN = any_of(
    r"爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳母|岳父|丈母娘|丈人|老丈人|老伴|女朋友|男朋友|孕妇|产妇|哥哥|姐姐|"
    r"弟弟|妹妹|孙子|孙女|外孙女?",
    r"舅舅|舅妈|姑姑|姑妈|阿姨|姨妈|叔叔|婶婶|伯伯|伯母|大伯|爷叔|嬢嬢|邻居|室友|同事|公婆|太婆|太公|阿婆|阿公|阿爷|"
    r"阿奶|好婆|嫂子|我哥|我姐|我弟|我妹",
)
_KIN_OF = {word: kin for kin, words in _KIN.items() for word in words.split()}
_WORDS = any_of(*sorted(_KIN_OF, key=len, reverse=True))
_RELATIVE = compiled(f"(?P<kin>{_WORDS})|(?P<own>{_AS_WRITTEN})")
_TITLE = any_of(
    r"阿姨|姨|叔叔?|婶婶?|伯伯?|伯母|爷爷|奶奶|老师|老伯|老太太?|老人|师傅|先生|女士|小姐|太太|大[爷妈姐哥叔嫂娘]|"
    r"阿[婆公爹奶姨爷]|外婆|外公",
    r"老爷子|婆婆|爷叔|好婆|嬢嬢|伯|嫂|妈妈|爸爸|姐|哥|公公|大伯|老板|同学",
)
_TITLED = compiled(rf"(?P<surname>[一-鿿])(?P<title>{_TITLE})")
_DOCTOR = re.compile(r"医生|大夫|主任|护士|药师")
# Whoever is asked, thanked or fetches is not the one who is ill.
_ASKED = re.compile(
    r"(?:麻烦|谢谢|感谢|多谢|请|请问|辛苦|找|问|联系|@|拜托|求|劳驾|让|托|叫|由|同|跟|和|呼叫|烦请|亲爱的|各位|有|"
    r"哪位|那位|多谢|给|私信?)(?:了|下|一下|楼长|团长|志愿者)?[ ]?$"
)
_THANKED = re.compile(r"(?:谢谢|感谢|麻烦|辛苦|多谢|请|让|托|叫|拜托)[^,。;!?]{0,3}$")
_KEPT_FROM = re.compile(r"(?:别让|不要让|别告诉|瞒着|骗)(?:我|俺)?$")
_NO_PATIENT_AFTER = re.compile(
    r"(?:们|群|医院|专用|用品|节|院|价|锁|保健|退热栓|口罩|医保|寄|买来|送来|去|会来|来取|来拿|帮我|帮忙取|可以去|"
    r"在上班|们好|证|带来|陪|给寄|开车|[们]?[,]?(?:麻烦|谁家|有没有|帮))"
)
_OWN = compiled(
    r"我(?:自己|本人|一直|现在|也|今天|昨天|都|常|每天|平时|最近|这两天|是|也是)?(?:有|患|得了|常吃|在吃|吃的|要吃|"
    r"要打|定期|每天|需要|要(?!求)|想要|血糖|血压|贫血|发烧|头|牙|胃|腰|咳|阳|失眠|的[^,。;]{0,10}(?:药|片|吃完|"
    r"用完|没|快|只够|[还只]剩|还[能够])|这是|这个?病|慢性病|甲减|甲亢|痛风|哮喘|高血压|糖尿病|心脏|喉咙|嗓子|皮肤|断药|自用|的[只就还也仅][够剩能]|"
    r"吃[^了过,。]{1,8}的)|本人|自己(?:吃|用)"
)
_IN_A_WORD = re.compile("门卫$")  # 门卫师傅
_NO_NAME = frozenset(_KIN_OF) | {"谢谢", "谢谢啦", "谢谢了", "麻烦了", "拜托了", "马上要", "方便", "楼长", "团长"}
_FOR_KIN = re.compile("[给替帮为]$")
_CLOSE = frozenset(
    ("母亲", "父亲", "丈夫", "妻子", "孩子", "儿子", "女儿", "父母", "老伴", "外公", "外婆", "爷爷", "奶奶")
)
_TAKEN = re.compile("[送带陪推背扶搀](?:我|我们|着|下|一下)?$")  # 借轮椅，送奶奶去复查
_SIGNED = re.compile(
    r"本人(?:签|身份证|到|来|去|持|刷脸|挂号|在场|拿|取|领)|(?:不[用需]|需要?|必须|得|非|不是|要)本人(?!吃|用)"
)
_LABEL = compiled(
    r"(?:(?:姓名|患者|病人|使用人|用药人|服药人|联系人|配药人|户主|名字)[ ]?:|姓名)[ ]?(?P<name>[一-鿿]{2,4})"
)
_TOKEN = re.compile(r"[一-鿿]{2,4}(?![一-鿿])")
_SIGNS = re.compile("\0[ ,]{1,2}(?P<name>[一-鿿]{3})[。!~ ]{0,2}$")  # …两盒，22-602 李国强
_AFTER_PLACE = re.compile("\0[ ,]?(?P<name>[一-鿿]{3})[ ,]")
_OF_NAME = re.compile("\0(?:的)?[ ]?(?P<name>[一-鿿]{2,3})家?的[\0药]")  # 26号何秀英的…
_LEADS = re.compile(r"[ ,、:;。\-\n\0(]{1,3}$")
_FORM_ENDS = re.compile(r"$|[ ,:;、。\n\0(\-0-9]")


def patient(text: str, *, form: bool = False) -> str | None:
    """Return for whom the medicine of `text` (normalised; places and medicines as NULs) is, 本人 for the speaker.

    `form`: the text is a line of a list or form, where a full name by itself is the patient."""
    labelled = _LABEL.search(text)
    if labelled is not None:
        return labelled["name"]
    named = _titled(text)
    if named is None and form:
        named = _full_name(text)
    if named is None and (owner := _OF_NAME.search(text)) is not None and _is_full_name(owner["name"]):
        named = owner["name"]
    if named is not None:
        return named
    relative = _relative(text)
    if relative is not None:
        return relative
    if (signed := _SIGNS.search(text)) is not None and may_be_full_name(signed["name"]):
        return signed["name"]
    own = _OWN.search(text)
    return "本人" if own is not None and not _SIGNED.search(text, max(0, own.start() - 2), own.end() + 4) else None


def _is_full_name(word: str) -> bool:
    if word in _NO_NAME or word in RECORDED or word[-1] in "要求配买托吃用说订开拿家":
        return False
    return may_be_full_name(word) or (is_surname(word[0]) and is_person(word))


def name_after_place(text: str) -> str | None:
    """Return the full name right after the place of a line that says no more than who needs what: 3-502 王秀英 …."""
    found = _AFTER_PLACE.search(text)
    return found["name"] if found is not None and may_be_full_name(found["name"]) else None


def _titled(text: str) -> str | None:
    """Return the first name with a title that is not somebody asked or thanked: 张阿婆, 周师傅."""
    for match in _TITLED.finditer(text):
        if not is_surname(match["surname"]) or _DOCTOR.match(text, match.end() - 2):
            continue
        before = text[max(0, match.start() - 5) : match.start()]
        if _ASKED.search(before) or (match["title"] in ("妈妈", "爸爸") and match["surname"] in "老"):
            continue
        if len(match[0]) == 2 and is_ordinary(match[0]):
            continue
        if _IN_A_WORD.search(text, max(0, match.start() - 1), match.start() + 1):
            continue
        return match[0]
    return None


def _full_name(text: str) -> str | None:
    """Return a name that stands by itself: anywhere if it looks like one, right after a place if it may be one."""
    for match in _TOKEN.finditer(text):
        lead = _LEADS.search(text, max(0, match.start() - 3), match.start())
        if (
            (match.start() and lead is None)
            or not _FORM_ENDS.match(text, match.end())
            or match[0] in _NO_NAME
            or match[0][0] in "我你他她"
        ):
            continue
        after_place = lead is not None and "\0" in text[max(0, match.start() - 2) : match.start()]
        may_be = after_place and len(match[0]) == 3 and is_surname(match[0][0]) and match[0] not in RECORDED
        before_place = "\0" in text[match.end() : match.end() + 2] and may_be_full_name(match[0])
        if may_be or before_place or is_person(match[0]):
            return match[0]
    return None


def _relative(text: str) -> str | None:
    found: str | None = None
    for match in _RELATIVE.finditer(text):
        kin = _KIN_OF.get(match[0], match[0].removeprefix("我"))
        before = text[max(0, match.start() - 6) : match.start()]
        if before.endswith("小") and kin in ("哥哥", "姐姐"):
            continue
        mine = before.endswith(("我", "我家", "我们家", "俺", "咱", "家里", "家有", "阿拉", "伲"))
        mine = mine or (kin in _CLOSE and _FOR_KIN.search(before) is not None)
        if _KEPT_FROM.search(before) or (not mine and (_ASKED.search(before) or _THANKED.search(before))):
            continue
        taken = kin in _CLOSE and _TAKEN.search(before) is not None
        if (not taken and _NO_PATIENT_AFTER.match(text, match.end())) or (
            kin in ("阿姨", "叔叔", "邻居", "同事", "先生") and not mine
        ):
            continue
        if found is None or found == "老人":
            found = kin
        if found != "老人":
            break
    return found
