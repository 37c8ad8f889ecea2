"""Sub-groups in the chat: /subgroups, their cards, setting up, who is in one, closing (M4)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from handlers.documents import CirculateForm
from handlers.forms.choice_fields import ChoiceField
from handlers.forms.conversation import open_form
from handlers.forms.count_field import CountField
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.moment_fields import DayField
from handlers.forms.people_field import PeopleField
from handlers.forms.person_field import PersonField, options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.meetings.planning import NewMeetingForm
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages import members as member_messages
from messages import subgroups as messages
from messages.rendering.texts import _
from storage.meetings import MeetingKind
from storage.members import Membership, list_members
from storage.subgroups import Lasting, Office, SubGroup
from twg.core.permissions import Permission
from twg.core.refusals import Missing
from twg.language.tasks import Deed
from twg.subgroups import access, composing, founding

router = Router("subgroups")


@router.command("subgroups", _("Sub-groups of the TWG"), lists=True, group=Group.MEMBERS)
async def list_all(request: Request) -> Reply:
    return replace(await _list(request, past=False), edit=False)


@router.button("list")
async def list_(request: Request, twg_id: int, past: Literal["0", "1"]) -> Reply:
    """Those that go on, or with `past` 1 those that have ended."""
    return await _list(request.within(twg_id), past=past == "1")


async def _list(request: Request, *, past: bool) -> Reply:
    found = await founding.list_of_twg(request.session, request.member, past=past, now=request.now)
    return Reply(messages.listing(request.member, found, past=past, today=request.today), edit=True)


@router.button("open", subject=SubGroup, opens=True)
async def open_(request: Request, group_id: int) -> Reply:
    return await _show(request, group_id)


async def _show(request: Request, group_id: int, *, changed: bool = False) -> Reply:
    """The card of a sub-group; after a change of this person, with a button to undo it."""
    found = await founding.show(request.session, request.member, group_id)
    content = messages.card(request.member, found, today=request.today)
    undo = await undo_keyboard(request, found.group) if changed else ()
    return Reply(member_messages.with_buttons(content, undo), edit=True)


def _check_open(_request: Request, group: SubGroup) -> None:
    access.check_open(group)


GROUP = about_row(SubGroup, access.access_group, lambda group: group.name, in_summary=True)

_NAME = Field(
    question=_("What is the sub-group called?"),
    hint=_("For example: Gender-based violence"),
    label=_("Name"),
    is_name=True,
)
_NAME_KM = Field(question=_("What is its Khmer name?"), label=_("Khmer name"), is_name=True)
_LASTS = ChoiceField(question=_("How long will the sub-group last?"), label=_("Lasts"), members=tuple(Lasting))
_TASK = Field(
    question=_("For which task?"),
    label=_("Task"),
    limit=300,
    when=lambda values, _around: values.get("lasts") is Lasting.TASK,
)
_UNTIL = DayField(
    question=_("Which is its last day?"),
    label=_("Until"),
    when=lambda values, _around: values.get("lasts") in {Lasting.UNTIL, Lasting.TASK},
)
_MEETINGS = CountField(
    question=_("How many meetings has it held so far?"),
    hint=_("The numbers of its meetings go on from there."),
    label=_("Meetings so far"),
    highest=9999,
    suggest=lambda _around: ["0"],
)
_CHAIR = PersonField(question=_("Who chairs it?"), label=_("Chair of the sub-group"))
_SECRETARY = PersonField(question=_("Who is its secretary?"), label=_("Secretary of the sub-group"))
_MEMBERS = PeopleField(
    question=_("Who else is in it? One member a line."),
    hint=_("A name, or a part of it that only one member has."),
    label=_("Members"),
)


class _FactsForm(Form):
    """What a sub-group is called and how long it goes on."""

    name: Annotated[str, _NAME]
    name_km: Annotated[str, _NAME_KM] = ""
    lasts: Annotated[Lasting, _LASTS]
    task: Annotated[str, _TASK] = ""
    until: Annotated[date | None, _UNTIL] = None
    meetings_before: Annotated[int, _MEETINGS] = 0

    def _facts(self) -> dict[str, Any]:
        """Raises: Missing, without the task or the last day that it has by how long it goes on."""
        if self.lasts is Lasting.TASK and not self.task:
            raise Missing(field="task")
        if self.lasts is Lasting.UNTIL and self.until is None:
            raise Missing(field="until")
        return {
            "name": self.name,
            "name_km": self.name_km,
            "task": self.task if self.lasts is Lasting.TASK else "",
            "until": None if self.lasts is Lasting.PERMANENT else self.until,
            "meetings_before": self.meetings_before,
        }


class _PeopleForm(Form):
    """Questions that name members of the TWG."""

    @classmethod
    async def load(cls, request: Request, _about: Any) -> list[Option]:
        return options_of(await list_members(request.session, request.member.twg.id))

    @classmethod
    def surround(cls, loaded: list[Option], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, options=dict.fromkeys(("chair", "secretary", "members"), loaded))


def _id_of(person: str | None) -> int | None:
    return int(person) if person else None


@router.form("new_subgroup", _("New sub-group"), saves=founding.create, opened_by="new")
class NewForm(_FactsForm, _PeopleForm):
    chair: Annotated[str | None, _CHAIR] = None
    secretary: Annotated[str | None, _SECRETARY] = None
    members: Annotated[list[str], _MEMBERS] = []  # noqa: RUF012 - pydantic copies the default

    async def save(self, request: Request, _about: Any) -> Reply:
        args = founding.NewGroup(
            **self._facts(),
            chair_id=_id_of(self.chair),
            secretary_id=_id_of(self.secretary),
            member_ids=[int(person) for person in self.members],
        )
        group = await founding.create(request.session, request.member, args, now=request.now)
        return await _show(request, group.id)


@router.form(
    "change_subgroup",
    _("Correct the sub-group"),
    saves=founding.change,
    about=GROUP,
    opened_by="change",
    check=_check_open,
)
class ChangeForm(_FactsForm):
    @classmethod
    async def initial(cls, _request: Request, group: SubGroup) -> Mapping[str, Any]:
        """What is stored; the person chooses which to change."""
        return {
            "name": group.name,
            "name_km": group.name_km or None,
            "lasts": group.lasting.value,
            "task": group.task or None,
            "until": None if group.until is None else group.until.isoformat(),
            "meetings_before": str(group.meetings_before),
        }

    async def save(self, request: Request, group: SubGroup) -> Reply:
        args = founding.GroupFacts(**self._facts())
        await founding.change(request.session, request.member, group.id, args, now=request.now)
        return await _show(request, group.id)


@router.form(
    "lead_subgroup",
    _("Who leads the sub-group"),
    saves=composing.appoint,
    about=GROUP,
    opened_by="lead",
    check=_check_open,
)
class LeadForm(_PeopleForm):
    chair: Annotated[str | None, _CHAIR] = None
    secretary: Annotated[str | None, _SECRETARY] = None

    async def save(self, request: Request, group: SubGroup) -> Reply:
        offices = {Office.CHAIR: _id_of(self.chair), Office.SECRETARY: _id_of(self.secretary)}
        await composing.appoint(request.session, request.member, group.id, offices, now=request.now)
        return await _show(request, group.id, changed=True)


@router.form(
    "add_to_subgroup",
    _("Add members to the sub-group"),
    saves=composing.add_members,
    about=GROUP,
    opened_by="add",
    check=_check_open,
    adds=True,
)
class AddForm(_PeopleForm):
    members: Annotated[list[str], replace(_MEMBERS, question=_("Who is added? One member a line."))]

    async def save(self, request: Request, group: SubGroup) -> Reply:
        people = [int(person) for person in self.members]
        await composing.add_members(request.session, request.member, group.id, people, now=request.now)
        return await _show(request, group.id, changed=True)


@router.button("members", subject=SubGroup, permission=Permission.SUBGROUP_RUN)
async def members(request: Request, group_id: int) -> Reply:
    """Each member as a button that takes them out."""
    return await _show_members(request, group_id)


async def _show_members(request: Request, group_id: int, taken: Membership | None = None) -> Reply:
    """The same; after somebody was taken out, with a button to undo that."""
    found = await founding.show(request.session, request.member, group_id)
    content = messages.taking_out(found, request.member.twg, taken)
    undo = () if taken is None else await undo_keyboard(request, found.group)
    return Reply(member_messages.with_buttons(content, undo), edit=True)


@router.button("take_out", subject=SubGroup, permission=Permission.SUBGROUP_RUN)
async def take_out(request: Request, group_id: int, person_id: int) -> Reply:
    taken = await composing.take_out(request.session, request.member, group_id, person_id, now=request.now)
    return await _show_members(request, group_id, taken)


@router.form(
    "close_subgroup",
    _("Close the sub-group"),
    saves=founding.close,
    about=GROUP,
    opened_by="close",
    check=_check_open,
    save=_("Close the sub-group"),
)
class CloseForm(Form):
    reason: Annotated[
        str,
        Field(
            question=_("If there is a reason to be told, please type it now."),
            label=_("Reason"),
            limit=300,
            at_summary=True,
        ),
    ] = ""

    async def save(self, request: Request, group: SubGroup) -> Reply:
        closed = await founding.close(request.session, request.member, group.id, self.reason, now=request.now)
        return await _show(request, closed.id, changed=True)


@router.button("meeting", subject=SubGroup, permission=Permission.MEETING_ORGANISE)
async def plan_meeting(request: Request, group_id: int) -> Reply:
    """Plan a meeting of the sub-group."""
    group = await access.access_group(request.session, request.member, group_id)
    answers = {"kind": MeetingKind.SUB_GROUP.value, "audience": group.token}
    return await open_form(request, NewMeetingForm, answers=answers)


@router.button("document", subject=SubGroup, permission=Permission.DOCUMENT_CIRCULATE)
async def circulate(request: Request, group_id: int) -> Reply:
    """Circulate a document to the sub-group."""
    group = await access.access_group(request.session, request.member, group_id)
    return await open_form(request, CirculateForm, answers={"audience": group.token})


router.explain(
    Howto(
        _("Make or change a sub-group"),
        _("/subgroups lists them, with a button for a new one; in each you change members and who leads."),
        Deed(("create", "add", "change", "remove", "close", "see"), ("subgroup",)),
        "subgroups",
    ),
)
