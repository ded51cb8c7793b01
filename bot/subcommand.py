"""What the modules of `shouwang`'s commands share."""

import argparse
from typing import TypeAlias

#: What `add_to(commands)` of a command's module is given: `commands.add_parser(name, help=…).set_defaults(run=…)`.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class RefusedError(Exception):
    """A command would do harm, or cannot be done: nothing has been changed. Its text is one sentence with the mend,
    for the operator; `shouwang` prints it and ends with 2."""
