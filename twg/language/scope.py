"""What "done" is said of: the task, or a place, a part, a person or another thing only (A3).

The rule. Behind "done", or at the beginning of a statement beside it, these leave it what it is:

- when: "on Monday", "in time", «នៅថ្ងៃទី១»;
- for what occasion: "for the plenary", «សម្រាប់កិច្ចប្រជុំ»;
- all of it: "for all provinces", "with everything", «ទូទាំងប្រទេស»;
- how, where it is kept, with whose help: "in Khmer", "in the shared folder", "with the support of UNICEF";
- words of the action's own title: "done for the districts" for "Send the district figures".

Any other place, level, institution, person or thing narrows it, and is asked about: "done for Kratie", "done at MoH
level", "done with this bot", "in two provinces", "Kratie is done", «រួចរាល់សម្រាប់ក្រចេះ». So does an object that the title
does not name: "finished the slides" for "Revise the budget annex". To whom it went, "sent to CRDB", limits nothing.
"""

import re
from collections.abc import Iterator

from storage.core.spelling import fold
from twg.language.cues import begins, has, patterns, strip
from twg.language.mentions import shares_words
from twg.language.said import Words

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = (
    rf"(?:(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:day)?|(?:\d{{1,2}} )?{_MONTH}"
    r"|\d{1,2}(?:st|nd|rd|th)|\d{1,2}[/.]\d{1,2}\S*|20\d\d|\d{1,2}(?:[:.]\d\d)? ?[ap]m)"
)
_TIME = (
    r"(?:(?:the|this|that|last|past|same|early|late|mid|end of|beginning of|start of|about|around|less than|just)[ -])*"
    rf"(?:{_DAY}|(?:\d+|an?|one|two|three|four|five|six|a few|few|several) (?:minute|hour|day|week|month|year)s?"
    r"|time|schedule|today|yesterday|noon|midnight|morning|afternoon|evening|night|weekend|week|month|year|quarter"
    r"|deadline|due date|hour|day|moment|advance|once|last|end)\b"
)
_OCCASION = (
    r"(?:[\w'/-]+ ){0,4}?(?:meetings?|plenary|session|workshop|retreat|gdcc|forum|conference|consultation|review"
    r"|presentation|discussion|round|mission|visit|event|agenda)\b"
)
_WHOLE = (
    r"(?:all|every|each|everyone|everybody|everything|full|total|(?:the )?(?:whole|entire)|nationwide)\b"
    r"|(?:it|this|that|these|those|them|you|us|good|sure|real)(?=$| (?:now|already|today|yesterday|since|last|on|in))"
)
_HOW = (
    r"(?:(?:the|your|their|his|her|our|kind|good|great|close|strong|technical|financial|full|joint|some) )*"
    r"(?:help|support|assistance|cooperation|collaboration|contributions?|inputs?|advice|guidance|agreement|approval"
    r"|consent|participation|coordination|comments?|thanks|pleasure|success|care|line with|accordance with"
    r"|consultation with|writing|khmer|english|french|(?:both|two|three) languages|excel|word|pdf"
    r"|(?:hard|soft) cop(?:y|ies)|paper|letter|e-?mail|person|record|reference|information|info|file|detail|short|brief"
    r"|fact|(?:shared |google |team )?(?:drive|folder)|telegram|system|attachment|attached)\b"
)
_AFTER = re.compile(f"{_TIME}|{_OCCASION}|{_WHOLE}|{_HOW}")
_KHMER_AFTER = re.compile(
    "|".join(
        fold(words)
        for words in (
            "ថ្ងៃ|ព្រឹក|ល្ងាច|យប់|ម្សិល|ខែ|ឆ្នាំ|សប្តាហ៍|អាទិត្យ|ម៉ោង|ពេល|រយៈ|មុន|ចុង|ដើម|ត្រីមាស|ឆមាស|កាល",
            "ច័ន្ទ|អង្គារ|ពុធ|ព្រហស្បតិ៍|សុក្រ|សៅរ៍",
            "ការប្រជុំ|កិច្ចប្រជុំ|ប្រជុំ|អង្គប្រជុំ|សិក្ខាសាលា|វេទិកា|ពិធី|សន្និសីទ|សម័យប្រជុំ|បេសកកម្ម",
            "ទាំង|គ្រប់|ទូទាំង|អ្វីៗ|លោក|បង|ឯកឧត្តម",
            "ភាសា|អ៊ីមែល|លិខិត|ប្រព័ន្ធ|ថត|ការជួយ|ការគាំទ្រ|កិច្ចសហការ|ការសហការ|ការឯកភាព|ការចូលរួម|ជំនួយ|ជោគជ័យ",
        )
    )
    + r"|\d{1,2}/\d{1,2}|thngai|thgai|prek|pruek|lngeach|msel|atit|khae|chnam|brochum|prochum|teang|krob|pheasa"
)
#: What stands before a place or a thing; in Khmer a place may stand without it.
_WITH = re.compile(
    r"(?<![\w'])(?:for|in|at|with|within|inside|on|from|across|samrab|somrab|nov|knong|chea ?muoy)"
    rf"(?![\w'])\s*|{fold('(?:សម្រាប់|ចំពោះ|នៅតាម|នៅក្នុង|នៅ|ក្នុង|ជាមួយ|ខាង|ផ្នែក|ត្រឹម)')}\s*"
    rf"|{fold('(?:តាម|លើ)(?=ខេត្ត|ស្រុក|ឃុំ|ក្រសួង|ផ្នែក)')}"
)
_KHMER_PLACE = re.compile(
    rf"(?:(?:\d+|{fold('ពីរ|បី|បួន|ប្រាំ')})\s*{fold('(?:ខេត្ត|ស្រុក|ឃុំ|ភូមិ|ក្រសួង|ស្ថាប័ន|តារាង|ឯកសារ)')}"
    rf"|(?<!{fold('គ្រប់')}){fold('(?:ខេត្ត|ស្រុក|ឃុំ|ភូមិ|រាជធានី)')})(?!{fold('ទាំង')})"
)
#: Where another statement begins: "done and sent to MEF", «រួចហើយ ផ្ញើជូន…».
_NEXT = re.compile(
    r"(?<![\w'])(?:and|then|but|so|which|we|i|it|was|is|sent|submitted|delivered|handed|(?<!the )shared|uploaded"
    rf"|forwarded|emailed|signed|phnher|haey)(?![\w'])|{fold('ផ្ញើ|បញ្ជូន|ដាក់|និង|ជូន|ខ្ញុំ|យើង|ប្រគល់|ហើយ')}"
)
_OBJECT = re.compile(
    rf"\s*(?:(?:the|a|an|my|our|his|her|their|these|those|this)\s+(?!{_TIME})(?P<thing>[a-z].*)"
    r"|(?:\d+|two|three|four|five)\s+[a-z])"
)
#: What an object may be called whatever the task is.
_TASK = re.compile(
    r"(?:whole |entire )?(?:work|task|action|job|assignment|thing|matter|point|item|revision|review|update|preparation"
    r"|submission|collection|drafting|translation|writing|consultation|follow-?up|same|needful)s?\b"
)
_DONE_TO = re.compile(r"\b(?:done|finished|completed|finali[sz]ed|closed|settled|accomplished)\s*\Z")


def is_narrowed(words: Words) -> bool:
    """Whether a text limits what it calls done to a place, a part, a person or a thing that the title does not name."""
    return any(_narrows(clause, words.title) for clause in words.clauses)


def narrows(note: str) -> bool:
    """Whether the note of a `/done` limits it: "for Kratie", "done in two provinces", not "on Monday"."""
    words = Words(note)
    clause = next(iter(words.clauses), "")
    begins_with_limit = _is_limit(clause, "") if _WITH.match(clause) else _is_place(clause)
    return begins_with_limit or (words.has("done") and is_narrowed(words))


def _is_place(clause: str) -> bool:
    """Whether nothing but places is named: "Kratie and Takeo"."""
    return has("place", clause) and not strip(clause, "place", "polite", "acknowledged", "finishing", "conjunction")


def _narrows(clause: str, title: str) -> bool:
    ends = [found.end() for pattern in patterns("done", clause) for found in pattern.finditer(clause)]
    if not ends:
        is_limit = _WITH.match(clause) is not None and _is_limit(clause, title)
        return is_limit or (_is_place(clause) and not shares_words(title, clause))
    before, after = clause[: max(ends)], clause[max(ends) :]
    if begins("place", before) or (_DONE_TO.search(before) and _is_other_object(after, title)):
        return not shares_words(title, clause)
    return (_WITH.match(before) is not None and _is_limit(before, title)) or _is_limit(after, title)


def _is_limit(part: str, title: str) -> bool:
    """Whether a phrase of the statement that this begins with names what narrows it."""
    following = _NEXT.search(part, 1)
    part = part if following is None else part[: following.start()]
    if _KHMER_PLACE.search(part) and not shares_words(title, part):
        return True
    return any(not _leaves_whole(phrase, title) for phrase in _phrases(part))


def _phrases(part: str) -> Iterator[str]:
    """What stands behind each preposition."""
    for found in _WITH.finditer(part):
        yield part[found.end() :].strip()


def _leaves_whole(phrase: str, title: str) -> bool:
    if not phrase or _WITH.match(phrase):  # the next one decides
        return True
    return bool(_AFTER.match(phrase) or _KHMER_AFTER.match(phrase)) or shares_words(title, phrase)


def _is_other_object(after: str, title: str) -> bool:
    """Whether what was finished is another thing than the title says; without a title nothing is."""
    found = _OBJECT.match(after)
    return found is not None and title != "" and not _TASK.match(found["thing"] or "")
