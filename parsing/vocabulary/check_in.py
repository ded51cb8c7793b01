"""Words of check-ins (报平安): being well, needing help, being away. As elders say them, Shanghai's among them."""

import re

#: Something is wrong. What takes it back stands right before it (没摔, 不疼了, 不用帮忙): see `DENIED`.
HELP = re.compile(
    r"""
      (?:不|勿|弗)(?:太|大|是很)?(?:舒服|适意|舒坦|灵光)
    | (?<!好)不(?:太|大)?好(?!意思|吃|看|走|用|买|弄|说|办|听|喝|玩|客气|麻烦)
    | 难受 | 难过得 | 要命 | 救命 | 救救 | 救我
    | [摔跌]了?(?:一|倒|跤|跟|下来|坏|伤|$|[了,。!，！ ])
    | (?<![止镇])[疼痛](?![药膏片贴风经])
    | 头晕 | 头昏 | 晕倒 | 晕了 | 胸闷 | 闷得 | 点闷 | 心慌 | 心口 | 喘不 | 气急 | 透不过气 | 憋气
    | 起不来 | 爬不起 | 动不了 | 站不(?:起|住) | 走不动 | 不会动
    | 半(?:边|身)[^,。，]{0,4}(?:麻|没知觉|没感觉) | 嘴歪 | 口齿不清
    | 发烧 | 发热 | 高烧 | 出血 | 流血 | 呕吐 | 吐了
    | 帮帮(?:我|忙) | 要(?:人)?帮[忙助] | 需要帮[忙助] | 来帮 | ^帮[忙帮]$ | 来人 | 来个人
    | 不想活 | 活不下去 | 活够了 | 想死(?!你|我|您|他|她) | 寻死 | 没意思活 | 活着没意思
    | 送我?[去到上]?医院(?!检查|复查|体检|配|看|开|了) | 叫个?人来 | 帮我叫个?人
    | 🆘 | (?<![A-Za-z])[sS][oO][sS](?![A-Za-z])
    | 我(?:大概|可能|真的?)?(?:要|快要?)死了?$ | ^快要?死了?$ | 我(?:真的?|快要?)?不行了 | 不能动(?!手机)
    | 天旋地转 | 眼前(?:一)?(?:发)?黑 | (?:眼睛|突然|忽然|一下子)[^,。，]{0,4}看不见了
    | 讲不出话 | 说不出话 | 说话[^,。，]{0,2}不清
    | (?:手|脚|脸|嘴)[^,。，]{0,2}(?:歪|没知觉|不听使唤) | 低血糖 | 血糖(?:太|很|有点|又|好)?低
    | 滑(?:倒|了一[下跤]) | 绊倒 | [崴扭](?:到|伤|了) | 骨折 | 撞到头 | 烫伤 | 上吐下泻
    | 药吃错 | 吃错[了]?药 | 多吃了[^,。，]{0,4}[片粒颗]
    | 煤气(?!费|卡|表|账单|罐) | 着火 | 起火 | 冒烟 | 触电
    | (?:被|把我|我)?[锁关困]在(?:里面|外面|门外|屋里|家里|厕所|电梯|阳台) | 门打不开
    | 有人(?:在)?(?:撬门|闯进|骗我)
    | 快来(?!看|买) | 要人(?:来|帮) | 叫(?:医生|救护车) | (?<![0-9.])120(?![0-9.元块号室个斤克片粒盒])
    """,
    re.VERBOSE,
)
DENIED = re.compile(r"(?:没|没有|不|勿|不用|不要|不会|别|不需要|不曾|没再|也不|再也不|谢谢)$")

#: A slight pain where one is slight: legs, teeth, the small of the back. Arms, shoulders, neck, belly and head are not
#: among them: what is felt there may be the heart, or a stroke.
_LIMB = r"(?:左|右|两条|两只|小|大)?(?:腿|脚(?!下)|膝盖|膝|腰|关节|牙齿?|手指|嗓子|喉咙)"
_A_LITTLE = r"(?:有(?:一)?点(?:点)?儿?|有些|稍微(?:有点)?|略微|一点点|微微)"
_HURTS = r"(?:[疼痛酸]+|不(?:太|大)?(?:舒服|适意))"
MILD = re.compile(
    rf"""
      {_LIMB}[^,。;，；!！\n]{{0,4}}?{_A_LITTLE}(?:儿)?{_HURTS}          # 腿有点疼, 膝盖今天有点痛
    | {_A_LITTLE}{_LIMB}[疼痛酸]+                                      # 有点腰酸
    | {_LIMB}[疼痛酸]+(?:了)?一点点?(?!也|都)
    | 老(?:毛病|样子)[^。;；!！\n]{{0,3}}{_LIMB}[^,。;，；!！\n]{{0,2}}?{_HURTS}
    | {_LIMB}[^,。;，；!！\n]{{0,2}}?{_HURTS}[,，、 ]?(?:是|还是|都是|又是)?老(?:毛病|样子)
    """,
    re.VERBOSE,
)
#: What makes it more than slight, wherever it stands.
NOT_MILD = re.compile(
    r"厉害|很[疼痛酸]|非常|特别|[疼痛酸]死|太[疼痛]|受不|不行|越来越|突然|整[夜晚]|一[夜晚]|不能|不了|肿|摔|跌|撞|扭|血|骨折"
    r"|没知觉|没感觉|[疼痛]哭"
)
#: Not quite well, and no cry for help: the care team hears of it.
AILING = re.compile(
    r"(?:咳嗽|感冒|鼻塞|流鼻涕|没(?:有)?胃口|胃口不好|吃不下|睡不[好着]|没睡好|失眠|没(?:有)?力气|没劲|乏力|拉肚子|腹泻|便秘"
    r"|[手脚腿]有?点?麻|发麻|心情不好|心里难过|难过|孤单|孤独|想哭|害怕|我怕(?!麻烦|打扰|忘)|手[发很有点]*抖|血压(?:有点|很|太|又)?高"
    r"|没意思|水管|没(?:米|水|吃的?|饭)(?:了|吃)|停(?:水|电)了|进不去门|钥匙(?:忘|丢|掉|没带|不见)|[忘丢]了?带?钥匙)(?!药|灵|冲剂|片|[^,。，]{0,2}好了)"
)
LONGEST_AILING = 40  # characters: who writes more tells a story

#: A cry that is heard in a group on any day, also of who was well this morning. Talk of one's ailments is none.
GRAVE = re.compile(
    r"""
      救命 | 救救我 | 爬不起 | 起不来了 | 动不了了 | 喘不 | 透不过气 | 晕倒 | 不想活 | 活不下去 | 来人[啊呀哪] | 快来人
    | 叫救护车 | 我[^,。!，！]{0,4}[摔跌]了?(?:一|倒|跤|跟|下来|坏|伤|$|[了,。!，！ ])
    """,
    re.VERBOSE,
)
LONGEST_CRY = 60  # characters: who copies an advice on health writes more

#: What takes a cry for help back, besides words of being well.
WRONG = re.compile(r"[按点碰搞弄][错着]了?(?:的|啦|$|[,。!，！ ])|误[按点碰]|不小心[按点碰]")
#: Consent and thanks: said to whoever says that help comes, or asks to go and look, it says nothing of how somebody is.
CONSENT = re.compile(r"好[的啊呀哦额嘞]|没问题|放心|不错|报到|^好[了啦嘞的吧!！。~～]*$")

#: All is well.
FINE = re.compile(
    r"""
      我?(?:很|挺|蛮|都|也|还)好 | 好着呢 | 好得很 | 好呢 | 蛮灵 | 老好 | 好额 | 好的 | 好哦 | 好呀 | 好啊 | 还行
    | 还可以
    | 没(?:啥|什么)?(?:事|问题|毛病) | 呒没事体 | 呒啥 | 无事 | 不错
    | 平安 | 报到 | 身体好 | 一切(?:都)?(?:好|正常) | 正常 | 放心 | 活着 | 健在
    | ^ 好 [了啦嘞的吧!！。~～]* $
    """,
    re.VERBOSE,
)
LONGEST_FINE = 24  # characters: a longer text says more than that one is well

#: Seen, or spoken with: said by somebody else of an elder.
SEEN = re.compile(r"看过|见过|见到|碰到|(?<!我)(?<!我不)在家|敲过|通过电话|打过电话|去过")

#: With doctors, or on the way to them: somebody is with them. What is only to be done (快送医院, 要送医院) is none.
IN_HOSPITAL = re.compile(
    r"""
      (?:送|拉|接|抬)(?:到|去|进|往|上)?[^,。;，；!！?\n]{0,6}?(?:医院|急诊|救护车)(?:了|的?路上|去了|抢救|检查)
    | (?:救护车|120|医生)(?:来)?(?:把[^,。，]{1,4})?(?:已经)?(?:接|拉|带|送|抬)走
    | (?:已经?|刚刚?)送医 | (?:人)?已经?(?:在|到)(?:医院|急诊)
    """,
    re.VERBOSE,
)
TO_BE_DONE = re.compile(
    r"(?:要|快|得|应该|马上|赶紧|赶快|准备|想|需要|能不能|可以|帮忙|不肯|没|不用)(?:点)?(?:把[^,。，]{1,4})?[送拉接抬叫]|[?吗]"
)

#: On the way there; what is done already is none.
GOING = re.compile(
    r"""
      [去来]看看 | 去看一?下 | 去瞧 | 马上[去来到] | 这就[去来] | 就[去来过] | 过[去来] | [我来]去[!！。,，吧 ]*$
    | 我[去来](?!过|了|不) | 去敲 | 上去 | 赶过去 | 在路上
    """,
    re.VERBOSE,
)
GONE = re.compile(r"看过|见过|见到|看到|碰到|敲过|去过|刚去|到了|来过|回来|平安|没事|好着")
#: Cannot go, of who was asked to.
CANNOT = re.compile(
    r"[去来]不了|走不开|不能[去来]|没法[去来]|没空|不方便|我[^,。，]{0,3}不在|我[^,。，]{0,3}在(?:外地|上班|外面|单位)"
)

#: Looked for and not found, or only asked after.
UNSEEN = re.compile(
    r"""
      没人 | 没有人 | (?:没|没有|毫无)(?:任何)?(?:动静|声音|声响|反应|回应)
    | 不在 | 没应 | 不应 | 敲不[开应] | 没开 | 不开门 | 没见 | 没看[到见] | 没碰 | 找不
    | 没找到 | 没接 | 不接 | 打不通 | 联系不
    """,
    re.VERBOSE,
)
UNSURE = re.compile(
    r"(?:没|没有)[啊呀呢嘛了]*[?!。~]*$|[事好安在]的?吧[?!。~]*$|好不好|有没有|是不是|在不在|平不平安|有谁|谁[看见]"
    r"|应该|估计|也许|说不定|希望|但愿|不知道|不清楚|好像|大概|可能|吗|么[?]|[?]|怎么样|如何"
)
#: Of a day that is over: 昨天还好好的 says nothing of today, unless today is named, too.
PAST = re.compile(r"昨[天日晚]|前[天日晚]|前[两几]天|上个?(?:周|星期|礼拜|次|月)|那天|[几两三]天前|前阵|上回")
TODAY = re.compile(r"今[天日早晚朝]|刚|现在|这会|早上|上午|中午|下午")
#: Not seen, nor heard, for days.
NOT_FOR_DAYS = re.compile(
    r"(?:[好几一二两三四五六七八九十0-9]{1,4}(?:天|日|个?星期|个?礼拜|周)|一?直|最近)(?:都|也|多|来|了|没人|[^,。，没]{0,3})?"
    r"没(?:有)?(?:出门|出来|下楼|出过门|下过楼|动静|声音|声响|消息|回音|露面|人影|看[到见]|见[到过]|碰到|开[门灯窗]|倒垃圾|拿奶)"
)

#: Somebody else is asked after, or is to be looked after: 我妈怎么样了, 今天报平安了吗, 能不能找个人去看看.
ASKS_AFTER = re.compile(
    r"""
      怎么样 | 怎样了 | 情况如何 | 什么情况 | 好不好 | 有没有(?:事|消息|人?看) | 还在吗
    | (?:平安|[没还有]事|好|安全|在家|看到|见到)[^,。，]{0,4}(?:吗|没有?|吧|[?])
    | [去来]看(?:看|一?[下眼]) | 派(?:个)?人 | [找叫请](?:个|一个|志愿者)?人[^,。，]{0,2}[去看上] | 担心 | 不放心 | 急死
    """,
    re.VERBOSE,
)
#: Plainly of a person, whatever else was being asked.
WORRY = re.compile(
    r"(?:打不通|联系不[上到]|没人接|不接|没接)[^,。，]{0,6}(?:电话|手机)?|电话[^,。，]{0,3}(?:打不通|没人接|不接)|没人应|没人开门|敲不[开应]"
    r"|[去来](?:个)?(?:人)?看(?:看|一?[下眼])[^,。，]{0,2}(?:[她他]|我?[妈爸]|奶奶|爷爷|外婆|外公|老人)|派(?:个)?人|谁[^,。，]{0,3}去看"
    r"|(?:[妈爸她他]|奶奶|爷爷|外婆|外公|老人)(?:今天|现在|到底|人)*(?:还好|怎么样|怎样|平安|没事)"
)
OLD = re.compile(r"奶奶|爷爷|阿婆|阿公|老[人太伯头]|老先生|老爷子|大爷|大妈|外婆|外公|婆婆|公公|独居|孤老")
CLOSED_DOOR = re.compile(
    r"(?:敲|门|窗|灯|叫|喊|电话|里面|屋里|家里)[^,。，]{0,6}(?:没人?应|没人答应|不应|没反应|没动静|没声音|没人开|不开门)"
)
OF_MEDICINE = re.compile(r"药|盒|医保|配")
_NOT_ASKED = r"(?:不用|别|不要|勿要)(?:再|老是?|总是?|天天|每天|一直|烦我){0,2}(?:来)?问"
#: Away, or not to be asked.
AWAY = re.compile(
    r"""
      (?:去|到|在|住)(?:[^去到在住,，。\n]{0,4})?(?:女儿|儿子|孙女|孙子|外孙|妹妹|弟弟|姐姐|哥哥|亲戚|小囡|囡囡|医院|外地|老家|乡下|养老院)
    | 不在家 | 不在屋里 | (?<![没不])(?<!没有)出门
    | 出去(?:玩|旅游|住) | 出远门 | 旅游 | 住院 | 走亲戚 | 回老家 | 暂停 | 停(?:几天|一下|到)
    | NOT_ASKED(?!题|路)
    """.replace("NOT_ASKED", _NOT_ASKED),
    re.VERBOSE,
)
#: Not to be asked, and nothing of going anywhere.
BOTHERED = re.compile(_NOT_ASKED)
GOES_AWAY = re.compile(r"去|到(?!底)|在|住|出门|出去|旅游|亲戚|老家|暂停|停")
#: Behind and before a day that is the last, not the first.
COMES_BACK = re.compile(r"[^,。;，；!！\n]{0,2}(?:\0|回|为止|止|再问)")
UP_TO = re.compile(r"(?:到|至|等)$")
#: Back, or to be asked again; what is said plainly (接着问) is no word of being away (取消暂停).
RESUME = re.compile(
    r"(?<![别不])(?<!不要)(?<!不用)(?:接着问|继续问|重新问|照常问|恢复(?:问|每天)?|取消暂停|不(?:用)?(?:再)?暂停|结束暂停|可以问了|又可以问)"
)
BACK = re.compile(r"回来了|到家了|在家了|恢复")
