"""Tells ordinary words from names, with jieba's dictionary. It is loaded once, on first use or by `load`."""

import re
from functools import lru_cache

import jieba

from parsing.vocabulary.pattern import any_of

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢"
    "安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝"
    "路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏"
    "宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_TITLE = re.compile(
    any_of(
        r"阿姨|姨|叔叔?|婶婶?|伯伯?|伯母|爷爷?|奶奶?|妈妈?|爸爸?|老师|师傅|先生|女士|小姐|太太?|医生|大[爷妈姐哥叔嫂娘]",
        r"姐姐?|哥哥?|嫂子?|外[婆公]|婆婆?|阿[婆公爹奶]|姆妈|爷叔|好婆|公公|弟弟?|妹妹?|同学|总|工|主任|舅舅?|姑姑?|老[板太伯]",
        r"宝宝?|家属|女儿|儿子",
    )
    + r"[0-9]?$"
)
_LONGEST_TITLED = 6
_PARENTS = frozenset("妈爸")
_KIN = frozenset(
    ["阿婆", "阿公", "外婆", "外公", "爷爷", "奶奶", "阿姨", "婆婆", "公公", "伯伯", "婶婶", "大爷", "大妈"]
)
_NOT_A_PERSON = frozenset(
    (
        "老干妈",
        "大姨妈",
        "老婆饼",
        "狗不理",
        "加工",
        "手工",
        "娃哈哈",
        "外婆菜",
        "东方树叶",
        "王老吉",
        "康师傅",
        *["小时", "小包", "小康", "小费", "小车", "小米", "小麦", "小贝", "小成", "老成", "小曲", "小路", "小沙"],
    )
)
# What foods end with: 黄桃 and 白玉菇 begin with surnames.
_FOODS = frozenset(
    "桃瓜菜肉蛋奶米面油鱼虾蟹饼糕包粉豆茶酒水果梨橙桔橘枣莓菇笋鸡鸭鹅牛羊排汤粥饭糖盐酱醋饮酥卷条片丸饺串粽薯椒藕芋馍肠蒜粑"
)
_IN_NO_NAME = frozenset("了谢您你我啦哦吧呢吗的是要不有来去就都也再还点个份只")  # 谢谢您, 麻烦了
_FREQUENT = 10  # of jieba's counts; names of people that its dictionary has are rare
_CALLED = re.compile(r"(?:老|小|阿|大)[一-鿿]{1,2}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'\-]*(?: [A-Za-z][A-Za-z.'\-]*)*[0-9]{0,4}")
_DOUBLED = re.compile(r"(?![说看试尝想问等走聊谈瞧听常天刚人家样多少])(?:([一-鿿])\1|[一-鿿]([一-鿿])\2)")


@lru_cache(maxsize=1)
def load() -> jieba.Tokenizer:
    """Return our own tokenizer with its dictionary in memory (0.6 s, 70 MB), without the cache file jieba writes."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


@lru_cache(maxsize=4096)
def is_ordinary(word: str) -> bool:
    """Say whether jieba's dictionary has `word`, or cuts it into words of two characters or more that it has."""
    frequencies = load().FREQ
    if frequencies.get(word):
        return True
    pieces = load().lcut(word[:16], HMM=False)
    return all(len(piece) > 1 and frequencies.get(piece) for piece in pieces)


def is_rare(word: str) -> bool:
    """Say whether jieba's dictionary has `word` for a word that hardly anybody uses: 水脚, 平果."""
    return 0 < (load().FREQ.get(word) or 0) < _FREQUENT


@lru_cache(maxsize=4096)
def is_titled(word: str) -> bool:
    """Say whether `word` is a name with what people are called by: 王姐, 钱大爷, 豆豆妈, 陈奶奶."""
    title = _TITLE.search(word)
    if title is None or not 0 < title.start() < len(word) <= _LONGEST_TITLED or word in _NOT_A_PERSON:
        return False
    return len(title[0]) > 1 or not is_ordinary(word) or (len(word) > 2 and word[-1] in _PARENTS)  # 小宝妈


def is_surname(word: str) -> bool:
    """Say whether `word` is one character that families are called by."""
    return len(word) == 1 and word in _SURNAMES


def may_be_full_name(word: str) -> bool:
    """Say whether `word` is as long as a full name and begins with a surname, though its parts are ordinary: 王小明."""
    if len(word) != 3 or word[0] not in _SURNAMES or is_food(word) or word in _NOT_A_PERSON:
        return False
    if not _IN_NO_NAME.isdisjoint(word[1:]):
        return False
    return (load().FREQ.get(word) or 0) < _FREQUENT


def is_food(word: str) -> bool:
    """Say whether `word` ends as what is eaten does: 青菜, 鸡蛋, 土豆."""
    return word[-1:] in _FOODS


@lru_cache(maxsize=4096)
def is_person(word: str) -> bool:
    """Say whether `word` looks like what a neighbour is called: 王姐, 老赵, 豆豆妈, 沈芳, Nancy."""
    if not 1 < len(word) <= 12 or word in _NOT_A_PERSON:
        return False
    if _LATIN.fullmatch(word):
        return True
    if len(word) == 2 and word[1] == "家" and word[0] in _SURNAMES and word[0] not in "安成管顾全万农":
        return True  # 许家
    if is_titled(word) or word in _KIN or _DOUBLED.fullmatch(word):
        return True
    if len(word) == 2 and word[0] in "老小阿" and word[1] in _SURNAMES and word not in _NOT_A_PERSON:
        return True
    if is_ordinary(word) or word[-1] in _FOODS:
        return False
    return bool(_CALLED.fullmatch(word)) or (word[0] in _SURNAMES and len(word) <= 3)
