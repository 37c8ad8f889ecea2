"""Whom an audience may be made of, as buttons and as names that people type (D5)."""

from collections.abc import Collection, Container, Iterator, Sequence

from handlers.forms.person_field import options_of
from handlers.forms.surroundings import Option
from messages.rendering.labels import addressee_name, audience_labels, label, local_name
from messages.rendering.texts import LOCALES, Text, _, counted, in_words
from storage.core.addressees import (
    Addressee,
    group_addressee,
    institution_addressee,
    person_addressee,
)
from storage.core.spelling import key_of
from storage.engine.labels import N_, Labelled
from storage.members import Membership, Role
from twg.core.addressing import Addressable
from twg.core.audiences import Audience
from twg.language.addressees import Nameable
from twg.language.choices import names_called

#: Roles that are chosen as the audience of this name, which has the lead facilitator in it too.
_AS_AUDIENCES = frozenset({Role.SECRETARIAT, Role.DEVELOPMENT_PARTNER})
#: People who are not reachable that a note names; the others are counted.
MOST_NAMED = 5


class Kind(Labelled):
    """What can be chosen one by one, in the order of the buttons."""

    ROLES = "roles", N_("Parts of the TWG and roles")
    GROUPS = "groups", N_("Sub-groups")
    INSTITUTIONS = "institutions", N_("Institutions")
    THEMES = "themes", N_("Focal points of themes")
    PEOPLE = "people", N_("People by name")


def usual_options(whom: Addressable) -> list[Option]:
    """The audiences and sub-groups that are chosen alone."""
    audiences = [Option(audience.value, label(audience)) for audience in whom.audiences]
    return audiences + [Option(group.token, local_name(group)) for group in whom.groups]


def options_of_kind(whom: Addressable, kind: Kind) -> list[Option]:
    """All of a kind, in the order in which they are offered."""
    match kind:
        case Kind.ROLES:
            parts = [each for each in whom.audiences if each is not Audience.ALL]
            labels = zip(parts, audience_labels([*parts, ""]), strict=False)  # as they are called beside others
            return [Option(part.value, text) for part, text in labels] + list(_roles(whom))
        case Kind.GROUPS:
            return groups_of(whom)
        case Kind.INSTITUTIONS:
            named = [institution_addressee(each.institution) for each in whom.institutions]
            return [Option(each.token, addressee_name(each)) for each in named]
        case Kind.THEMES:
            return [Option(each.token, addressee_name(each)) for each in whom.themes]
    return people_of(whom)


def groups_of(whom: Addressable) -> list[Option]:
    """The sub-groups, as options."""
    return [Option(group.token, local_name(group)) for group in whom.groups]


def people_of(whom: Addressable) -> list[Option]:
    """The people who may be chosen by name, with their institutions."""
    tokens = [person_addressee(member.person).token for member in whom.people]
    return [Option(token, option.label) for token, option in zip(tokens, options_of(list(whom.people)), strict=True)]


def _roles(whom: Addressable) -> Iterator[Option]:
    for role in whom.roles:
        if role not in _AS_AUDIENCES:
            yield Option(f"role:{role}", label(role))


def list_named(whom: Addressable) -> list[Addressee]:
    """All that can be named one by one."""
    institutions = (institution_addressee(each.institution) for each in whom.institutions)
    people = (person_addressee(member.person) for member in whom.people)
    return [*map(group_addressee, whom.groups), *institutions, *whom.themes, *people]


def list_nameable(whom: Addressable) -> list[Nameable]:
    """All that may be typed, with what it is called."""
    found = [_of_label(audience, audience) for audience in whom.audiences]
    taken = {key_of(name) for each in found for name in each.names}
    found += [_of_label(f"role:{role}", role, taken) for role in whom.roles if role not in _AS_AUDIENCES]
    for group in whom.groups:
        found.append(_of_names(group.token, [group.name, group.name_km]))
    for named in whom.institutions:
        names = [*named.texts, named.institution.name_km]
        found.append(_of_names(institution_addressee(named.institution).token, names))
    found += [Nameable(each.token, _names_of_theme(each.name), (each.name,)) for each in whom.themes]
    found += [_of_person(member) for member in whom.people]
    return found


def _of_label(token: str, member: Labelled, taken: Container[str] = ()) -> Nameable:
    """Args: `taken`: keys of names that others have: Khmer has no plural, and all development partners go first."""
    labels = [label(member).render(locale) for locale in LOCALES]
    free = [name for name in (*labels, *names_called(member)) if key_of(name) not in taken]
    return Nameable(str(token), tuple(free), tuple(name for name in labels if name in free))


def _of_names(token: str, names: Sequence[str]) -> Nameable:
    known = tuple(name for name in names if name)
    return Nameable(token, known, known)


def _names_of_theme(theme: str) -> tuple[str, ...]:
    called = ("focal point", "focal points", "focal person", "focal persons")
    before = [f"{word}{link} {theme}" for word in called for link in (" for", " of", " on", ":", "")]
    khmer = [f"មន្ត្រីបង្គោល{link}{theme}" for link in ("", "ផ្នែក", "ខាង", "សម្រាប់")]
    return (theme, *before, *(f"{theme} {word}" for word in called), *khmer)


def _of_person(member: Membership) -> Nameable:
    person = member.person
    titled = f"{person.title} {person.name}".strip()
    return Nameable(person_addressee(person).token, (person.name, titled), (titled,))


def word_audience(tokens: Collection[str], whom: Addressable, locale: str) -> str:
    """An audience in words, the same as on cards, in the export and in the audit."""
    named = [each for each in list_named(whom) if each.token in tokens]
    return ", ".join(in_words(each, locale) for each in audience_labels(tokens, named))


def word_reached(tokens: Collection[str], whom: Addressable) -> Text:
    """How many are in an audience besides the person who chooses it, and who of them no message reaches."""
    reached = whom.find_reached(tokens)
    if not reached:
        return _("Nobody else is in this audience now; only who joins it later will find it.")
    people = counted(len(reached), _("1 person besides you."), _("{n} people besides you."))
    missed = [member.person.name for member in reached if member.person_id in whom.unreachable]
    if not missed:
        return people
    names = ", ".join(missed[:MOST_NAMED])
    if len(missed) <= MOST_NAMED:
        return _("{people} Not reachable in Telegram: {names}.").with_(people=people, names=names)
    more = _("{people} Not reachable in Telegram: {names} and {n} more.")
    return more.with_(people=people, names=names, n=len(missed) - MOST_NAMED)


def is_wanting(tokens: Collection[str], whom: Addressable) -> bool:
    """Whether somebody of an audience, or everybody, is not reached."""
    reached = whom.find_reached(tokens)
    return not reached or any(member.person_id in whom.unreachable for member in reached)
