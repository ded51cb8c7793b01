"""Faults: the real program is killed, starved and lied to under traffic, and afterwards everything is counted.

`python -m tests.faults` runs all of it at full size and prints one table; `python -m tests.faults kill sigterm` runs
some; the tests beside run a small size. Each fault is a module with a coroutine that returns its figures. The
program is a process of its own (`python -m bot run`), Telegram is the sandbox in this process, on 127.0.0.1.
"""
