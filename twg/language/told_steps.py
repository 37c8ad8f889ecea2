"""Which step of a milestone a text says was reached: "step 2 done on 28 Sept", «ជំហានទី២ រួចរាល់» (J3)."""

import re
from collections.abc import Sequence

from storage.core.spelling import fold
from twg.language.plain import plain, spelled

_STEP = rf"(?:steps?|chum ?hea?n|jum ?hea?n|{spelled('ជំហាន')})"
_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_WORDS = ("មួយ", "ពីរ", "បី", "បួន", "ប្រាំ", "ប្រាំមួយ", "ប្រាំពីរ", "ប្រាំបី", "ប្រាំបួន", "ដប់")
_NUMBERS = {spelled(word): place for words in (_NTH, _WORDS) for place, word in enumerate(words, start=1)}
_KHMER = "|".join(sorted(map(spelled, _WORDS), key=len, reverse=True))
#: "Step 2", "steps 1 and 2", "the third step", «ជំហានទីពីរ».
_NUMBERED = re.compile(
    rf"(?<![a-z]){_STEP} ?(?:no\.? ?|number ?|#|ti ?|{spelled('ទី')} ?)?(?P<behind>\d{{1,2}}(?!\d)|{_KHMER})"
    rf"(?: ?(?:and|&|-|{spelled('និង')}) ?(?P<another>\d{{1,2}})(?![\d/]))?"
    rf"|(?<![a-z\d])(?P<before>\d{{1,2}}(?=st|nd|rd|th)|{'|'.join(_NTH)})(?:st|nd|rd|th)? steps?(?![a-z])"
)
_NOT = re.compile(
    rf"(?<![a-z])(?:not|no(?!\.? ?\d)|never|will|shall|plan\w*|expect\w*|delay\w*|late|postponed|draft of)(?![a-z])"
    rf"|n't|{spelled('មិន')}|{spelled('នឹង')}|{spelled('ពន្យារ')}"
    r"|(?<![a-z])(?:half|partly|partially|almost|nearly|mostly|under ?way|ongoing|in progress|started|begun)(?![a-z])"
    rf"|{spelled('កំពុង')}|{spelled('ពាក់កណ្តាល')}|(?<![\d.,])(?!100 ?%)\d{{1,3}}(?:[.,]\d+)? ?%"
)
_REACHED = re.compile(
    r"(?<![a-z])(?:reached|done|complete[d]?|finished|achieved|endorsed|approved|adopted|signed|submitted|issued|held|"
    rf"ready|ruoch\w*|published)(?![a-z])|{spelled('រួច')}|{spelled('បានបញ្ចប់')}|{spelled('សម្រេច')}|{spelled('អនុម័ត')}"
    rf"|{spelled('បានធ្វើ')}"
)
#: "All steps", "both steps", «ជំហានទាំងអស់».
_EVERY = re.compile(
    rf"(?<![a-z])(?:all|both|every) (?:of )?(?:the )?(?:\w+ )?{_STEP}(?![a-z])|{_STEP} ?{spelled('ទាំងអស់')}"
)
_WORD = re.compile("[\u1780-\u17d3]+|[^\\W\\d_\u1780-\u17d3]{3,}")


def find_told_step(text: str, steps: Sequence[str]) -> int | None:
    """The place among the steps of the one that a text says was reached; None where it says so of none, or of several.

    Args:
        steps: their words, in their order.
    """
    spelt = plain(text).text
    if _NOT.search(spelt):
        return None
    numbers = {
        _NUMBERS.get(said) or int(said) for found in _NUMBERED.finditer(spelt) for said in found.groups() if said
    }
    if numbers:
        [place] = numbers if len(numbers) == 1 else [0]
        return place - 1 if 1 <= place <= len(steps) else None
    if not _REACHED.search(spelt):
        return None
    said = fold(text)
    named = [place for place, step in enumerate(steps) if _is_named(fold(step), said)]
    return named[0] if len(named) == 1 else None


def find_unclear_step(text: str, steps: Sequence[str]) -> str:
    """The words with which a text says that steps were reached which are not one of the milestone: "step 9", "steps 1
    and 2", "all steps"; empty where it does not.

    Args:
        steps: as of `find_told_step`.
    """
    spelt = plain(text)
    found = [*_NUMBERED.finditer(spelt.text)] or [*_EVERY.finditer(spelt.text)]
    if not steps or not found or _NOT.search(spelt.text) or find_told_step(text, steps) is not None:
        return ""
    return spelt.as_typed(found[0].start(), found[-1].end()).strip()


def _is_named(step: str, said: str) -> bool:
    """Whether a text has all words of a step; Khmer has no spaces between its words."""
    words = _WORD.findall(step)
    return bool(words) and all(word in said for word in words)
