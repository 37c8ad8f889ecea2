"""Which TWG a roster is about, by its file name, its sheets and the rows above its headings."""

import re
from collections.abc import Iterable, Sequence

from storage.core.spelling import fold, key_of
from twg.language.rosters.model import KnownTwg
from twg.language.rosters.refusals import RosterOfAnotherTwg

_SAYS_TWG = re.compile(rf"\btwgs?\b|working groups?|{fold('ក្រុមការងារ')}|{fold('ក.ប.ក')}")


def check_named(texts: Iterable[str], own: KnownTwg, others: Sequence[KnownTwg]) -> None:
    """Refuse texts that name another TWG and not this one. Raises: RosterOfAnotherTwg."""
    naming = [folded for text in texts if _SAYS_TWG.search(folded := fold(re.sub(r"[_]", " ", text)))]
    if not naming or any(_names(text, own) for text in naming):
        return
    found = [other for other in others if any(_names(text, other, beside=True) for text in naming)]
    if found:
        longest = max(found, key=lambda other: len(other.name))
        raise RosterOfAnotherTwg(named=longest.code, twg=own.code)


def find_named(text: str, twgs: Sequence[KnownTwg]) -> KnownTwg | None:
    """The TWG that a cell of a column "TWG" names, by code or name; None for an unknown one."""
    wanted = key_of(re.sub(r"(?i)\b(?:twg|technical working group)\b", "", text))
    return next(
        (twg for twg in twgs if wanted in {key_of(twg.code), key_of(twg.name), key_of(twg.name_km or twg.code)}), None
    )


def _names(folded: str, twg: KnownTwg, *, beside: bool = False) -> bool:
    """Whether a text, folded, has the code beside the word "TWG", or the name.

    Args:
        beside: an English name has to stand beside that word too: "TWG members by gender" is not about that of gender.
    """
    code, name, name_km = fold(twg.code), fold(twg.name), fold(twg.name_km)
    without = re.sub(
        rf"^{fold('ក្រុមការងារបច្ចេកទេស')}(?:{fold('ផ្នែក')}|{fold('ស្តីពី')}|{fold('វិស័យ')})?", "", name_km
    ).strip()
    escaped, group = re.escape(code), "(?:twg|(?:technical )?working group)"
    coded = rf"\b{escaped}[ \-/]*{group}\b|\b{group}[ \-/:(on]*{escaped}\b|\({escaped}\)"
    spellings = {name, name.replace("&", "and"), name.replace(" and ", " & ")}
    named = rf"\b(?:{'|'.join(map(re.escape, spellings))})\b"
    if beside:
        named = rf"\b{group}s?[ \-/:(]*(?:(?:on|for|of|in|the) )*{named}|{named}[ \-/]*(?:sector |joint )*{group}\b"
    return (
        re.search(coded, folded) is not None
        or re.search(named, folded) is not None
        or bool(without and without in folded)
    )
