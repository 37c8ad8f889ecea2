"""The refusals of the member capability: what they have in common, and one that several operations share.

MemberRefusal
└── ChosenByPartners    the development partners choose who leads, and have not
"""

from twg.core.refusals import BadInput, Refusal


class MemberRefusal(Refusal):
    key = "members#refused"


class ChosenByPartners(BadInput):
    """Nobody else makes somebody lead facilitator where development partners can choose."""

    key = "members#chosen_by_partners"
