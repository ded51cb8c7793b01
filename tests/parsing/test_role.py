"""Which role is given, as the committee writes it."""

import pytest

from domain.role import Role
from parsing.role import read_grant


@pytest.mark.parametrize(
    ("words", "role", "of"),
    [
        ("志愿者", Role.VOLUNTEER, ""),
        ("志愿者 配药组", Role.VOLUNTEER, "配药组"),
        ("志愿者配药组", Role.VOLUNTEER, "配药组"),
        ("配药组", Role.VOLUNTEER, "配药组"),
        ("消杀", Role.VOLUNTEER, "消杀组"),
        ("楼组长 3号楼", Role.LEAD, "3号楼"),
        ("楼组长3号楼", Role.LEAD, "3号楼"),
        ("3号楼楼组长", Role.LEAD, "3号楼"),
        ("居委会", Role.COMMITTEE, ""),
        ("团长", Role.ORGANISER, ""),
        ("志愿者 送餐组", Role.VOLUNTEER, "送餐组"),  # no such team: said so
        ("", None, ""),
        ("管理员", None, "管理员"),
    ],
)
def test_a_role_that_is_given(words: str, role: Role | None, of: str) -> None:
    assert read_grant(words) == (role, of)
