"""Seats in the chat: those to be named, who holds one and who held it, alternates (M3, M11)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.choice_fields import ChoiceField
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.person_field import ITSELF, PersonField, options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.members.directory import show_member
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages import members as messages
from messages.rendering.labels import label
from messages.rendering.texts import _
from storage.members import Membership, Role, Seat, list_members
from twg.core.audiences import excluding
from twg.core.permissions import Permission
from twg.members import changing, seats

router = Router("members")

SEAT = about_row(Seat, seats.access_seat, lambda seat: label(seat.role), in_summary=True)
HOLDER = about_row(Membership, changing.access_going_on, lambda member: member.person.name, in_summary=True)


@router.button("seats")
async def list_(request: Request, twg_id: int) -> Reply:
    return await _list(request.within(twg_id))


async def _list(request: Request) -> Reply:
    found = await seats.list_seated_in(request.session, request.member)
    return Reply(messages.seats(request.member, found), edit=True)


@router.button("seat", subject=Seat, opens=True)
async def open_(request: Request, seat_id: int) -> Reply:
    return await _show(request, seat_id)


async def _show(request: Request, seat_id: int) -> Reply:
    seated, periods = await seats.show_seat(request.session, request.member, seat_id)
    return Reply(messages.seat(request.member, seated, periods), edit=True)


async def _with_undo(request: Request, shown: Reply, seat: Seat) -> Reply:
    """What is shown after a change of a seat, with a button to undo it."""
    assert shown.content is not None  # noqa: S101 - a card or a list
    return replace(shown, content=messages.with_buttons(shown.content, await undo_keyboard(request, seat)))


@router.form("add_seat", _("Add a seat to be named"), saves=seats.add_seat, opened_by="add_seat")
class AddSeatForm(Form):
    role: Annotated[Role, ChoiceField(question=_("In which role is its holder?"), label=_("Role"), members=tuple(Role))]
    institution: Annotated[
        str, Field(question=_("Which institution names the holder?"), label=_("Institution"), is_name=True)
    ] = ""

    async def save(self, request: Request, _about: Any) -> Reply:
        args = seats.NewSeat(role=self.role, institution=self.institution)
        added = await seats.add_seat(request.session, request.member, args, now=request.now)
        return await _with_undo(request, await _show(request, added.id), added)


@router.form("fill_seat", _("Name the holder of a seat"), saves=seats.fill_seat, about=SEAT, opened_by="fill_seat")
class FillSeatForm(Form):
    holder: Annotated[str, PersonField(question=_("Which member holds it from today?"), label=_("Holder"))]

    @classmethod
    async def load(cls, request: Request, seat: Seat) -> tuple[list[Option], Membership | None]:
        """Who may hold it, and who does."""
        seated, _periods = await seats.show_seat(request.session, request.member, seat.id)
        return options_of(await list_members(request.session, request.member.twg.id)), seated.holder

    @classmethod
    def surround(
        cls, loaded: tuple[list[Option], Membership | None], answers: Mapping[str, Any], base: Surroundings
    ) -> Surroundings:
        options, holder = loaded
        note = None
        if holder is not None and answers.get("holder") not in (None, str(holder.person_id)):
            note = _("{name} holds this seat now, and goes on without it.").with_(name=holder.person.name)
        return replace(base, options={"holder": options}, note=note)

    async def save(self, request: Request, seat: Seat) -> Reply:
        await seats.fill_seat(request.session, request.member, seat.id, int(self.holder), now=request.now)
        return await _with_undo(request, await _show(request, seat.id), seat)


@router.form("name_alternate", _("Name an alternate"), saves=seats.name_alternate, about=HOLDER, opened_by="alternate")
class AlternateForm(Form):
    alternate: Annotated[
        str | None,
        PersonField(
            question=_("Which member stands in? Their answers count for the holder. Skip for nobody."),
            label=_("Alternate"),
        ),
    ] = None

    @classmethod
    async def load(cls, request: Request, holder: Membership) -> tuple[list[Option], list[Option]]:
        members = await list_members(request.session, request.member.twg.id)
        return options_of(excluding(members, holder.person_id)), options_of([holder])

    @classmethod
    def surround(
        cls, loaded: tuple[list[Option], list[Option]], _answers: Mapping[str, Any], base: Surroundings
    ) -> Surroundings:
        others, itself = loaded
        return replace(base, options={"alternate": others}, facts={ITSELF: itself})

    async def save(self, request: Request, holder: Membership) -> Reply:
        person_id = int(self.alternate) if self.alternate else None
        named = await seats.name_alternate(request.session, request.member, holder.id, person_id, now=request.now)
        return await _with_undo(request, await show_member(request, holder.id), named)


@router.button("give_up_seat", subject=Seat, permission=Permission.MEMBER_CHANGE)
async def give_up(request: Request, seat_id: int) -> Reply:
    given_up = await seats.give_up_seat(request.session, request.member, seat_id, now=request.now)
    return await _with_undo(request, await _list(request), given_up)
