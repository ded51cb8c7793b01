"""Goods that have several names: who offers 西红柿 is understood when 番茄 are ordered."""

_GROUPS = """
番茄 西红柿
土豆 马铃薯 洋芋 洋山芋
红薯 番薯 地瓜 山芋
卷心菜 包菜 圆白菜 包心菜
花菜 花椰菜
西兰花 西蓝花 绿花菜
青菜 小青菜 上海青 小油菜
玉米 苞米 珍珠米
猕猴桃 奇异果
菠萝 凤梨
橘子 桔子
馄饨 云吞
汤圆 汤团
酸奶 优格
鸡蛋 鸡子
洗洁精 洗碗液
抽纸 面巾纸
卷纸 卫生纸
茭白 高笋
豌豆 小寒豆
蚕豆 寒豆
辣椒 海椒
香菜 芫荽
生菜 莴苣菜
空心菜 蕹菜
"""
#: Each name with the others of the same goods.
OTHER_NAMES: dict[str, tuple[str, ...]] = {
    name: tuple(other for other in group.split() if other != name)
    for group in _GROUPS.strip().splitlines()
    for name in group.split()
}
