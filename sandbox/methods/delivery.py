"""Webhooks. getUpdates waits and is therefore in polling.py, outside the list of plain methods."""

import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.methods.registry import Call, method
from sandbox.rejection import bad_request
from sandbox.state import Bot, Json, Webhook
from sandbox.update_queue import UPDATE_KINDS

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HERE = ("127.0.0.1", "localhost", "::1")


def set_allowed_updates(bot: Bot, allowed: list[Any] | None) -> None:
    """Keep the list of wanted kinds; None leaves it as it is, an empty one means the usual ones."""
    if allowed is not None:
        known = [str(kind).lower() for kind in allowed if str(kind).lower() in UPDATE_KINDS]
        bot.allowed_updates = known or None


@method("setWebhook")
def set_webhook(call: Call) -> Any:
    """Push updates to an address on this machine from now on (https, or http here); an empty address ends it."""
    args = call.args
    url = args.text("url").strip()
    if not url:
        return delete_webhook(call)
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in _HERE:
        raise bad_request("bad webhook: Failed to resolve host: Name or service not known")
    secret = args.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    set_allowed_updates(call.bot, args.list("allowed_updates"))
    if args.flag("drop_pending_updates"):
        call.world.queues[call.bot.id].clear()
    connections = min(max(args.number("max_connections", 40), 1), 100)
    call.bot.webhook = Webhook(url, secret or None, connections)
    call.world.queues[call.bot.id].arrived.set()
    return True


@method("deleteWebhook")
def delete_webhook(call: Call) -> Any:
    """End pushing; what is pending waits for getUpdates unless it is to be dropped."""
    call.bot.webhook = None
    if call.args.flag("drop_pending_updates"):
        call.world.queues[call.bot.id].clear()
    return True


@method("getWebhookInfo", effect=False)
def get_webhook_info(call: Call) -> Any:
    """Return a WebhookInfo; its address is empty where there is no webhook."""
    bot = call.bot
    view: Json = {
        "url": bot.webhook.url if bot.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(call.world.queues[bot.id].pending),
    }
    if bot.webhook:
        view["max_connections"] = bot.webhook.max_connections
        view["ip_address"] = "127.0.0.1"
        if bot.webhook.last_error_at:
            view["last_error_date"] = bot.webhook.last_error_at
            view["last_error_message"] = bot.webhook.last_error
    if bot.allowed_updates:
        view["allowed_updates"] = list(bot.allowed_updates)
    return view
