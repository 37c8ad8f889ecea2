"""Who was at a meeting, as its minutes say it: by constituency, with delegates and guests (G5, G6)."""

from collections.abc import Callable

from messages.rendering.labels import label, local_name
from messages.rendering.texts import Text, _
from storage.attendance import Presence
from twg.attendance.standing import Attendee, Standing

#: Name, institution and position, role.
Entry = tuple[str, Text | str, Text | str]


def count_of(standing: Standing) -> list[Text]:
    """How many were there: all, of whom women, each constituency, delegates, guests."""
    here, invited = len(standing.here), len(standing.people)
    counts = [_("Present: {here} of {invited} invited").with_(here=here, invited=invited)]
    women, recorded = standing.women
    if recorded:
        counts.append(_("women: {women} of {n} whose sex is recorded").with_(women=women, n=recorded))
    for side in standing.sides:
        counts.append(
            _("{side}: {here} of {invited}").with_(side=label(side.side), here=side.here, invited=side.invited)
        )
    if delegates := len(standing.of(Presence.DELEGATE)):
        counts.append(_("delegates: {n}").with_(n=delegates))
    if guests := len(standing.guests_here):
        counts.append(_("guests: {n}").with_(n=guests))
    return counts


def attendance_rows(standing: Standing, name_of: Callable[[Attendee], str]) -> list[tuple[Text, list[Entry]]]:
    """The list of those present: each constituency with its people, then the guests.

    Args:
        name_of: how somebody is named.
    """
    rows: list[tuple[Text, list[Entry]]] = []
    for side in standing.sides:
        entries = [_entry(each, name_of(each)) for each in standing.here if each.side is side.side]
        if entries:
            rows.append((label(side.side), entries))
    guests: list[Entry] = [(guest.name, guest.institution, "") for guest in standing.guests_here]
    return [*rows, (_("Guests"), guests)] if guests else rows


def _entry(each: Attendee, name: str) -> Entry:
    institution = each.person.institution
    words: Text | str = each.person.position
    if institution is not None:
        words = local_name(institution)
        if each.person.position:
            words = Text("{a}, {b}").with_(a=each.person.position, b=words)
    return name, words, "" if each.role is None else label(each.role)
