"""Merging two entries of one person in the chat, and the list of those that may be one (M10)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from handlers.forms.choice_fields import OptionField
from handlers.forms.conversation import open_form
from handlers.forms.form import Form, about_row
from handlers.forms.person_field import PersonField, options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages import members as messages
from messages.rendering.templating import format_day
from messages.rendering.texts import Text, _
from storage.members import Membership, PersonMerge, list_used_since
from twg.core.permissions import Permission
from twg.members import changing, merging
from twg.rosters import doubles

router = Router("members")

ENTRY = about_row(Membership, changing.access_newest, lambda member: member.person.name, in_summary=True)


@router.button("doubles", permission=Permission.PERSON_MERGE)
async def list_doubles(request: Request, twg_id: int) -> Reply:
    request = request.within(twg_id)
    found = await doubles.list_doubles(request.session, request.member)
    return Reply(messages.doubles(found, request.member.twg), edit=True)


@router.button("same_as", subject=Membership, permission=Permission.PERSON_MERGE)
async def same_as(request: Request, membership_id: int, kept_id: int) -> Reply:
    """Merge the entry of a membership into that of a person."""
    return await open_form(request, MergeForm, context=ENTRY.context_of(membership_id), answers={"kept": str(kept_id)})


@dataclass(frozen=True)
class _Loaded:
    """What the questions depend on.

    Attributes:
        others: whose entry it may be, those first who may be this person.
        since: since when people use their Telegram account, by person id.
    """

    person_id: int
    others: list[Option]
    since: dict[int, date]
    note: Text


def _both_use_telegram(values: Mapping[str, Any], around: Surroundings) -> bool:
    loaded: _Loaded = around.facts["entries"]
    kept_id = int(values["kept"]) if values.get("kept") else None
    return loaded.person_id in loaded.since and kept_id in loaded.since


@router.form(
    "merge_people",
    _("Merge two entries of a person"),
    saves=merging.merge,
    about=ENTRY,
    opened_by="same",
    save=_("They are one person"),
)
class MergeForm(Form):
    kept: Annotated[
        str,
        PersonField(question=_("Which other entry is of the same person? It stays."), label=_("The entry that stays")),
    ]
    account: Annotated[
        str,
        OptionField(
            question=_("Both use Telegram. Which account is it from now on?"),
            hint=_("Nothing is sent to the other account any more, and it can do nothing here."),
            label=_("Telegram account"),
            when=_both_use_telegram,
        ),
    ] = ""

    @classmethod
    async def load(cls, request: Request, member: Membership) -> _Loaded:
        session, actor = request.session, request.member
        joining = await merging.look_what_joins(session, actor, member.id, request.domains, now=request.now)
        others = await doubles.list_others(session, actor, member.id)
        since = await list_used_since(session, [member.person_id, *(other.person_id for other in others)])
        note = messages.what_joins(joining.counts)
        days = {person_id: at.astimezone(actor.zone).date() for person_id, at in since.items()}
        return _Loaded(member.person_id, options_of(others), days, note)

    @classmethod
    def surround(cls, loaded: _Loaded, answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        kept_id = int(answers["kept"]) if str(answers.get("kept", "")).isdecimal() else 0
        labels = (_("That of this entry, since {day}"), _("That of the entry that stays, since {day}"))
        accounts = [
            Option(str(person_id), label.with_(day=format_day(loaded.since[person_id], locale=base.locale)))
            for person_id, label in zip((loaded.person_id, kept_id), labels, strict=True)
            if person_id in loaded.since
        ]
        options = {"kept": loaded.others, "account": accounts}
        return replace(base, options=options, facts={"entries": loaded}, note=loaded.note)

    async def save(self, request: Request, member: Membership) -> Reply:
        merged = await merging.merge(
            request.session,
            request.member,
            member.person_id,
            int(self.kept),
            account_of=int(self.account) if self.account else None,
            domains=request.domains,
            now=request.now,
        )
        return show("members/merged", keyboard=await undo_keyboard(request, merged), merge=merged, themself=False)


@router.button("merged", subject=PersonMerge, opens=True)
async def merged(request: Request, merge_id: int) -> Reply:
    found = await merging.access_merge(request.session, request.member, merge_id)
    return show("members/merged", merge=found, themself=False)
