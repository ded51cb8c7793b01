"""Bad weather: what Telegram's side and the line do to calls while a fault is played."""

from sandbox import Rule, Sandbox
from tests.faults.figure import Report


def storm(sandbox: Sandbox) -> None:
    """429, 500, resets before, answers lost after the work, and slow answers; polls suffer, too."""
    for rule in (
        Rule("too_many_requests", probability=0.04, seconds=1),
        Rule("server_error", probability=0.03),
        Rule("bad_gateway", probability=0.01),
        Rule("drop_before", probability=0.03),
        Rule("drop_after", probability=0.04),
        Rule("drop_after", method="getUpdates", probability=0.03),
        Rule("server_error", method="getUpdates", probability=0.02),
    ):
        sandbox.faults.add(rule)
    breeze(sandbox)


def breeze(sandbox: Sandbox) -> None:
    """Slow calls only, so that there is something under way at any instant."""
    sandbox.faults.add(Rule("delay", probability=0.4, seconds=0.03))
    sandbox.faults.add(Rule("delay_after", probability=0.4, seconds=0.08))


def tell(report: Report, sandbox: Sandbox) -> None:
    """Note how often each kind of weather struck."""
    counts: dict[str, int] = {}
    for rule in sandbox.faults.rules:
        kind = f"{rule.kind}, polls" if rule.method == "getUpdates" else rule.kind
        counts[kind] = counts.get(kind, 0) + rule.happened
    for kind, count in counts.items():
        report.tell(f"weather: {kind}", count)
