"""Who writes faster than anybody reads is still recorded, but no longer answered one by one."""

from collections import deque
from dataclasses import dataclass, field

ANSWERS = 15  # a minute to one account
ENOUGH = "您发得很快：下的单我都照样记着，只是先不一一回您。命令请过一分钟再发。"

_MINUTE = 60
_MANY = 5_000  # accounts remembered


@dataclass(slots=True)
class _Answered:
    times: deque[int] = field(default_factory=deque)
    told_at: int = -_MINUTE


@dataclass(slots=True)
class Flood:
    """How often each account was answered in the last minute. It lives with the program: a restart begins anew."""

    _answered: dict[int, _Answered] = field(default_factory=dict)

    def is_full(self, account: int, now: int) -> bool:
        """Say whether an account has had all the answers of its minute (`now` in UTC seconds)."""
        answered = self._answered.get(account)
        if answered is None:
            return False
        while answered.times and answered.times[0] <= now - _MINUTE:
            answered.times.popleft()
        return len(answered.times) >= ANSWERS

    def note(self, account: int, now: int) -> None:
        """Note that an account was answered."""
        if len(self._answered) > _MANY:
            old = [who for who, one in self._answered.items() if not one.times or one.times[-1] <= now - _MINUTE]
            for who in old:
                del self._answered[who]
        self._answered.setdefault(account, _Answered()).times.append(now)

    def tells(self, account: int, now: int) -> bool:
        """Say whether an account is to be told, once a minute, why it is not answered."""
        answered = self._answered.setdefault(account, _Answered())
        if answered.told_at > now - _MINUTE:
            return False
        answered.told_at = now
        return True
