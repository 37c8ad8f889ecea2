"""Labels that people read: of enumeration members, audiences and languages."""

from collections.abc import Iterable
from typing import Protocol

from messages.rendering.texts import Name, Text, _
from storage.core.addressees import Addressee, is_theme
from storage.core.shortening import shorten
from storage.engine.labels import Labelled
from storage.indicators import Indicator
from storage.meetings import Meeting
from storage.members import Institution, Role
from storage.members.known_bodies import find_body
from storage.subgroups import SubGroup
from twg.core.audiences import Audience, chosen_audience, parse_audience
from twg.language.meeting_kinds import is_only_kind
from twg.language.series_numbers import find_number

LANGUAGES = {"en": "English", "km": "ខ្មែរ"}
#: Prefix of a role's token in an audience.
_ROLE_PREFIX = "role:"
#: What an audience is called beside others, where "only" would be wrong.
_AMONG_OTHERS = {Audience.GOVERNMENT: _("Government"), Audience.PARTNERS: _("Development partners")}


class Named(Protocol):
    """Of whom there is a name, and a Khmer one that may be empty."""

    @property
    def name(self) -> str: ...

    @property
    def name_km(self) -> str: ...


def audience_labels(tokens: Iterable[str], addressees: Iterable[Addressee] = ()) -> list[Text | str]:
    """Labels of the tokens of an audience, in the order in which `Audience` and `Role` declare them, then single ones.

    A token that neither is an audience to choose nor names a role or one of these stands for itself, after the others.
    An audience without a token is nobody besides those who see the row anyway: its author, the owner of an action.

    Args:
        addressees: whom its tokens may name one by one.
    """
    listed = set(tokens)
    if not listed:
        return [_("Nobody else")]
    among = _AMONG_OTHERS if len(listed) > 1 else {}
    known = {
        **{str(item): among.get(item, label(item)) for item in Audience},
        **{f"{_ROLE_PREFIX}{role}": label(role) for role in Role},
        **{each.token: addressee_name(each) for each in sorted(addressees, key=lambda each: each.place)},
    }
    named: list[Text | str] = [text for token, text in known.items() if token in listed]
    return named + sorted(listed - set(known))


def invited_labels(meeting: Meeting) -> list[Text | str]:
    """Who is invited to a meeting, where that is neither one of the usual audiences nor sub-groups, which it names."""
    tokens = parse_audience(meeting.audience)
    known = {*Audience, *(f"{_ROLE_PREFIX}{role}" for role in Role), *(each.token for each in meeting.addressees)}
    usual = chosen_audience(meeting.audience) is not None or tokens <= {group.token for group in meeting.groups}
    return [] if usual or not tokens <= known else audience_labels(tokens, meeting.addressees)


def addressee_name(addressee: Addressee) -> Text:
    """What one of an audience is called, in the reader's language where it has a name in it."""
    name = Name(addressee.name, km=addressee.name_km)
    return _("Focal point: {theme}").with_(theme=name) if is_theme(addressee.token) else name


def local_name(named: Named | str) -> Name:
    """What a sub-group, an institution or a TWG is called, in the reader's language where it has a name in it.

    Of an institution that is kept as a text, such as that of a seat, the Khmer name is known where it is a known body.
    """
    if isinstance(named, str):
        body = find_body(named)
        return Name(named, km="" if body is None else body.name_km)
    return Name(named.name, km=named.name_km)


def with_institution(name: str, institution: Institution | None) -> Name:
    """A person's name with their institution, in the reader's language: "Sokha Sok, UNFPA"."""
    if institution is None:
        return Name(name)
    return Name(f"{name}, {institution.name}", km=f"{name}, {institution.name_km}" if institution.name_km else "")


def short_name(name: Name, limit: int) -> Name:
    """A name for a button, cut in each language."""
    return Name(shorten(name.msgid, limit), km=shorten(name.km, limit))


def stated(indicator: Indicator) -> Name:
    """What an indicator measures, in the reader's language where it is stated in it."""
    return Name(indicator.statement, km=indicator.statement_km)


def series(kind: Labelled, number: int | None, title: str, groups: Iterable[SubGroup] = ()) -> Text | None:
    """The number of a meeting in its series: "Plenary, no. 12"; None where it has none, or its title says it.

    Args:
        groups: the sub-groups that are invited; these count their own meetings.
    """
    if not number or tuple(groups) or find_number(title) == number:
        return None
    return _("{kind}, no. {n}").with_(kind=label(kind), n=number)


def headline(kind: Labelled, number: int | None, title: str, groups: Iterable[SubGroup] = ()) -> Text | str:
    """What a meeting is called: its title, or its number in the series where the title is only that of its kind."""
    numbered = series(kind, number, title, groups)
    return title if numbered is None or not is_only_kind(title) else numbered


def label(member: Labelled) -> Text:
    """The label of an enumeration member, to be translated when rendered."""
    return Text(member.label)
