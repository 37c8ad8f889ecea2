"""Members: their list, their cards, assistants, the core group and seats, and notices about several of them at once."""

from messages.members.assistants import asked_keyboard, end_row, matters_of
from messages.members.cards import (
    ALL_MATTERS,
    MOST_NAMED,
    PER_PAGE,
    card,
    corrected_members,
    directory_buttons,
    enterable,
    listing,
    new_members,
    proposal_content,
    switch_button,
    with_buttons,
)
from messages.members.invitations import invited
from messages.members.left_open import list_counts, what_joins, what_stays
from messages.members.merging import MOST_ALIKE, alike_rows, doubles, doubles_button, told_alike
from messages.members.own_data import own_data_text
from messages.members.places import cap, cap_to_confirm, core_group, groups_row, seat, seats

__all__ = [
    "ALL_MATTERS",
    "MOST_ALIKE",
    "MOST_NAMED",
    "PER_PAGE",
    "alike_rows",
    "asked_keyboard",
    "cap",
    "cap_to_confirm",
    "card",
    "core_group",
    "corrected_members",
    "directory_buttons",
    "doubles",
    "doubles_button",
    "end_row",
    "enterable",
    "groups_row",
    "invited",
    "list_counts",
    "listing",
    "matters_of",
    "new_members",
    "own_data_text",
    "proposal_content",
    "seat",
    "seats",
    "switch_button",
    "told_alike",
    "what_joins",
    "what_stays",
    "with_buttons",
]
