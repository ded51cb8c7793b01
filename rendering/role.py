"""What is said of roles (身份): who was given which, until when."""

from collections.abc import Sequence
from datetime import datetime

from domain.role import CALLED, TEAM_CALLED, Held, Role, Team

_ROLES = (
    "/授权 志愿者\n/授权 志愿者 配药组\n/授权 楼组长 3号楼\n/授权 团长\n/授权 居委会\n"
    "只管今天的志愿者，回复他发「今日志愿者」。\n"
    f"志愿者可以写明是哪个组：{'、'.join(TEAM_CALLED.values())}。"
)
HOW_TO_GRANT = f"请「回复」那个人的一条消息来发，比如：\n{_ROLES}"
NO_SUCH_ROLE = f"没看懂是哪个身份，比如：\n{_ROLES}"
HOW_TO_REVOKE = "请「回复」那个人的一条消息发「/收回」，或写明收回哪一样：/收回 志愿者"
HOW_TO_HAND_OVER = "请「回复」接手的人的一条消息发「移交」。"

NO_SUCH_CODE = "这个恢复码不对。请照纸上的再发一次，比如：/恢复 ABCD-EFGH-JKLM。错五次要等一个小时。"


def role_said(held: Held) -> str:
    """Return a role as people say it: 楼组长（3号楼）, 志愿者（配药组）."""
    of = TEAM_CALLED[Team(held.team)] if held.team else held.building
    return f"{CALLED[held.role]}（{of}）" if of else CALLED[held.role]


def granted(name: str, held: Held, until: datetime | None = None) -> str:
    """Return the line that tells a role was given; `until` in local time."""
    end = f"，到{until.month}月{until.day}日{until:%H:%M}为止" if until else ""
    return f"{name} 现在是{role_said(held)}{end}。"


def revoked(name: str, roles: Sequence[Held]) -> str:
    """Return the line that tells which roles were taken back."""
    return f"{name} 不再是{'、'.join(map(role_said, roles))}了。" if roles else f"{name} 没有这样的身份。"


def own(roles: Sequence[Held]) -> str:
    """Return what somebody hears of their own roles."""
    return f"您是{'、'.join(map(role_said, roles))}。" if roles else "您是居民，没有别的身份。"


def everyone(compound: str, roles: Sequence[tuple[str, Held, datetime | None]]) -> str:
    """Return the list of who holds what in a compound, the committee first."""
    order = list(Role)
    lines = []
    for name, held, until in sorted(
        roles, key=lambda one: (-order.index(one[1].role), one[1].building, one[1].team, one[0])
    ):
        end = f"（到{until.month}月{until.day}日{until:%H:%M}）" if until else ""
        lines.append(f"・{role_said(held)}：{name}{end}")
    return "\n".join([f"{compound} 谁管什么：", *lines])


def hand_over_question(name: str) -> str:
    """Return what is asked before a committee hands over."""
    return f"把居委会身份移交给 {name}？移交后您自己就不再有这个身份。"


def handed_over(old: str, new: str) -> str:
    """Return the line that tells of a hand-over."""
    return f"{old} 已把居委会身份移交给 {new}。以前的恢复码作废了，请 {new} 私聊我发「恢复码」换一个。"


def code(compound: str, letters: str) -> str:
    """Return the recovery code, for paper."""
    return (
        f"「{compound}」的恢复码：{letters}\n"
        "请抄在纸上、收好，然后删掉这条消息。手机丢了、人不在了，谁拿着它私聊我发「/恢复 恢复码」，谁就接过居委会身份。"
        "用一次就作废；再发「恢复码」会换新的，旧的作废。"
    )


def recovered(compound: str, name: str) -> str:
    """Return what the volunteers and the committee so far hear after a code was used."""
    return f"⚠ {name} 用恢复码接过了「{compound}」的居委会身份。不是你们的人，请马上发「身份」查看，再「收回」。"


CODE_SHOWN = "⚠ 恢复码发在群里，谁都看得见，已经作废。请居委会私聊我发「恢复码」换一个新的。"
