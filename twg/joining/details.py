"""What somebody enters who asks to join, until it is written with their admission; erasing it (T5)."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.joining import list_declined_with_details, list_requests_of
from storage.members import Account, Person, institution_name
from twg.core.audit import RETENTION, record_unattended
from twg.core.forgetting import Contacts
from twg.core.operations import operation_without_actor
from twg.core.undoing import UNDO_FOR
from twg.members.registration import Registration


def kept_details(account: Account) -> Registration:
    """What is stored of a person, as they would enter it."""
    person: Person = account.person
    return Registration(
        title=person.title,
        name=person.full_name,
        position=person.position,
        institution=institution_name(person),
        sex=person.sex,
        contact=person.contact,
        language=account.language,
    )


def find_new(account: Account, entered: Registration) -> dict[str, Any]:
    """Of what somebody has entered, what differs from what is stored of them: an admission writes nothing else.

    What was stored all along may be corrected or erased while they wait. A number that Telegram vouches for is kept
    with it: by that a member is recognised who has another account.
    """
    stored = kept_details(account).model_dump(mode="json")
    given = entered.model_dump(mode="json", exclude={"shared_phone"})
    new = {name: value for name, value in given.items() if value != stored[name]}
    return {**new, "shared_phone": entered.shared_phone} if entered.shared_phone else new


def complete(account: Account, details: dict[str, Any]) -> Registration | None:
    """What is stored of a person from their admission on; None where they have entered nothing new."""
    new = {name: value for name, value in details.items() if name != "shared_phone"}
    return Registration(**{**kept_details(account).model_dump(), **new}) if new else None


async def forget(session: AsyncSession, contacts: Contacts) -> None:
    """Erase the contacts of a person in what they have entered and written where they asked to join."""
    for request in await list_requests_of(session, contacts.person_id):
        kept = {name: value for name, value in request.details.items() if name not in {"contact", "shared_phone"}}
        request.details = contacts.without(kept)
        for column in ("words", "question", "answer"):
            setattr(request, column, contacts.without(getattr(request, column)))
    await session.flush()


@operation_without_actor
async def forget_declined(session: AsyncSession, *, now: datetime) -> int:
    """Empty what people had entered who were declined, once that cannot be undone any more.

    Returns: of how many requests.
    """
    declined = await list_declined_with_details(session, before=now - UNDO_FOR)
    for request in declined:
        request.details = {}
        emptied: dict[str, Any] = {"details": {}}
        await record_unattended(session, "joining.forget_declined", request, now=now, after=emptied, source=RETENTION)
    return len(declined)
