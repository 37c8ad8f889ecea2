"""Lines that by themselves do something to a thing which they name: "action 2 is done", "2008-4: 58%", "decision: …".

Such a line is hardly the answer to a question about something else.
"""

import re

from storage.core.spelling import fold
from twg.language.cues import spell
from twg.language.intents import REQUESTS, Intent, read_intent
from twg.language.mentions import ACTION_NUMBER
from twg.language.record_lines import begins_line
from twg.language.reportable import may_report
from twg.language.wishes import read_wish

#: The number of an indicator, and what is said of it.
_CODE = re.compile(r"(?:(?:jmi|indicator|សូចនាករ)\s*)?(?P<code>\d{4}-\d{1,3})(?!\d)[\s:=៖,–—-]*(?P<rest>.*)", re.DOTALL)
#: A reason may tell of another thing: "because action 2 is done".
_REASON = re.compile(r"(?:because|since|as|due to|given that)\b|(?:ពី)?ព្រោះ|ដោយ(?:សារ|ហេតុ)?|prous\b|pruos\b")
_DONE_TO_TASK = (Intent.DONE, Intent.PROGRESS, *REQUESTS)


def list_tasks_acted_on(text: str) -> set[int]:
    """The numbers of the actions of which a text by itself clearly says something, or asks to have it done."""
    spelt = spell(text)
    found = {int(number) for number in ACTION_NUMBER.findall(spelt)}
    if not found or _REASON.match(spelt):
        return set()
    return found if read_intent(text, among=_DONE_TO_TASK).clear or read_wish(text) else set()


def reports_by_number(text: str) -> bool:
    """Whether a text by itself gives the figure of an indicator that it names by its number: "2008-4: 58%"."""
    found = _CODE.fullmatch(fold(text))
    return found is not None and may_report(found["rest"], milestone=False)


def acts_by_itself(text: str) -> bool:
    """Whether a text by itself does something to an action or an indicator, or begins as a line of a record does."""
    return begins_line(text) or reports_by_number(text) or bool(list_tasks_acted_on(text))
