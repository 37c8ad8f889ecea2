"""What is open in the name of a person, and what passes to somebody, kind by kind (M10)."""

from collections.abc import Mapping

from messages.rendering.texts import Text, _
from twg.core.handing import LeftOpen

#: In the order in which they are told.
_KINDS = {
    "periods": _("periods as a member {n}"),
    "actions": _("actions {n}"),
    "reports": _("reports {n}"),
    "requests": _("requests {n}"),
    "papers": _("papers to hand in {n}"),
    "items": _("agenda items to present {n}"),
    "drafts": _("drafts {n}"),
    "records": _("records of meetings to keep {n}"),
    "answers": _("answers to invitations {n}"),
    "receipts": _("papers received {n}"),
    "messages": _("messages on their way {n}"),
}


def list_counts(counts: Mapping[str, int]) -> Text | None:
    """How much there is of each kind, without those of which there is nothing; None for nothing at all."""
    found = {kind: words.with_(n=counts[kind]) for kind, words in _KINDS.items() if counts.get(kind)}
    return Text(" · ".join(f"{{{kind}}}" for kind in found)).with_(**found) if found else None


def what_stays(left_open: LeftOpen) -> Text:
    """What stays open in the name of somebody who is about to leave, and who looks after it."""
    listed = list_counts(left_open.counts)
    if listed is None:
        return _("Nothing is open in your name. The secretariat is told that you leave.")
    return _("Still open in your name: {listed}. The secretariat is told.").with_(listed=listed)


def what_joins(counts: Mapping[str, int]) -> Text:
    """What passes from an entry to the one that stays."""
    listed = list_counts(counts)
    if listed is None:
        return _("Nothing else passes to the entry that stays. You can undo it for a day.")
    return _("What passes to the entry that stays: {listed}. You can undo it for a day.").with_(listed=listed)
