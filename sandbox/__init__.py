"""A Bot API server on 127.0.0.1 for tests and the demo; nothing else imports it.

In a test::

    async with Sandbox() as sandbox:
        ann = sandbox.person("王阿姨", started=True)
        group = sandbox.group("3号楼", members=[ann], bot_is_admin=True)
        application = Application.builder().token(sandbox.token).base_url(sandbox.base_url).build()
        ...                                               # start it, then
        said = ann.says(group, "3-502 青菜2")
        await sandbox.quiet()
        print(group.transcript())                         # what people see now
        ann.taps(group, "撤销")
        ann.edits(said, "3-502 青菜3")
        sandbox.faults.add(Rule("drop_after", method="sendMessage", nth=2))

`sandbox.sent` is everything the bot did, in order; `sandbox.history.calls` counts calls. Nothing is told to the bot
when `sandbox.group` makes a group: it has been there for a while. Changes from then on are told as Telegram does.
"""

from sandbox.clock import Clock
from sandbox.fault import Rule
from sandbox.flood import Flood
from sandbox.rejection import CannotDoError
from sandbox.server import Sandbox

__all__ = ["CannotDoError", "Clock", "Flood", "Rule", "Sandbox"]
