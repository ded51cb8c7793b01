"""The words of rosters (花名册): how committees head their columns, tick, and say that there is nothing.

Headings are compared simplified, without blanks, brackets and signs: 楼 栋 号（必填）* is 楼栋号.
"""

_HOUSE = r"(?:楼栋|楼幢|楼宇|楼座|号楼|楼|栋|幢|座|号)"
_NUMBER = r"(?:号码|编号|名称|号|数|名)?"
_SOMEBODY = r"(?:户主|业主|房主|居民|住户|住户主|本人|家庭|房屋|承租人|产权人|人员|成员)"

#: (field, which of several such columns comes first, pattern of the whole heading). The first that fits is taken.
HEADINGS = (
    ("address", 1, rf"(?:楼|栋|幢|楼栋|楼号|号楼|楼幢|栋号|幢号)?(?:单元号?)?{_NUMBER}(?:门牌)(?:号码?)?"),
    ("address", 0, r"(?:家庭|居住|现居住?|现|房屋|房产|实际|详细|常住|实住)*(?:地址|住址|住所|居住地)"),
    ("address", 0, rf"{_HOUSE}号?(?:单元号?)?(?:房间|房|室|户室)号?"),
    ("lane", 0, r"(?:里弄|弄堂|弄)号?"),
    ("building", 0, rf"(?:所在|所属|居住)?{_HOUSE}{_NUMBER}|楼门号?"),
    ("unit", 0, r"(?:所在|所属)?(?:单元|门洞|楼道)(?:门?号|号码|编号|名称)?|门"),
    ("floor", 0, r"(?:所在)?(?:楼层|层数|层)(?:号|数)?"),
    ("room", 0, r"(?:门牌)?(?:房间|房屋|户室|房室|房|室)(?:号码|编号|室号|号)?|门牌室号"),
    ("contact", 0, r"(?:家庭)?联系人(?:姓名|名字)?|(?:户主|业主|联系人)(?:或|户主|业主|联系人)+(?:姓名)?"),
    ("contact", 1, rf"{_SOMEBODY}?(?:姓名|名字)|(?:户主|居民|住户)(?:名称)?"),
    ("contact", 2, r"(?:业主|房主|承租人|产权人|租客)(?:名称|姓名)?"),
    ("phone", 0, rf"(?:联系人|{_SOMEBODY})?(?:移动)?(?:手机|手机联系|联系)?(?:电话|手机|联系方式|号码){_NUMBER}"),
    ("phone", 0, r"(?:手机|电话|联系)+(?:号码|号)?|联系方法"),
    ("phone", 1, r"(?:固定|家庭|住宅)电话|固话|座机|宅电"),
    ("size", 0, r"(?:实住|实际居住|现住|常住|居住|在住|在家|同住)(?:总)?(?:人数|人口数?)"),
    ("size", 1, r"(?:家庭|户内|总|共|全家)*(?:人数|人口|人口数|口数|人口总数|总人数|几口人)"),
    ("size", 2, r"户籍(?:总)?(?:人数|人口数?)"),
    ("alone", 0, r"(?:是否|是不是|有无)?(?:独居|孤老)(?:老人|老年人|长者)?(?:户|与否)?"),
    ("no_phone", 0, r"(?:是否|是不是)?(?:无|没有|没|不用|不会用)(?:智能)?(?:手机|微信)(?:户|老人)?"),
    ("has_phone", 0, r"(?:是否有?|有无|有没有|有)(?:智能)?(?:手机|微信)|智能手机"),
    ("small_child", 0, r"(?:是否有?|有无|有没有|有)?(?:婴幼儿|婴儿|幼儿|小孩|儿童|宝宝)(?:数|人数|情况)?"),
    ("language", 0, r"(?:使用|所用|日常)?(?:语言|语种|外语)|(?:是否|是不是)?外(?:籍|国)(?:人士?|居民)?"),
    ("marks", 0, r"(?:特殊|重点|关爱|关注)?(?:标记|标签|标注|人群|人员类别|人群类别|类别|特殊情况|情况)(?:类别|类型)?"),
    ("note", 0, r"备注|说明|附注|注|其他|其它|其他情况|其它情况|备注说明"),
)

#: Columns that number the rows: nobody misses them.
COUNTING = frozenset(("序号", "编号", "序", "行号", "no", "id", ""))

#: A row that begins so is no household.
FOOTERS = (
    *("合计", "总计", "小计", "共计", "总数", "总户数", "说明:", "注:", "备注:"),
    *(f"{act}{who}" for act in ("制表", "填表", "填报", "审核", "统计") for who in ("人", "单位", "时间", "日期", ":")),
)

#: An example in the template: the note that begins so.
EXAMPLE = "示例"

#: How a cell says that there is nothing to say.
NOTHING = frozenset(
    (
        "",
        "无",
        "没有",
        "没",
        "暂无",
        "空",
        "不详",
        "未知",
        "不清楚",
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "n/a",
        "none",
        "null",
    )
)

YES = frozenset(("是", "有", "对", "真", "√", "✓", "✔", "☑", "●", "1", "y", "yes", "t", "true", "v", "ok"))
NO = NOTHING | frozenset(
    ("否", "不是", "不", "非", "假", "0", "n", "no", "f", "false", "x", "×", "✗", "✘", "☐", "□", "○")
)

#: What marks are called in a column of words.
MARK_WORDS = {
    "alone": r"独居(?:老人|老年人|长者|户)?|孤老|孤寡老人",
    "no_phone": r"(?:无|没有|没|不用|不会用)(?:智能)?(?:手机|微信)(?:户|老人)?",
    "small_child": r"(?:有)?(?:婴幼儿|婴儿|幼儿|小孩|宝宝|小宝宝)(?:户)?",
    "other_language": r"(?:说|讲)?外语|外籍(?:人士?|居民)?|外国人",
}

#: Languages in which the bot writes already.
OWN_LANGUAGES = frozenset(
    ("中文", "汉语", "普通话", "国语", "中国", "中国籍", "上海话", "沪语", "方言", "本地话", "汉")
)
