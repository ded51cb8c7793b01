"""A Bot API server on 127.0.0.1 for tests and the demo; nothing else imports it.

In the same process::

    async with Sandbox() as sandbox:
        ann = sandbox.person("安阿姨", started=True)           # she pressed start long ago
        group = sandbox.group("3号楼", members=[ann], bot_is_admin=True)
        application = Application.builder().token(sandbox.token).base_url(sandbox.base_url).build()
        ...                                                    # start it, then
        said = ann.says(group, "3-502 青菜2")                  # group None: to the bot
        await sandbox.quiet()                                  # all updates confirmed, the bot silent
        print(group.transcript())                              # what people see now
        tap = ann.taps(group, "撤销")                          # tap.answered, tap.notice
        ann.edits(said, "3-502 青菜3")
        sandbox.faults.add(Rule("drop_after", method="sendMessage", nth=2))
        sandbox.clock.move(3600)

In a process of its own, `python -m sandbox` (its `--help` lists the options) prints its address when it is ready;
`sandbox.client.launch` starts one and speaks to it in the same words, and any language can: POST /_c/<verb>
(sandbox/control.py).

- `sandbox.sent` is everything the bot did, in order, never forgotten; `heard` says whether the answer reached it.
  `sandbox.calls` counts calls, `sandbox.history.refused` refusals, `.unimplemented` what the sandbox cannot do.
- Nobody is told when `sandbox.group` makes a group: it has been there for a while. What happens from then on is told
  as Telegram tells it; `sandbox.add_bot` and `room.add` are told.
- `sandbox/fault.py` lists what can go wrong, `Sandbox(flood=Flood())` enforces Telegram's limits on sending,
  `sandbox.refuse()` and `.start()` are an outage, `.restart()` a short one; the state is kept.
- Long polls and delays wait in real time; everything else goes by `sandbox.clock`.
- One thread: call it from the loop it runs in.

Where Telegram's documentation is silent the sandbox does as its open server does (tdlib/telegram-bot-api): the bot
gets the service messages of its own pins, renamings and removals, but no other message of its own, and none of
other bots.
"""

from sandbox.clock import Clock
from sandbox.fault import Rule
from sandbox.flood import Flood
from sandbox.rejection import CannotDoError
from sandbox.server import Sandbox

__all__ = ["CannotDoError", "Clock", "Flood", "Rule", "Sandbox"]
