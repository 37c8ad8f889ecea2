"""The declaration of a form, as the form engine reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.forms.fields import Field
from messages.rendering.texts import Text
from twg.core.operations import find_operation
from twg.core.permissions import Permission


@dataclass(frozen=True)
class Definition:
    """A form as it was declared.

    Attributes:
        model: a subclass of `handlers.forms.form.Form`; not annotated as one, since that would be an import cycle: a
            request holds the definitions, and a form takes a request.
        saves: the operation that `Form.save` calls.
        about: an `About`; `None` for a form without a subject.
        check: given the request and the row that the form is about; raises a refusal before the first question.
        confirm: whether to show a summary before saving; a form that changes nothing, like a search, needs none.
        save: label of the save button; "Save" when `None`.
        leave: label of the button that leaves the form; "Cancel" when `None`, ambiguous in a form that cancels.
        asks: the question below the summary; "Is this right?" when `None`, which no "No, keep it" answers.
        left: text shown after the form was left; when `None`, that nothing was saved.
        adds: it only adds something to what it is about, so that somebody else's change of that needs no second look.
        passing: nothing is lost with the form, as with a search: once its question has lapsed it is not asked about.
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
    asks: Text | None = None
    left: Text | None = None
    passing: bool = False
    adds: bool = False

    @property
    def permission(self) -> Permission | None:
        """The permission of its operation; `None` for a form open to people who are not registered."""
        operation = find_operation(self.saves)
        return None if operation is None else operation.permission

    @property
    def change(self) -> str:
        """The name of its operation, and of the audit rows of that; empty for a function that is none."""
        operation = find_operation(self.saves)
        return "" if operation is None else operation.name

    def field(self, name: str) -> Field:
        """The question declared under this name. Raises: StopIteration where there is none."""
        return next(field for field in self.fields if field.name == name)
