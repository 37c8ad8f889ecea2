"""The card of a nomination of a lead facilitator, with the buttons that its reader may use (M3)."""

from datetime import date

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button
from messages.rendering.texts import _
from storage.facilitators import LeadNomination
from storage.members import Membership
from twg.facilitators.standing import Standing, is_confirmed
from twg.members.partners import PARTNERS


def card(
    reader: Membership, nomination: LeadNomination, standing: Standing, *, today: date, heading: str = ""
) -> Content:
    """Args: `heading`, what is told of it: "nominated", "objected", "confirmed", "unopposed", "begins", "handed"."""
    confirmed = is_confirmed(nomination, standing, today=today)
    context = {
        "nomination": nomination,
        "standing": standing,
        "confirmed": confirmed,
        "is_over": nomination.ended_at is not None,
        "lapsed": standing.lapsed,
        "past": today > nomination.open_until,
        "heading": heading,
        "twg": nomination.twg,
        "shows_objections": reader.person_id == nomination.proposed_by_id,
        "shows_handover": reader.person_id in {nomination.nominee_id, nomination.replaced_id},
    }
    is_open = nomination.ended_at is None and not standing.lapsed
    keyboard = _buttons(reader, nomination, standing, confirmed, today) if is_open else ()
    return Content("facilitators/card", context, keyboard)


def _buttons(
    reader: Membership, nomination: LeadNomination, standing: Standing, confirmed: bool, today: date
) -> Keyboard:
    number, rows = nomination.id, list[tuple[Button, ...]]()
    if reader.person_id == nomination.nominee_id and confirmed and today >= nomination.starts_on:
        rows.append((button(_("Take over now"), "facilitators:take_over", number),))
    if reader.person_id == nomination.replaced_id:
        rows.append((button(_("Write the handover"), "facilitators:hand_over", number),))
    if reader.role in PARTNERS and not (confirmed and today > nomination.open_until):
        rows.append(
            (
                button(_("Agree"), "facilitators:agree", number),
                button(_("Object"), "facilitators:object", number),
            )
        )
    if reader.person_id == nomination.nominee_id != nomination.proposed_by_id:
        rows.append((button(_("I decline"), "facilitators:withdraw", number),))
    elif reader.role in PARTNERS and (standing.proposer_left or reader.person_id == nomination.proposed_by_id):
        rows.append((button(_("Withdraw it"), "facilitators:withdraw", number),))
    return tuple(rows)
