"""Contents of the notices about the choice of a lead facilitator (M3)."""

from messages.facilitators import card
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.facilitators import LeadNomination, find_nomination
from twg.facilitators import notices
from twg.facilitators.standing import Standing, find_standing, is_confirmed
from twg.members.changing import local_day

WORDING = Wording()


async def _find(occasion: Occasion) -> tuple[LeadNomination, Standing] | None:
    """The nomination and how it stands; None once it has ended, or its nominee cannot take over any more."""
    found = await find_nomination(occasion.session, LeadNomination.id == occasion.notification.subject_id)
    if found is None or found.ended_at is not None:
        return None
    standing = await find_standing(occasion.session, found)
    return None if standing.lapsed else (found, standing)


def _card(occasion: Occasion, found: tuple[LeadNomination, Standing], heading: str) -> Content:
    return card(occasion.member, *found, today=local_day(occasion.actor, occasion.now), heading=heading)


def _confirmed(occasion: Occasion, found: tuple[LeadNomination, Standing]) -> bool:
    return is_confirmed(*found, today=local_day(occasion.actor, occasion.now))


@WORDING.of(notices.NOMINATED, "facilitators/card", holds="it is open")
async def nominated(occasion: Occasion) -> Content | None:
    found = await _find(occasion)
    return None if found is None else _card(occasion, found, "nominated")


@WORDING.of(notices.OBJECTED, "facilitators/card", holds="it is open, and an institution objects")
async def objected(occasion: Occasion) -> Content | None:
    found = await _find(occasion)
    return None if found is None or not found[1].object_ else _card(occasion, found, "objected")


@WORDING.of(notices.CONFIRMED, "facilitators/card", holds="it is confirmed and has not begun")
async def confirmed(occasion: Occasion) -> Content | None:
    found = await _find(occasion)
    return None if found is None or not _confirmed(occasion, found) else _card(occasion, found, "confirmed")


@WORDING.of(notices.UNOPPOSED, "facilitators/card", holds="it has not begun, and was not confirmed by the majority")
async def unopposed(occasion: Occasion) -> Content | None:
    found = await _find(occasion)
    if found is None or found[0].confirmed_at is not None:
        return None
    if not _confirmed(occasion, found) and occasion.member.person_id != found[0].proposed_by_id:
        return None
    return _card(occasion, found, "unopposed")


@WORDING.of(notices.BEGINS, "facilitators/card", holds="it is confirmed and has not begun")
async def begins(occasion: Occasion) -> Content | None:
    found = await _find(occasion)
    return None if found is None or not _confirmed(occasion, found) else _card(occasion, found, "begins")


@WORDING.of(notices.HANDED, "facilitators/card", holds="it has not begun")
async def handed(occasion: Occasion) -> Content | None:
    found = await _find(occasion)
    return None if found is None else _card(occasion, found, "handed")
