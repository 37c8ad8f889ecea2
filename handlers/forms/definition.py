"""What a form is: a pydantic model whose fields carry their questions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from pydantic import BaseModel

from handlers.forms.fields import Around, Field
from handlers.routing.request import Reply, Request
from messages.rendering.texts import Text
from twg.core.permissions import Permission


class Form(BaseModel):
    """Subclass it, annotate each field with its `Field`, and say in `save` which operation it feeds.

        @form("absences/declare", _("Declare an absence"), permission=Permission.MEETING_ANSWER)
        class Declare(Form):
            reason: Annotated[str, Field(question=_("Why will you be absent?"), label=_("Reason"))] = ""

            async def save(self, request: Request, context: Mapping[str, Any]) -> Reply: ...

    A field with a default may be skipped.
    """

    definition: ClassVar["Definition"]

    @classmethod
    async def around(
        cls, _request: Request, _context: Mapping[str, Any], _answers: Mapping[str, Any], around: Around
    ) -> Around:
        """What reading the answers depends on: choices from the database, counts for the summary."""
        return around

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        """Do what the form is for. A refusal that names a field reopens it, any other is shown over the summary."""
        raise NotImplementedError


@dataclass(frozen=True)
class Definition:
    """A form as the engine sees it.

    Attributes:
        confirm: shown once more before it is saved. What changes nothing, like a search, needs no second look.
        save: what the saving button says; "Save" when empty.
        leave: what the button says that leaves it; "Cancel" when empty, which would be confusing for what cancels.
        left: what is said of it when it was left; that nothing was saved, when empty.
    """

    name: str
    title: Text
    model: type[Form]
    fields: tuple[Field, ...]
    permission: Permission | None
    confirm: bool = True
    save: Text | None = None
    leave: Text | None = None
    left: Text | None = None

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


FORMS: dict[str, Definition] = {}


def form(name: str, title: Text, *, permission: Permission | None, **options: Any) -> Any:
    """Register a form under a name of at most 80 characters; the options are those of `Definition`."""

    def decorate(model: type[Form]) -> type[Form]:
        fields = []
        for field_name, info in model.model_fields.items():
            question = next(item for item in info.metadata if isinstance(item, Field))
            fields.append(replace(question, name=field_name, optional=not info.is_required()))
        model.definition = Definition(name, title, model, tuple(fields), permission, **options)
        FORMS[name] = model.definition
        return model

    return decorate
