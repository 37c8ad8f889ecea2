"""Labels that people read: of enumeration members, audiences and languages."""

from collections.abc import Iterable

from messages.rendering.texts import Text, _
from storage.engine.labels import Labelled
from storage.members import Role
from twg.core.audiences import Audience

LANGUAGES = {"en": "English", "km": "ខ្មែរ"}
#: Prefix of a role's token in an audience.
_ROLE_PREFIX = "role:"
#: What an audience is called beside others, where "only" would be wrong.
_AMONG_OTHERS = {Audience.GOVERNMENT: _("Government"), Audience.PARTNERS: _("Development partners")}


def audience_labels(tokens: Iterable[str]) -> list[Text | str]:
    """Labels of the tokens of an audience, in the order in which `Audience` and `Role` declare them.

    A token that neither is an audience to choose nor names a role stands for itself, after the others. An audience
    without a token is nobody besides those who see the row anyway: its author, the owner of an action.
    """
    listed = set(tokens)
    if not listed:
        return [_("Nobody else")]
    among = _AMONG_OTHERS if len(listed) > 1 else {}
    known = {
        **{str(item): among.get(item, label(item)) for item in Audience},
        **{f"{_ROLE_PREFIX}{role}": label(role) for role in Role},
    }
    named: list[Text | str] = [text for token, text in known.items() if token in listed]
    return named + sorted(listed - set(known))


def label(member: Labelled) -> Text:
    """The label of an enumeration member, to be translated when rendered."""
    return Text(member.label)
