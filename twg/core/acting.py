"""Acting in somebody's place: an assistant for a principal, the secretariat for a member without Telegram (M11)."""

import enum
from dataclasses import dataclass

from storage.members import Person, covers


class Place(enum.Enum):
    """In which capacity somebody acts for another person."""

    ASSISTANT = "assistant"
    #: The secretariat enters what a member without Telegram has said.
    ENTERING = "entering"


@dataclass(frozen=True)
class OnBehalf:
    """Who acts in the place of an actor, and how far.

    Attributes:
        by: the person who presses and types.
        matters: what an assistant was chosen for, as `ActsFor.covers`; those who enter may do what `ENTERED` lists.
    """

    by: Person
    place: Place
    matters: frozenset[str] = frozenset()

    def covers(self, capability: str) -> bool:
        """Whether what belongs to a capability may be seen."""
        if self.place is Place.ENTERING:
            return capability in {name.partition(".")[0] for name in ENTERED}
        return covered_by(self.matters, capability)

    def may_use(self, capability: str) -> bool:
        """Whether commands and buttons of a capability may be used; its operations check what is done by them."""
        if self.place is Place.ENTERING:
            return self.covers(capability)
        return may_use(self.matters, capability)

    def may_call(self, operation: str) -> bool:
        """Whether an operation may be called, by its name."""
        if self.place is Place.ENTERING:
            return operation in ENTERED
        return self.covers(operation.partition(".")[0]) or operation in OF_EVERY_MATTER | OF_THE_ACCOUNT


def covered_by(matters: frozenset[str], capability: str) -> bool:
    """Whether an assistant who was chosen for these matters may see what belongs to a capability."""
    return capability in PUBLIC or (covers(matters, capability) and capability not in PERSONAL)


def may_use(matters: frozenset[str], capability: str) -> bool:
    """Whether an assistant who was chosen for these matters may use commands and buttons of a capability."""
    return covered_by(matters, capability) or capability in {name.partition(".")[0] for name in OF_EVERY_MATTER}


@dataclass(frozen=True)
class Acting:
    """In whose place somebody acts. The person is loaded with memberships and their TWGs."""

    person: Person
    on_behalf: OnBehalf


#: What the secretariat may enter for a member without Telegram, and take back; and the card below which it is entered.
ENTERED = frozenset(
    {
        "meetings.answer",
        "meetings.answer_item",
        "dates.answer",
        "updates.tell",
        "updates.say_nothing",
        "documents.read_card",
        "documents.acknowledge",
        "documents.acknowledge_set",
        "actions.close",
        "actions.add_note",
        "actions.undo_end",
        "actions.undo_note",
        "indicators.report",
        "indicators.list_asked",
        "general.undo",
        "general.discard_form",
    }
)
#: Capabilities of which an assistant may use everything: nothing of them is anybody's.
PUBLIC = frozenset({"general", "guideline"})
#: Capabilities that remain with the principal: who is a member and who assists them, what leaves the store, and which
#: groups announcements are posted in.
PERSONAL = frozenset({"members", "joining", "facilitators", "export", "groups", "history", "participation", "settings"})
#: What an assistant may do whatever they were chosen for: the operations check what it is about.
OF_EVERY_MATTER = frozenset(
    {
        "requests.ask",
        "requests.correct",
        "requests.withdraw",
        "requests.undo_ask",
    }
)
#: What concerns the account that is used, and not the person for whom it acts.
OF_THE_ACCOUNT = frozenset({"members.choose_language", "members.switch_twg"})
