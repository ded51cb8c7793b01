"""`python -m bot` is the command `shouwang`."""

import sys

from bot.command_line import main

sys.exit(main())
