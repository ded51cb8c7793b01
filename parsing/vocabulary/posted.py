"""The words of posted lists (接龙) and of their organisers (团长)."""

import re

from parsing.vocabulary.pattern import any_of

TAG = re.compile(r"^[ ]*#[ ]?(?:接龙|group[ ]?note)[ :]*", re.IGNORECASE | re.MULTILINE)
#: A first line that says whose orders follow: 我们3号楼统计, 5栋要的.
TELLS_WHOSE = re.compile(
    r"[ ]*(?:我们|咱们|这是|帮|大家)*[0-9一二三四五六七八九十]{1,3}(?:号楼|栋|幢|座|单元|楼)"
    r"(?:的|要的?|一共|全部|邻居们?|住户|统计|汇总|登记|报名|订单|接龙|这边|如下|[ :：])*"
)
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
# What a header says of the buy as a whole: 满20份成团, 最多40箱, 明天四点8号楼下取.
TERMS = re.compile(
    r"(?:满|最多|最少|至少|限购?|每[人户家]限?|仅限|不足|够|凑够?|凑满)[ ]?[0-9一二两三四五六七八九十]"
    r"|[^\n]*(?:成团|起[送订拼团]|封顶|限购)"
    r"|(?:[今明后][天晚]|[本下]?(?:周|星期)[一二三四五六日天末]|[上下]午|晚上)[^\n]*(?:[拿取领发]|自提|到货)"
)
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
        r"打卡|健康[码报申]|报名|会议|开会|签到|核酸|抗原|上报|同意|反对|赞成|表决|检测|体温|接种|疫苗|志愿者|活动|跑步",
        r"羽毛球|消杀|消毒|收到(?:请|的)?(?:接龙|回复)|接龙收到|停[水电]|维修|缴费|物业费|捐款|募捐|众筹|投诉|回收|义诊|讲座|体检|理发|磨刀|选举|签名|意见|出门|情况|群规|电影|演出|份子|生日会|聚会|AA|每[家户][0-9]|宽带|挂号|抽签|车位|督导",
        r"篮球|足球|徒步|聚餐|打球|运动会|成语|词语|古诗|诗词|歌名|歌曲|猜谜|游戏|填表|登记表|统计|投票",
        r"调查|学习|背单词|读书|作业|值班|排班|返校|返岗|到校|到岗|出入|请假|参加|出席|问卷|拼车",
    )
)
# People meet: what somebody brings along (带拖把2把) is nothing that anybody orders.
MEETING = re.compile(
    r"(?:大扫除|百家宴|百家饭|野餐|植树(?!节)|义务劳动|打扫卫生|集合)(?!用品|工具|套装|神器|食材)|每[家户人个]+?(?:自)?带"
)
# An entry that says who comes, how many, and with what.
COMES = re.compile(
    r"[0-9一二两三四五六七八九十][ ]?[人位名口](?=[ ,。\n]|$)|(?:[ ,、:]|自|我|可以?|会|负责)带(?!鱼|子)"
)
GOODS = re.compile(r"团购|拼团|拼单|团$|[0-9][ ]?[元块]|[¥￥]|/[份斤箱盒袋包瓶桶只个]", re.MULTILINE)
# A title that names a shop or a kind of things, and no good.
OF_MANY_GOODS = re.compile(
    r"用品|拼单|超市|杂货|零食|百货|盒马|山姆|叮咚|美团|代购|物资|日用|点心|饮料|奶茶|咖啡|外卖|下午茶|早餐|[午晚]餐"
)
PEOPLE = frozenset("人位名口户")

# --- the organiser --------------------------------------------------------------------------------------------

CLOSING = re.compile(
    any_of(
        r"(?:截[单团止]|收单|封单|封团|关[单团]|结单|结团|停止接[龙单]|接龙结束|结束接龙|团购结束)",
        r"不再?[接收加](?:单|龙|新单|受)?了|(?:后面|之后|后来|再来|晚来|迟来)的?(?:都|就|一律)?不(?:再?[接收算]|加)",
        r"已满[单员团]?[,。了! ]*(?:不接|截单)|停接",
    )
)
# Opens a closed buy again, or says that it shall stay open.
REOPENING = re.compile(
    any_of(
        r"(?:撤销|取消|撤回|收回)(?:了|一下)?(?:刚才的|刚刚的)?(?:截[单团止]|收单|封单|关单)",
        r"(?:重新|恢复|继续|再次|又)(?:给大家)?(?:开[团单放始]|接[单龙受]?)|再(?:开|接)一?(?:会儿?|下|阵)",
        r"先不(?:截|收单|封单|关单)",
    )
)
# Calls a buy off: 这个团取消了, 没成团，取消, 鸡蛋团不开了.
CANCELLING = re.compile(
    any_of(
        r"(?:团购?|接龙)(?:就|先|也|只好|只能|还是){0,2}(?:取消|作废|不开|不团|不做)(?:了|吧|啦|咯)?",
        r"(?:取消|作废)(?:掉|了)?(?:这[个次]|本次|今天的)?(?:团购?|接龙)",
        r"(?:人[数太]*(?:太|不)[少够]了?|(?:没有?|[凑不]不|没凑)[满够][^,。0-9]{0,4})[,。 ]{0,2}"
        r"(?:这[次个]|那|就|只好|先|算了[, ]?){0,3}(?:不(?:开?团|开|做|拼)了|取消)",
        r"(?:没|不|未)(?:有|能)?成团[,，。 ]{0,2}(?:就|先|只好|只能|那就){0,2}(?:取消|作废|不开)",
    )
)
# Takes back what one said last: 撤回, 撤回刚才那条; not 撤回截单, and no order.
WITHDRAWING = re.compile(
    r"[ ]*(?:不好意思|抱歉|对不起|我)?[ ,，]?(?:撤回|收回)"
    r"(?:刚才|刚刚|上面|上一|前面|最后|我|条|那|的|话|消息|说|发|句|一|了|吧|谢谢|[ ,，。!！~]){0,10}"
)
# What may stand around the closing words without changing them; a time, a condition or a negation is none of these.
AROUND_CLOSING = re.compile(
    any_of(
        r"@?(?:大家|各位|亲们?|所有人|全体成员|邻居们?|家人们|姐妹们)好?|现在|这就|那就|那|已经?|正式|时间|都?到[了点]?|满了?",
        r"[这本该]?[个次]?(?:团购?|接龙|单子?)|好[了的吧]?|ok|OK|谢谢|感谢|辛苦|就到这里|了|啦|咯|喽|哈+|哦+|啊|呀|嗯+|噢|的",
        r"今[天日晚](?=[^\n]{0,30}[了啦咯])|已满|够了|不再?接(?:单|龙)?|停接|[\W_]",
    )
)
ECHO = re.compile(r"收到|[您你]|@|已[登记留加改]|好的|没问题|OK|ok|记下|记上")
ASIDE = re.compile(
    r"还有[0-9]|还剩|剩[0-9]|现货|成团|起送|起订|预计|到货|限购|每人限|库存|满[0-9]|的[^,。\n]{0,12}(?:[放送挂搁]|拿)[^,。就\n]{0,6}(?<![好行够])了"
)
#: Words by which an organiser may call his buy off, or decline for himself: 这次不做了.
GIVES_UP = re.compile(
    r"(?:^|[,。 ])(?:这[次个回]?|就|那|先|我们|大家|都|只好|算了[, ]?){0,4}不[开做]?[团开做拼]了(?=[ ,。!~吧啦]|$)"
)
#: What others told the organiser elsewhere, or what he left out: the rooms in it are whose orders these are.
PASSED_ON = re.compile(
    r"漏[了记掉]|补(?:一下|登|记|上)|代(?:登|记|报)|私信?我|私聊我|(?:微信|电话)[^,。\n]{0,4}(?:我|要|说|订)|打电话|托我"
)
HIMSELF = re.compile(r"我(?:自己|[家也就先再])*(?:[要订定来留加改退]|不要|取消)|自己[要留来]|给自己")
