"""The base class of forms: a pydantic model whose fields carry their questions."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, create_model
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.forms.definition import Definition
from handlers.forms.fields import Field
from handlers.forms.surroundings import Surroundings
from handlers.routing.request import Reply, Request
from messages.rendering.keyboards import Button
from messages.rendering.texts import Text
from storage.core.audit import AuditRow
from storage.engine.database import Base, identity
from twg.core.actors import Actor

T = TypeVar("T")


class Form(BaseModel):
    """Base class of forms: a subclass annotates each field with its `Field` and calls its operation in `save`.

        @router.form("declare_absence", _("Declare an absence"), saves=declare, about=MEETING, opened_by="absent")
        class DeclareForm(Form):
            reason: Annotated[str, Field(question=_("Why will you be absent?"), label=_("Reason"))] = ""

            async def save(self, request: Request, meeting: Meeting) -> Reply: ...

    A field with a default may be skipped. `load` runs once for every message or button; `surround` may run several
    times and must not read the database.
    """

    #: Most forms are not filled in during most runs: what checks the answers is built when the first ones are.
    model_config = ConfigDict(defer_build=True)
    definition: ClassVar[Definition]

    @classmethod
    async def initial(cls, _request: Request, _about: Any) -> Mapping[str, Any]:
        """Raw answers known when the form is opened; `None` skips an optional question, which can still be changed."""
        return {}

    @classmethod
    async def load(cls, _request: Request, _about: Any) -> Any:
        """What the questions depend on and the database holds: choices, members, counts."""
        return None

    @classmethod
    def surround(cls, _loaded: Any, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        """The surroundings of the questions, given what `load` returned and the raw answers so far."""
        return base

    @classmethod
    async def instead(
        cls, _request: Request, _about: Any, _answers: Mapping[str, Any], _question: Field
    ) -> Sequence[Button]:
        """What can be done by somebody who puts off the answer to a question: buttons; none where there is nothing."""
        return ()

    @classmethod
    async def is_answered(
        cls, request: Request, about: Any, _answers: Mapping[str, Any], changes: Sequence[AuditRow]
    ) -> bool:
        """Whether one of the changes, that the person has made by the form's operation outside of it, is what the form
        is for; where it is about a row, every change of that row is."""
        row = await cls.definition.about.changed_row(request, about)
        if row is None:
            return False
        key = row.__tablename__, identity(row)
        return any((change.subject_type, change.subject_id) == key for change in changes)

    async def save(self, request: Request, about: Any) -> Reply:
        """Call the operation. A refusal that names a field asks it again; any other is shown above the summary."""
        raise NotImplementedError


@dataclass(frozen=True)
class About(Generic[T]):
    """The subject of a form.

    Attributes:
        context: model of the plain values stored with an open form, from which the subject is found again.
        access: loads the subject for the person who fills in the form. Raises: NotFound.
        title: shown with each question.
        table: for a subject that is a row, its table: a button that carries the row's id may open the form.
        row: finds the row that the form changes, to see whether somebody else has changed it; None without one.
        in_summary: the summary names the subject too, where no answer and no note does.
        tell_apart: the title as it is shown, where another subject may have the same one.
    """

    context: type[BaseModel]
    access: Callable[[Request, Any], Awaitable[T]]
    title: Callable[[T], Text | str]
    table: type[Base] | None = None
    row: Callable[[Request, T], Awaitable[Base | None]] | None = None
    in_summary: bool = False
    tell_apart: Callable[[Request, T], Awaitable[str]] | None = None

    async def call(self, request: Request, about: T) -> Text | str:
        """How the subject is called in the form."""
        return self.title(about) if self.tell_apart is None else await self.tell_apart(request, about)

    async def changed_row(self, request: Request, about: T) -> Base | None:
        """The row that the form changes; None where there is none yet, or the form is about no row."""
        if self.row is not None:
            return await self.row(request, about)
        return about if isinstance(about, Base) else None

    def context_of(self, row_id: int) -> dict[str, Any]:
        """The context of a form about the row with this id."""
        [key] = self.context.model_fields
        return {key: row_id}


def about_row(
    table: type[Base],
    access: Callable[[AsyncSession, Actor, int], Awaitable[T]],
    title: Callable[[T], Text | str],
    *,
    in_summary: bool = False,
) -> About[T]:
    """The subject is one row of a table; its id is stored as "meeting_id" for table "meeting"."""
    key = f"{table.__tablename__}_id"
    fields: dict[str, Any] = {key: (int, ...)}
    context: type[BaseModel] = create_model(f"{table.__name__}Context", **fields)

    async def access_row(request: Request, kept: BaseModel) -> T:
        return await access(request.session, request.member, getattr(kept, key))

    return About(context, access_row, title, table, in_summary=in_summary)


def about_kept(context: type[BaseModel], title: Callable[[Any], Text | str] = lambda _kept: "") -> About[Any]:
    """The subject is the stored context itself; no row is loaded."""

    async def access(_request: Request, kept: BaseModel) -> BaseModel:
        return kept

    return About(context, access, title)
