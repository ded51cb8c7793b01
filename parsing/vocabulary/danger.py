"""What people say when somebody's life may be in danger, and what makes such words a way of speaking, or a tale."""

from parsing.vocabulary.first_look import compiled
from parsing.vocabulary.pattern import any_of

_BREATH = r"喘不[上过]来?气|透不过气|上不来气|窒息"
_FAINT = r"昏过去|昏倒|晕倒|晕过去|休克"

DANGER = compiled(
    any_of(
        rf"{_BREATH}|{_FAINT}",
        r"胸痛|胸口(?:很|好|一直|突然)?[疼痛]|心口[疼痛]|呼吸困难|呼吸急促|没有?呼吸|不会呼吸|昏迷|不省人事|叫不醒|喊不醒|"
        r"没有?意识|失去意识|没反应了|抽搐|惊厥|大出血|吐血|咳血|噎[住到着]|误[服食吞]|服毒|喝农药|轻生|自杀|割腕|口吐白沫|"
        r"半边身子不能动|嘴歪|口齿不清|倒在地[上下]|倒地不|一动不动|心梗了|突发(?:心梗|脑梗|中风)|心脏病(?:犯|发作)|"
        r"心脏(?:很|好|突然)?[疼痛]|(?:孩子|宝宝|全身|浑身)(?:发烧|突然|在|都)?抽筋|煤气中毒|一氧化碳中毒|不想活了|羊水破|"
        r"摔[了倒跤][^,。;!?\n]{0,6}(?:动不了|起不来|不能动|不会动)|胸闷[^,。;!?\n]{0,4}(?:气急|冒冷汗|要命|受不了)|"
        r"(?:孩子|宝宝)[^,。;!?\n]{0,4}(?:[吃喝吞]了(?:半|一整|整)[瓶盒板]|误[吃喝吞])|"
        r"(?:喊|叫|呼|听[到见])[^,。;!?\n]{0,6}救命|(?:摔|跌)倒[^。;?\n]{0,6}(?:谁来|快来|来人|扶不)|心跳停|嘴唇发紫|脸色发紫|摔下来|触电|(?:打|拨|叫|喊|呼)(?:了)?120(?![0-9])",
    )
)

# --- a way of speaking ----------------------------------------------------------------------------------------

#: Words of danger that people also use for a strong feeling: by which feeling, which words. Of heat and the like it is
#: only the wish to be dead, and of worry it is not that: it may be meant.
OF_MIRTH = compiled(
    rf"{_BREATH}|{_FAINT}|没有?呼吸|不会呼吸|呼吸困难|抽搐|抽筋|吐血|心梗了|不想活了|胸口[疼痛]|心口[疼痛]|心脏[疼痛]"
)
OF_FEELING = compiled(rf"{_BREATH}|吐血|心梗了")
OF_SMELL = compiled(_BREATH)
OF_DISCOMFORT = compiled(r"不想活了")
OF_ALMOST = compiled(_FAINT)
#: What somebody who is named has, however merry: no word of mirth lets it go, only laughter itself.
OF_BODY = compiled(rf"{_FAINT}|抽搐|抽筋|吐血|心梗了|胸口[疼痛]|心口[疼痛]|心脏[疼痛]")

LAUGHTER = compiled(r"哈哈|嘻嘻|[😂🤣😆]")
MIRTH = compiled(
    r"哈哈|嘻嘻|[😂🤣😆]|笑[死得到疯哭喷抽晕岔]|好笑|搞笑|可笑|笑不活|(?:帅|美|可爱|甜|乐)[得到]|令人窒息|窒息操作"
)
SMELL = compiled(r"臭|难闻|异味|味道|味儿|气味|怪味|熏得")
#: A smell of these is a danger itself.
HAZARD = compiled(r"煤气|燃气|天然气|液化气|瓦斯|一氧化碳|烟|着火|火灾|起火|烧焦|焦味|焦糊|消毒|毒|农药|油漆|化学")
DISCOMFORT = compiled(r"(?:热|冷|困|闷|臭|熏|丑|尬|馋|挤)(?:得|到|死)")
#: Of feelings: they are the speaker's own (气得我), or had by nobody else who is named.
MINE = compiled(r"(?:气|吓|累|忙|烦|急|压|催|卷|看|愁|心疼)(?:得|到|死)我")
FEELING = compiled(
    r"(?:气|吓|累|忙|烦|急|压|催|卷|愁|多|贵|堵|逼)(?:得|到|死)|(?:作业|网课|老板|甲方|领导|考试|成绩|房贷|房价|股[市票]|KPI|"
    r"压力|物价|菜价|价格|账单|工作)[^,。;!?\n]{0,6}(?:多|大|重|太|压|逼|催|烦|卷|贵|涨|跌)"
)
ALMOST = compiled(r"差一?点|险些|几乎")
SOMEBODY = compiled(
    r"爸|妈|爷爷|奶奶|公公|婆婆|外[公婆]|老伴|老[人公婆头]|(?:孩子|宝宝|儿子|女儿|娃)(?!的?(?:作业|网课|成绩|功课|考))|阿[婆姨]|"
    r"大[爷妈]|邻居|有人|[他她]|岁"
)
#: What is felt in the body, or cried for: then nothing is a way of speaking.
MEANT = compiled(
    r"突然|忽然|胸|心慌|冷汗|哮喘|气喘|过敏|发烧|药|吸氧|氧气|救命|快来|来人|救护|120|医院|医生|嘴唇|脸色|[打拨]电话|老毛病"
)

# --- a tale, or long over -------------------------------------------------------------------------------------

TAUGHT = compiled(r"(?:演练|讲座|课程|急救课|培训班?|科普|知识)(?!的?时|现场|[中里上]有人)|预防(?!针|接种)")
TOLD = compiled(
    r"(?:电影|电视剧?|剧|新闻|视频|小说|游戏|抖音|朋友圈)(?:里|上|中|说|报道|讲|演)|看[到了](?:[个条]|一[个条])?新闻|故事里"
)
CRY = compiled(r"突然|现在|刚才|刚刚|快来|救命|来人|救护")
LONG_AGO = compiled(r"去年|前年|以前|小时候|当年|那次|上次|那年|曾经")
NOW = compiled(r"现在|刚才|刚刚|突然|今[天早晚]|又|再|还在|快来|救命|怎么办|来人|一样|同样|像|越来越")
OVER = compiled(
    r"(?<![没不未有见说讲得为望愿该能])(?:没什么?(?:大)?事|没事(?=了|[,! ]|$)|好多了|好转|抢救过来|救过来|救回来|"
    r"平安(?=了|无事|[,! ]|$)|已?恢复|缓过来|醒过?来了|脱离危险)(?!了?[吗么吧没])|(?:医生|大夫)[^,。]{0,4}说没事|"
    r"(?:(?<=[,! ])|已经?|现在|都|完全|后来|也)好了(?![吗么吧没])"
)
