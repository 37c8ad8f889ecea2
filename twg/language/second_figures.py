"""Figures beside the value of an indicator that are no second value: counted things, parts, another form of it."""

import re
from collections.abc import Sequence

from twg.language.figures import is_whole
from twg.language.quantities import Quantity
from twg.language.remainders import resembles_magnitude
from twg.language.units import CLASSIFIER, COUNT, CURRENCIES, PERCENT, THINGS, Unit

#: Units in which other figures beside the value are no second value.
_COUNTED = frozenset(THINGS) | {CLASSIFIER, "minutes", "hours", "days", "weeks", "months", "years"}
_PLURAL = re.compile(
    r" (?!(?:is|was|has|as|this|us|per|years?|yes|plus|times|points|thanks|minus|versus|others?|less)(?![a-z]))"
    r"[a-z]+s(?![a-z])"
    r"| (?:visited|surveyed|reported|interviewed|assessed|sampled|counted|covered|female|male)(?![a-z])"
)
_OF = re.compile(r" ?(?:of|out of|of the|/|ក្នុងចំណោម|លើ) ?")


def is_beside(quantity: Quantity, main: Quantity, quantities: Sequence[Quantity], text: str, unit: Unit) -> bool:
    """Whether another figure is no second value: "120 facilities", the 24 of "24 of 25 provinces".

    It counts things, and stands after the value, or before it where the value has its unit.

    Args:
        quantities: all of the masked text.
        unit: of the indicator.
    """
    if not main.families and quantity.start < main.start:
        return False
    if quantity.glued or quantity.sign or not quantity.readings:
        return False
    if _is_share_of_one(quantity, main, unit):
        return True
    if quantity.families <= {PERCENT, *CURRENCIES} and quantity.families:
        return _is_in_brackets(quantity, main, text, unit)
    if quantity.families:
        is_other = not is_own(quantity, unit) or is_of_gender(quantity, unit)
        return is_whole(quantity.readings[0]) and is_other and quantity.families <= _COUNTED
    if not is_whole(quantity.readings[0]):
        return False
    after = text[quantity.end :]
    if _PLURAL.match(after) and not resembles_magnitude(after):
        return True
    follower = next((other for other in quantities if other.start > quantity.start), None)
    link = "" if follower is None or follower is main else text[quantity.end : follower.start]
    is_part = follower is not None and _OF.fullmatch(link) is not None
    return is_part and follower is not None and is_beside(follower, main, quantities, text, unit)


def is_own(quantity: Quantity, unit: Unit) -> bool:
    """Whether a quantity is written with the indicator's unit, and with no other."""
    families = quantity.families
    return bool(families) and all(unit.is_called(family) for family in families)


def unlikelihood(quantity: Quantity, unit: Unit) -> int:
    """How unlikely a figure is the value beside others: least with the unit, most where it looks like a year."""
    return 0 if is_own(quantity, unit) else 2 if _YEAR.fullmatch(quantity.figure) else 1


def is_of_sex(quantity: Quantity) -> bool:
    """Whether a word for women or men stands behind a figure; it may begin what is said next: "girls 89 boys 97"."""
    return bool(quantity.families) and quantity.families <= {"women", "men"}


def is_of_gender(quantity: Quantity, unit: Unit) -> bool:
    """Whether a figure counts the women or the men among what is counted: "120 people, women 45"."""
    return unit.family == COUNT and bool(quantity.families & {"women", "men"})


def _is_share_of_one(quantity: Quantity, main: Quantity, unit: Unit) -> bool:
    """Whether a figure is the percentage in another form: the 0.58 of "0.58 (58%)"."""
    is_bare = not quantity.families and quantity.magnitude == 1 and bool(main.readings)
    return unit.family == PERCENT and is_bare and quantity.readings[-1] * 100 == main.readings[-1]


def _is_in_brackets(quantity: Quantity, main: Quantity, text: str, unit: Unit) -> bool:
    """Whether a share or an amount in another currency stands alone in brackets: "120 schools (80%)"."""
    is_alone = text[: quantity.start].endswith("(") and text[quantity.end :].startswith(")")
    return is_alone and not is_own(quantity, unit) and quantity.start > main.start


def lacks_magnitude(quantity: Quantity, unit: Unit) -> bool:
    """Whether a figure may count thousands or millions that it does not name: "$1,2", "1.5" in USD, "43.5" in m2."""
    if quantity.magnitude != 1 or unit.factor != 1:
        return False
    is_bare = not quantity.families and (unit.is_money or unit.family == _LAND)
    return bool(
        (unit.is_money and _ONE_CENT.fullmatch(quantity.figure)) or (is_bare and _SHORT.fullmatch(quantity.figure))
    )


_YEAR = re.compile(r"(?:19|20)\d\d")
#: The unit of areas that are counted in millions.
_LAND = "m2"
#: The comma may stand before decimals that nobody writes so, or between thousands of which digits are missing.
_ONE_CENT = re.compile(r"\d+,\d")
_SHORT = re.compile(r"\d{1,3}[.,]\d")
