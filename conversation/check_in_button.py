"""报平安: what stands under each message of a ladder. The data is a verb and the check-in's row, never an authority."""

from conversation.content import Button, Buttons
from domain.check_in import Need, Rung
from rendering import check_in as rendering
from rendering import check_in_elder as to_elder
from rendering import elder as roster

VERB = "check_in"
LOOK = "look"  # of an elder: somebody is to go

#: Rows of buttons: label, what it says, colour.
Rows = tuple[tuple[tuple[str, str, str | None], ...], ...]

_GREEN, _RED = "success", "danger"
ASKED: Rows = (((to_elder.FINE_BUTTON, "fine", _GREEN),), ((to_elder.HELP_BUTTON, "help", _RED),))
HELPING: Rows = (((to_elder.WRONG_BUTTON, "wrong", _GREEN),),)
HEARD: Rows = (((to_elder.HELP_BUTTON, "help", _RED),),)
TASK: Rows = (
    ((rendering.SEEN_FINE, "fine", _GREEN), (rendering.NEEDS_HELP, "help", _RED)),
    ((rendering.NO_ANSWER, "unheard", None), (rendering.CANNOT, "cannot", None)),
)
REPORT: Rows = (
    ((rendering.SEEN_FINE, "fine", _GREEN), (rendering.NEEDS_HELP, "help", _RED)),
    ((rendering.NOT_FOUND, "absent", None), (rendering.AMBULANCE, "ambulance", _RED)),
)
GONE: Rows = (((rendering.KNOWN_FINE, "fine", None),),)
_GO: Rows = (
    ((rendering.GO, "go", "primary"),),
    ((rendering.KNOWN_FINE, "fine", _GREEN), (rendering.CANNOT, "cannot", None)),
)
_GO_URGENTLY: Rows = (*_GO, ((rendering.AMBULANCE, "ambulance", _RED),))


def have_looked(elder_id: int) -> Buttons:
    """Return the button by which somebody who looks after an elder has people go; its row is the elder's."""
    return [[Button(roster.LOOK_BUTTON, f"{VERB}:{LOOK}:{elder_id}", style="primary")]]


def alarm(rung: Rung, need: Need) -> Rows:
    """Return the buttons of somebody who is to go and look; 120 stands there from the building lead on."""
    is_urgent = rung >= Rung.LEAD or need in (Need.HELP, Need.LATE, Need.ABSENT)
    return _GO_URGENTLY if is_urgent else _GO


def as_buttons(rows: Rows, check_in_id: int) -> Buttons:
    """Return rows as buttons about a check-in."""
    return [[Button(label, f"{VERB}:{says}:{check_in_id}", style=style) for label, says, style in row] for row in rows]
