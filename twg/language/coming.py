"""Telling that somebody comes from what they say of how: with others, for a part of the meeting, online (G2)."""

import re

from storage.core.spelling import fold, normalize
from twg.language.cues import spell, split_clauses
from twg.language.intents import ANSWERS, Intent, Words, read_intent

#: A word for coming to a meeting.
COMING = re.compile(r"\b(?:come|coming|attend|join|participate|mok|tov|there)|ចូលរួម|មក|ទៅ", re.IGNORECASE)
_OWN = re.compile(r"\b(?:i|we|knhom|yerng)\b|ខ្ញុំ|យើង")
_COUNT = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|several|some)"
_OTHERS = (
    r"(?:colleagues?|assistants?|deput(?:y|ies)|interpreters?|translators?|staff|team|experts?|consultants?|advisers?"
    r"|advisors?|interns?|persons?|people|participants?|officers?|focal points?|(?:dr|mr|ms|mrs|h\.?e)\b\.?)"
)
_COME = r"(?:com(?:e|ing)|attend(?:ing)?|join(?:ing)?|participat(?:e|ing)|be (?:there|present)|arrive)"
_WHO = r"(?:people|persons?|participants?|colleagues?|staff|of us)"
#: "I'm coming with two colleagues", "we will be three", "I will bring my assistant, Ms Lina".
_COMPANY = re.compile(
    rf"\b{_COME}\b(?: \w+){{0,4}} (?:together |along )?with (?:my|our|a|an|one|the|{_COUNT}|{_OTHERS})\b"
    rf"|\b(?:bring(?:ing)?|accompanied by|together with)\b(?: (?!paper|doc|copies|figure)\w+){{0,4}} {_OTHERS}"
    rf"|\b(?:we|there)(?: will| shall|'ll| are going to)? (?:be|are|come|join|attend) (?:only )?{_COUNT}"
    rf"(?: {_WHO}|$|[ ,.]*(?:from|in total))"
    rf"|\b{_COUNT} {_WHO}\b(?: \w+){{0,6}} (?:will |can |are going to )?{_COME}"
    rf"|^(?:me|i|myself) and (?:my|our|a|an|one|{_COUNT}|{_OTHERS})\b.{{0,40}} {_COME}"
    rf"|^my {_OTHERS}.{{0,40}} and (?:i|me|myself)\b.{{0,20}} {_COME}"
    r"|(?:មក|ទៅ|ចូលរួម|អញ្ជើញ)(?:ប្រជុំ)?\s*(?:រួម)?ជាមួយ(?!គ្នា)"
    r"|នាំ(?:យក)?\s*(?:សហការី|អនុ|ជំនួយការ|មន្ត្រី|អ្នកបកប្រែ|បុគ្គលិក)|(?:មក|ចូលរួម|មាន)\s*(?:គ្នា\s*)?\d{1,2}\s*(?:នាក់|រូប)"
    r"|\b(?:mok|tov|choul ?ruo?m)(?: \w+){0,2} (?:jea|chea) ?(?:mouy|muoy|moy|mui)\b",
    re.IGNORECASE,
)
#: Not the morning or the afternoon: whether that is the meeting is asked.
_PART_OF_IT = r"(?:first|second|last|opening|closing|an hour|one hour|item|session|part)"
_LENGTH = r"(?:an|one|two|half an|\d) hours?"
#: "only the first hour", "I can be there for an hour", "from 9 to 10 only".
_PART = re.compile(
    rf"\b(?:only|just)(?: \w+){{0,4}} {_PART_OF_IT}\b|\b{_PART_OF_IT}(?: \w+){{0,2}} only\b"
    rf"|\b{_COME}(?: \w+){{0,2}} for {_LENGTH}\b|\bstay for {_LENGTH}\b"
    rf"|\b{_COME} from \d[\d:.h]*(?: ?[ap]m)? (?:to|until|till) \d"
    rf"|\b{_COME} (?:the )?(?:first|second) (?:half|part|hour)\b"
    r"|(?:ចូលរួម|មក|នៅ)(?:បាន)?(?:តែ|ត្រឹម|ត្រឹមតែ)(?:មួយម៉ោង|\d{1,2}\s*ម៉ោង)",
    re.IGNORECASE,
)
#: It is the person who is there for a part, and not a part of a paper that is done.
_IS_THERE = re.compile(rf"\b(?:{_COME}|stay|available|free|for (?:me|us)|with you)\b|ចូលរួម|មក|នៅ", re.IGNORECASE)
#: "I prefer to join online".
_ONLINE = re.compile(
    rf"\b(?:prefer|would like|want|wish|plan|intend)(?: to)? {_COME} (?:online|remotely|virtually|by|via|through|on)\b",
    re.IGNORECASE,
)
#: Somebody else comes, or nobody: then it is no answer of one who comes.
_AGAINST = re.compile(
    r"\b(?:instead|on (?:my|our) behalf|represent\w*|replac\w*|in my place|unable|cannot|unfortunately)\b"
    r"|ជំនួស|តំណាង|មិន|អត់",
    re.IGNORECASE,
)
#: "My deputy will attend with two colleagues".
_OF_ANOTHER = re.compile(rf"\W*(?:my|our) {_OTHERS}(?!.*\band (?:i|me|myself)\b)", re.IGNORECASE)
_ONESELF = re.compile(r"\b(?:i|i'm|i'll|me|myself|we|we'll|us|our)\b|ខ្ញុំ|យើង", re.IGNORECASE)


def comes_in_some_way(text: str) -> bool:
    """Whether a text says that who writes it comes, with what is to be known of it; the text is kept as a note."""
    plain, words = fold(text), Words(text)
    if words.asks or words.has("negation", "condition", "maybe", "wait", "reported", "past") or _AGAINST.search(plain):
        return False
    if _OF_ANOTHER.match(plain) or (read_intent(text).is_clearly(Intent.DELEGATE) and not _ONESELF.search(plain)):
        return False
    in_part = _PART.search(plain) and _IS_THERE.search(plain)
    return bool(in_part or _COMPANY.search(plain) or _ONLINE.search(plain))


#: "Can I join by Zoom?", "may I bring a colleague?", «អាចចូលតាមហ្ស៊ូមបានទេ?».
_ASKS_TO_COME = re.compile(
    rf"\b(?:can|may|could|shall|is it (?:ok|possible)|possible)\b(?: \w+){{0,3}} (?:{_COME}|bring|zoom|connect|dial)\b"
    r"|(?:អាច|បាន)?(?:ចូលរួម|ចូល|មក|នាំ).{0,30}(?:បានទេ|បានអត់|បានឬទេ)",
    re.IGNORECASE,
)


def asks_how_to_come(text: str) -> bool:
    """Whether a text asks whether its writer may come in some way, online or with others; it is no answer yet."""
    return Words(text).asks and _ASKS_TO_COME.search(normalize(text)) is not None


def may_answer_invitation(text: str) -> bool:
    """Whether a statement of a text may answer an invitation: "I can't come but the annex is done"."""
    clauses = [clause for clause in split_clauses(spell(text)) if COMING.search(clause)]
    readings = [(read_intent(clause, among=ANSWERS), _OWN.search(clause)) for clause in clauses]
    return any(reading.is_clearly(*ANSWERS) or (own and reading.intent in ANSWERS) for reading, own in readings)
