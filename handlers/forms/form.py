"""What a capability writes to have a form: a pydantic model whose fields carry their questions."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, create_model
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.forms.definition import Definition
from handlers.forms.fields import Surroundings
from handlers.routing.request import Reply, Request
from messages.rendering.texts import Text
from storage.engine.database import Base
from twg.core.actors import Actor

T = TypeVar("T")


class Form(BaseModel):
    """Subclass it, annotate each field with its `Field`, and say in `save` which operation it feeds.

        @router.form("declare_absence", _("Declare an absence"), permission=…, about=MEETING, opened_by="absent")
        class DeclareForm(Form):
            reason: Annotated[str, Field(question=_("Why will you be absent?"), label=_("Reason"))] = ""

            async def save(self, request: Request, meeting: Meeting) -> Reply: ...

    A field with a default may be skipped. `load` runs once for every message or button; `surround` may run several
    times, and reads nothing.
    """

    definition: ClassVar[Definition]

    @classmethod
    async def initial(cls, _request: Request, _about: Any) -> Mapping[str, Any]:
        """Raw answers known before it is opened; `None` skips an optional question, which can still be changed."""
        return {}

    @classmethod
    async def load(cls, _request: Request, _about: Any) -> Any:
        """What the database says that the questions depend on: choices, members, counts."""
        return None

    @classmethod
    def surround(cls, _loaded: Any, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        """The surroundings of the questions, given what was loaded and the raw answers so far."""
        return base

    async def save(self, request: Request, about: Any) -> Reply:
        """Do what the form is for. A refusal that names a field reopens it, any other is shown over the summary."""
        raise NotImplementedError


@dataclass(frozen=True)
class About(Generic[T]):
    """What a form is about.

    Attributes:
        context: what an open form keeps to find it again, in plain values.
        access: the thing itself, for the person who fills the form in. Raises: NotFound.
        title: shown with each question.
        table: of the row, where a button that carries the row's id opens the form.
    """

    context: type[BaseModel]
    access: Callable[[Request, Any], Awaitable[T]]
    title: Callable[[T], Text | str]
    table: type[Base] | None = None

    def context_of(self, row_id: int) -> dict[str, Any]:
        """The context of a form about the row with this id."""
        [key] = self.context.model_fields
        return {key: row_id}


def about_row(
    table: type[Base],
    access: Callable[[AsyncSession, Actor, int], Awaitable[T]],
    title: Callable[[T], Text | str],
) -> About[T]:
    """A form about one row of a table, kept by its id: "meeting_id"."""
    key = f"{table.__tablename__}_id"
    fields: dict[str, Any] = {key: (int, ...)}
    context: type[BaseModel] = create_model(f"{table.__name__}Context", **fields)

    async def access_row(request: Request, kept: BaseModel) -> T:
        return await access(request.session, request.member, getattr(kept, key))

    return About(context, access_row, title, table)


def about_kept(context: type[BaseModel], title: Callable[[Any], Text | str] = lambda _kept: "") -> About[Any]:
    """A form about what its context keeps, and no row."""

    async def access(_request: Request, kept: BaseModel) -> BaseModel:
        return kept

    return About(context, access, title)
