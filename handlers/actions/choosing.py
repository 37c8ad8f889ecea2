"""Which of a person's actions is meant: their open ones, and the buttons to choose one."""

from handlers.routing.request import Request
from handlers.routing.several_twgs import told_apart_by_twg
from messages.actions import name
from messages.rendering.keyboards import Keyboard, button, rows
from storage.actions import Action
from twg.actions import recording
from twg.actions.recording import Scope


async def list_mine(request: Request) -> list[Action]:
    """The person's own open actions in all of their TWGs."""
    listed = [
        await recording.list_open(each.session, each.member, Scope.MINE, now=each.now) for each in request.of_each_twg()
    ]
    return [agreed for mine in listed for agreed in mine]


def choices(request: Request, actions: list[Action], *, closing: bool = False) -> Keyboard:
    """A button for each action that the earlier message may be about.

    Args:
        closing: the message surely says that it is done.
    """
    does = ("actions:meant", "done") if closing else ("actions:take",)
    return rows(
        button(told_apart_by_twg(request, agreed.twg_id, name(agreed)), does[0], agreed.id, *does[1:])
        for agreed in actions
    )
