"""A form as the engine sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.forms.fields import Field
from messages.rendering.texts import Text
from twg.core.operations import find_operation
from twg.core.permissions import Permission


@dataclass(frozen=True)
class Definition:
    """What a form is declared to be.

    Attributes:
        model: a subclass of `handlers.forms.form.Form`, which is not named here: a request holds the definitions, and
            a form takes a request.
        saves: the operation that `save` feeds.
        about: an `About`; empty for a form that is about nothing in particular.
        check: raises a refusal before anything is asked, given the request and the row that the form is about.
        confirm: shown once more before it is saved. A form that changes nothing, like a search, needs no second look.
        save: what the saving button says; "Save" when empty.
        leave: what the button that leaves it says; "Cancel" when empty, which would mislead where the form cancels.
        left: what is said after it was left; that nothing was saved, when empty.
    """

    name: str
    title: Text
    model: Any
    fields: tuple[Field, ...]
    saves: Callable[..., Any]
    about: Any = None
    check: Callable[[Any, Any], None] | None = None
    confirm: bool = True
    save: Text | None = None
    leave: Text | None = None
    left: Text | None = None

    @property
    def permission(self) -> Permission | None:
        """What its operation asks for; `None` is for people who are not registered yet."""
        operation = find_operation(self.saves)
        return None if operation is None else operation.permission

    def field(self, name: str) -> Field:
        """The question declared under this name. Raises: StopIteration where there is none."""
        return next(field for field in self.fields if field.name == name)
