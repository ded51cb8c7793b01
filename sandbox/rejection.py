"""How the Bot API says no: a code, a description whose words clients match on, and sometimes parameters."""

from sandbox.state import Json


class RejectedError(Exception):
    """A call that Telegram refuses. `code` is the HTTP status and error_code at once."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """Return the answer to the client."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class CannotDoError(Exception):
    """A person in the sandbox was asked to do what a person cannot do: tap a button that is not there, say."""


def bad_request(reason: str) -> RejectedError:
    """Return 400 "Bad Request: reason"."""
    return RejectedError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> RejectedError:
    """Return 403 "Forbidden: reason"."""
    return RejectedError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> RejectedError:
    """Return 409 "Conflict: reason"."""
    return RejectedError(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> RejectedError:
    """Return 429 with `retry_after`."""
    return RejectedError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def upgraded(new_chat_id: int) -> RejectedError:
    """Return what every call to a group that became a supergroup gets."""
    return RejectedError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new_chat_id},
    )


TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
