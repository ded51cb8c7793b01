"""报平安, what the elder reads: one line of plain words, at most 40 characters, and at most two buttons.

All that is said in an elder's chat about check-ins stands here; a test reads it all.
"""

from rendering.line import one_line

LONGEST = 40
_LONGEST_NAME = 8

#: What stands on the two buttons: a word beside each colour.
FINE_BUTTON = "🟢 我很好"
HELP_BUTTON = "🔴 要帮忙"
WRONG_BUTTON = "🟢 按错了，我很好"
AGREE_BUTTON = "🟢 好的"
GO_ON_BUTTON = "🟢 还是每天问"
STOP_BUTTON = "🔴 以后不问了"
REFUSE_BUTTON = "🔴 不用了"


def question(name: str) -> str:
    """Return the question of the day."""
    return f"{_name(name)}，今天好吗？按一下就行。"


def question_again(name: str) -> str:
    """Return the question when it is put once more."""
    return f"{_name(name)}，再问一声：今天好吗？"


FINE = "收到啦，祝您今天顺顺当当！"
HELP = "好的，马上请人来看您。很急就打120。"
HELP_KNOWN = "已经在请人来看您了。很急就打120。"
NOT_NEEDED = "好的，知道您没事就放心了。"
VOICE = "收到语音，算您报过平安了。不舒服就按红的。"
UNWELL = "收到，告诉关爱组了，会来问您。难受就按红的。"
ANYTHING = "收到，今天算您报过平安了。"
WHO_SEES = "您的回答只给照顾您的人看，三十天后删掉。"
AGREED = "好的，以后每天问您一声。"
REFUSED = "好的，以后不问您了。想问了请找居委会。"
BOTHERED = "不好意思。要停几天，说到哪天就行，比如：到周三。"
TILL_WHEN = "好的。您哪天回来？比如：周三。"
BACK = "好的，接着每天问您一声。"
OVER = "收到，谢谢您。"


def coming(name: str) -> str:
    """Return who is on the way."""
    return f"{_name(name)}正过来看看您。"


def hello(name: str) -> str:
    """Return the first words, and what is asked for: the one sentence of consent."""
    return f"{_name(name)}，每天问您平安，没回音就请邻居来看，好吗？"


def paused(day: str) -> str:
    """Return that nobody asks for a while; `day` is the one on which it begins again (12月3日周四)."""
    return f"好的，到{day}早上再问您。"


def _name(name: str) -> str:
    return one_line(name, _LONGEST_NAME)
