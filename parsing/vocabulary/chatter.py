"""What says that words about goods are no order: questions, what is past, adverts, resale, reports, quotations."""

from parsing.vocabulary.first_look import compiled
from parsing.vocabulary.pattern import NUMBER, any_of

QUESTION = compiled(
    any_of(
        r"伐(?=$|[ ,。!~还])|阿[要是有好]|[?？]|吗|么$|多少|几(?!乎)|什么|啥|怎么|咋|哪|有没有|是不是|是否|"
        r"要不要|能不能|可不可以|谁",
        rf"[{NUMBER}][^,。\n]{{0,4}}还是[^,。\n]{{0,3}}[{NUMBER}]",
        r"还有(?=$|货|[ ]*没)|有货|呢$|请问|没有$|还是(?![要订来])[^,。\n]{1,8}好(?![了啦])",
    )
)
# Questions that ask for goods all the same: 能给我留4袋吗, 半个可以吗.
REQUEST = compiled(
    r"(?:能|可以|可不可以|能不能|能否|麻烦|请|帮忙|方便)[ ]?[再也还]?(?:不能)?请?[您你]?再?"
    r"(?:帮忙|帮我家?|给我家?|帮|为我)?[ ]?[再多也先]?"
    r"(?:[留改加要订定退减少换来拿买带补拼接+]|取消|追加|预留)"
    r"|(?:可以|[行成好])[不吗么吧嘛伐]+[ ?]*$|(?:行不行|可不可以|好不好|可否)[ ?]*$"
)
# Words that ask for something else, even in such a form.
ASKS_ELSE = compiled(r"多少|几|什么|怎么|哪|谁|还有")
EXPLICIT = compiled(
    rf"[+][ ]?[{NUMBER}]|我家?[就先再也还只]?[要订定来补][ ]?[+]?[{NUMBER}]|这[次回][再就也]?[要来订][ ]?[{NUMBER}]"
    r"|帮我[留订带拿]|给我再?[留来订]"
    rf"|(?<![^,。;!~ \n])(?:再|另外?|顺便)?[来要订][ ]?[{NUMBER}][份个盒箱袋瓶包桶斤只条罐板提]"
)
WISHED = compiled(r"要|来|留|订|加|改|退|取消")
# A question of what it all comes to: two of this and one of that, how much?
ASKS_PRICE = compiled(r"多少钱|怎么[卖算]|几块|几元|什么价|啥价|价格|价钱")
FETCHING = compiled(r"[来去][拿取领]|下楼[拿取领]")

# Said in a line: it is no order of now.
PAST = compiled(
    any_of(
        # had, fetched, missing, spoilt
        r"已自?[取拿领收提]|已经?[送放挂](?:[到在至达去好完上您你0-9]|门口)|[送放挂]到[^,。!就\n]{1,6}(?<![好行])了|[送放挂]在?(?:[您你]|我[家这那])[^,。!就\n]{0,6}了|[取拿领]好?了|抢到了|没[抢买]到|[取拿领]走|取过|收到|没收|没到|没给|没送|少给|还差|漏[发给送]|都没|到[货了]",
        rf"少了[{NUMBER}]?.?$|坏了|烂了|破了|[送放]错|(?<!手滑)(?<!刚刚)(?<!刚才)发错(?!群)|捡到|送来",
        r"分[到了]|领到|拿到|拿错|吃[了过完]|喝[了过完]|用完|剩",
        # ordered or bought before
        rf"我们?家?(?:刚才?|之前|早上|上午)?[订定买拍团报]了?的(?!是|话)[^,。!?\n]{{0,6}}[{NUMBER}]",
        rf"已经?[订买拍团报]|已经?下单|[我你他她][的那这][ ]?[{NUMBER}]|有买|买了|买过|买的|买入|刚买|刚才买",
        rf"(?<![要订定加改退换错漏忘])了[ ]?(?![0-9]{{1,3}}[-#栋幢座号])[{NUMBER}]|(?:上次|"
        rf"上回)(?!那?[个种]?[^,。]{{0,3}}(?:味|牌|款|一样))|昨[天晚日]|前[天几]|之前[买订]|订过|的钱|转[你您]",
        # there is some, there is none
        rf"还有[{NUMBER}几好很]|家里有|已经有|库存|现货还?有|缺货|卖完|没货|售罄",
        # only thought of
        rf"下次|下回|改天|订重|多出[ ]?[{NUMBER}]",
        r"想着|想想|考虑|(?<!不够)再说|的话$|本来|原本想|差点|以为|打算|听说|平时|每[天周月次]|一般|以前|小时候",
    )
)
# One's own order, spoken of: 我订的两盒改成三盒, 我那两盒不要了.
OWN_ORDER = compiled(
    rf"(?:我们?家?|[你他她])(?:刚才?|之前|早上|上午|昨[天晚])?(?:[要订定买拍团报留]了?)?[的那这][ ]?[{NUMBER}]+"
    rf"|(?:之前|刚才|昨[天晚]|早上|上午)[要订定买拍团报留]了?的?[ ]?[{NUMBER}]+"
)
# What somebody thinks of what was had before is no more than a remark beside an order: 对了上次的很甜.
OPINION = compiled(
    r"[ ]?(?:对了|话说|顺便说?一?[句下嘴]?|另外说)?[, ]?(?:上[次回]|之前|以前)[^,。!?\n]{0,8}"
    r"(?:好[吃用看喝甜香闻活]|甜|不错|新鲜|赞|活了|香|喜欢|满意|划算|一般|难吃|[坏烂]的?$)"
)
# What the family says of it, without goods and numbers: 退1张，老公说用不完.
FAMILY_SAYS = compiled(
    rf"(?<![^,。;!~ \n])(?:我|俺)?家?里?(?:老公|老婆|爸妈|妈|爸|婆婆|公公|孩子|儿子|女儿|先生|太太)(?:们|都|也)?"
    rf"(?:说|讲|喊)(?![:：])[^,。;!?\n{NUMBER}\ue001]{{1,12}}(?=[,。;!~\n]|$)"
)
# What was ordered before: 3-502那两盒.
THAT = compiled(rf"[那这][ ]?[{NUMBER}]")
PAID = compiled(rf"(?:刚刚?|已经?|都)?(?:转|付|打)(?:给)?[你您](?:[ ]?[{NUMBER}.]+[元块]?)?(?:钱)?[了啦过]?")
THIS_TIME = compiled(r"这[次回]|今天|再[来要订留加拿]")
# A condition, unless it is only that there be some left.
CONDITION = compiled(r"没有?货?的话|(?:如果|要是|假如|万一)(?!.{0,6}(?:还有|有货|有剩|有多|有的话|有就))")

# Said anywhere: the whole message is something else.
ELSEWHERE = compiled(
    any_of(
        # adverts and jobs
        rf"下载|APP|app|邀请码|优惠券|折扣码|红包|扫码|加微信|(?:的|请|可)加我(?![{NUMBER}家])|加我[ ]?(?:微|"
        rf"[vV]|薇|好友|私)|(?<!一)起[送订拼卖]|私我|(?<![他她])私聊|招聘|招人|招工|兼职|日结",
        r"包吃|返利|点击|链接|https?:",
        # resale and barter
        r"转让|出售|低价出|闲置|二手|以物换物|谁要|有人要吗|有需要的(?!.{0,30}接龙)",
        rf"(?:^|[\n,。 ])(?:出|求|求换|求购|收|换)[ ]?[{NUMBER}][^\n]{{0,16}}(?:[,。 ]|元|自提|换|$)",
        r"[可想愿][以意]?[用拿][^\n]{1,12}换|多(?:买|出来|余|订)了?[^\n]{0,6}[转出让]",
        # prices elsewhere, cooking, jokes, what is not decided
        r"(?:超市|菜市?场|外[面头]|别[家处]|网上|淘宝|京东|拼多多)[^\n]{0,12}?(?:[0-9][ ]?[元块毛]|便宜|更?贵)",
        rf"\ue001(?:炒|炖|煮|烧|焖|煲|拌|蒸|煎)\ue001|打[{NUMBER}]个(?=[ ,。]|$)|下锅|焯水|翻炒|起锅",
        r"开个?玩笑|说着玩|逗你|闹着玩|的(?:发票|收据|小票|照片|图片|截图|做法)",
        r"(?:[明后]天|晚点|晚上|回头|等下|等会儿?|一会儿?|到时候?)再(?:定|决定|说|看|想|告诉)|还没(?:想好|定|决定)",
        r"(?<![0-9.])[0-9.]+[ ]?[元块](?:钱)?吧",
        # tests and health
        r"核酸|抗原(?:[阴阳已自检]|结果)|阴性|阳性|体温|进场|健康码|打卡|签到|隔离|确诊|疫苗",
        r"小火|中火|大火|慢炖|收汁|出锅|[一两1-3半]勺|\ue001(?:烧|炒|炖|焖|煮|煎)[一-鿿]{1,3}(?=[,。!]|$)",
        r"(?:隔壁|别的|其他|人家)(?:小区|群)|认领|送人|没人[领拿取要]",
        r"(?:要|需要)的(?:来拿|自取|拿走|自提)",
        # what the client writes
        r"撤回了一条消息|加入了群聊|邀请[^\n]{1,20}加入|拍了拍",
    )
)
QUOTED = compiled(
    any_of(
        r"[“\"「『](?!\ue000+[”\"」』])[^”\"」』\n]{2,80}[”\"」』]|(?:说|问|讲|喊|写着|回复)[ ]?[:：“\"「]",
        r"(?:他|她|我妈|我爸|老公|老婆|群里|有人|邻居|人家|楼[上下]|对门|隔壁|谁)家?们?(?:说|问|喊|讲|订了|要了|买了)",
    )
)
