"""Linking Telegram groups to TWGs (M7): announcements are posted there, and nothing that one of the group may not see.

GroupRefusal
├── AnonymousAdministrator  somebody writes in the name of the group, so that nobody knows who
├── NotAdministrator
├── NotInSecretariat        of no TWG, or not of the one that the group is linked to
├── AlreadyLinked           the group, or the topic, to this TWG or another one
├── NotLinked
├── OfferGone               asked too long ago, or answered already
└── NotAsked                Telegram does not say whether the person is an administrator

Source: Guideline, Part Three (b)(i).
"""

import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.engine.labels import N_
from storage.groups import REMOVED, UNLINKED, LinkedGroup, find_group, list_linked, list_linked_in
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.audiences import Audience, excluding, to_column
from twg.core.audit import record, record_unattended, values_of
from twg.core.notices import Cause, Notice, secretariat
from twg.core.notifications import notify
from twg.core.operations import operation, operation_without_actor, operations_of
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.core.subjects import Domain, Subject

#: An offer to link a group that is not answered for so long is void.
OFFERED_FOR = timedelta(hours=1)
#: With this begins what the link to the private chat carries, so that it is told from an invitation.
PREFIX = "group-"


class GroupRefusal(Refusal):
    key = "groups#refused"


class AnonymousAdministrator(GroupRefusal):
    key = "groups#anonymous"


class NotAdministrator(GroupRefusal):
    key = "groups#not_administrator"


class NotInSecretariat(GroupRefusal):
    key = "groups#not_in_secretariat"


class AlreadyLinked(GroupRefusal):
    key = "groups#already_linked"


class NotLinked(GroupRefusal):
    key = "groups#not_linked"


class OfferGone(GroupRefusal):
    key = "groups#offer_gone"


class NotAsked(GroupRefusal):
    key = "groups#not_asked"


@dataclass(frozen=True)
class Place:
    """A group in Telegram, or a topic of one. `thread_id` is 0 for the whole group."""

    chat_id: int
    thread_id: int
    title: str


class NewLink(BaseModel):
    """`audience`: who is in the group. `posts`: whether shared information is posted too."""

    audience: Audience = Audience.ALL
    posts: bool = False
    language: str = Field(default="en", pattern="^(en|km)$")


async def secretariat_but_who_did(cause: Cause) -> list[Membership]:
    """The secretariat of the group's TWG, apart from who linked the group."""
    return excluding(await secretariat(cause), cause.by_id)


LINKED = Notice(
    name="group_linked",
    subject=LinkedGroup,
    recipients=secretariat_but_who_did,
    permission=Permission.GROUP_LINK,
)
LOST = Notice(name="group_lost", subject=LinkedGroup, recipients=secretariat, permission=Permission.GROUP_LINK)


async def access_group(session: AsyncSession, actor: Actor, group_id: int) -> LinkedGroup:
    """A group that is or was linked to the actor's TWG, with the TWG. Raises: NotFound."""
    group = await find_group(session, group_id)
    if group is None or group.twg_id != actor.twg.id or not actor.may(Permission.GROUP_LINK):
        raise NotFound
    return group


def check_administrator(*, anonymous: bool, administrator: bool | None) -> None:
    """Raises: AnonymousAdministrator, NotAsked, NotAdministrator.

    Args:
        administrator: whether Telegram says that the person is an administrator of the group; None if it said nothing.
    """
    if anonymous:
        raise AnonymousAdministrator
    if administrator is None:
        raise NotAsked
    if not administrator:
        raise NotAdministrator


async def check_free(session: AsyncSession, place: Place) -> None:
    """Raises: AlreadyLinked where this group, or this topic, is linked already.

    A topic may be linked beside others, and beside the group as a whole, which is its general topic.
    """
    if any(group.thread_id == place.thread_id for group in await list_linked_in(session, place.chat_id)):
        raise AlreadyLinked


@operation(Permission.GROUP_LINK)
async def offer(session: AsyncSession, actor: Actor, place: Place, *, now: datetime) -> LinkedGroup:
    """Note that the actor, an administrator of the group, wants to link it; they choose the audience in private.

    Raises: AlreadyLinked.
    """
    await check_free(session, place)
    group = LinkedGroup(
        twg_id=actor.twg.id,
        chat_id=place.chat_id,
        thread_id=place.thread_id,
        title=place.title[:255],
        audience=to_column(Audience.ALL),
        linked_by_id=actor.person.id,
        offered_at=now,
    )
    session.add(group)
    await session.flush()
    await record(
        session, actor, "groups.offer", group, now=now, after=values_of(group, "chat_id", "thread_id", "title")
    )
    return group


async def access_offer(session: AsyncSession, actor: Actor, group_id: int, *, now: datetime) -> LinkedGroup:
    """A group that the actor has offered to link. Raises: NotFound; OfferGone."""
    group = await access_group(session, actor, group_id)
    if group.linked_by_id != actor.person_id:
        raise NotFound
    check_open(group, now=now)
    return group


def check_open(group: LinkedGroup, *, now: datetime) -> None:
    """Raises: OfferGone where the offer was answered, or was made too long ago."""
    if group.linked_at is not None or group.ended_at is not None or now > group.offered_at + OFFERED_FOR:
        raise OfferGone


@operation(Permission.GROUP_LINK)
async def link(session: AsyncSession, actor: Actor, group_id: int, args: NewLink, *, now: datetime) -> LinkedGroup:
    """Link the group that was offered: announcements are posted there from now on. The secretariat is told.

    Raises: NotFound; OfferGone; AlreadyLinked where that happened meanwhile.
    """
    group = await access_offer(session, actor, group_id, now=now)
    await hold(session, group)
    check_open(group, now=now)
    await check_free(session, Place(group.chat_id, group.thread_id, group.title))
    before = values_of(group, "audience", "posts", "language", "linked_at")
    group.audience, group.posts, group.language = to_column(args.audience), args.posts, args.language
    group.linked_at = now
    await record(session, actor, "groups.link", group, now=now, before=before, after=values_of(group, *before))
    await notify(session, LINKED, subject=group, now=now, by=actor, data={"title": group.title})
    return group


@operation(Permission.GROUP_LINK)
async def list_groups(session: AsyncSession, actor: Actor) -> list[LinkedGroup]:
    """The groups that are linked to the TWG, the oldest first."""
    return await list_linked(session, actor.twg.id)


@operation(Permission.GROUP_LINK)
async def unlink(session: AsyncSession, actor: Actor, group_id: int, *, now: datetime) -> LinkedGroup:
    """Post nothing more in a group; what waits to be posted is not. Raises: NotFound, NotLinked."""
    group = await access_group(session, actor, group_id)
    await hold(session, group)
    if group.linked_at is None or group.ended_at is not None:
        raise NotLinked
    before = values_of(group, "ended_at", "ended_why")
    group.ended_at, group.ended_why = now, UNLINKED
    await record(session, actor, "groups.unlink", group, now=now, before=before, after=values_of(group, *before))
    return group


@operation_without_actor
async def note_lost(
    session: AsyncSession, chat_id: int, *, thread_id: int | None = None, why: str = REMOVED, now: datetime
) -> None:
    """End the links of a group in which the bot can no longer write, and tell the secretariats.

    Args:
        thread_id: of the topic that is closed or deleted; None for the whole group.
        why: `REMOVED`, or `CLOSED` (`storage.groups`) for a topic.
    """
    for group in await list_linked_in(session, chat_id):
        if thread_id is not None and group.thread_id != thread_id:
            continue
        before = values_of(group, "ended_at", "ended_why")
        group.ended_at, group.ended_why = now, why
        after = values_of(group, *before)
        await record_unattended(session, "groups.note_lost", group, now=now, before=before, after=after)
        await notify(session, LOST, subject=group, now=now, data={"title": group.title, "why": why})


@operation_without_actor
async def follow_migration(session: AsyncSession, chat_id: int, new_chat_id: int, *, now: datetime) -> None:
    """Go on with the links of a group that Telegram made a supergroup, which has another id."""
    for group in await list_linked_in(session, chat_id):
        before = values_of(group, "chat_id")
        group.chat_id = new_chat_id
        after = values_of(group, *before)
        await record_unattended(session, "groups.follow_migration", group, now=now, before=before, after=after)


@operation_without_actor
async def follow_title(session: AsyncSession, chat_id: int, title: str, *, now: datetime) -> None:
    """Call the links of a group as its administrators call it now."""
    for group in await list_linked_in(session, chat_id):
        if group.title == title:
            continue
        before = values_of(group, "title")
        group.title = title
        after = values_of(group, *before)
        await record_unattended(session, "groups.follow_title", group, now=now, before=before, after=after)


DOMAIN = Domain(
    operations=operations_of(sys.modules[__name__]),
    subjects=(
        Subject(
            table=LinkedGroup,
            label=N_("Telegram group"),
            access=access_group,
            title=lambda group: group.title,
            find=find_group,
            exported=False,
        ),
    ),
    notices=(LINKED, LOST),
)
