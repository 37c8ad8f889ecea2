"""Deeds of minutes: what somebody is to do, as verbs of English (G6)."""

import re

#: What is to be done, in a plain form that is no noun.
ORDERS = (
    r"send|resend|share(?! (?:the |that |a |our )?(?:concern|view|opinion|position))|circulate|prepare"
    r"|submit"
    r"|revise|provide|finali[sz]e|organi[sz]e|arrange|confirm|convene|collect|compile|disseminate|distribute|nominate"
    r"|translate|verify|coordinate|invite|follow up|publish|upload|write|consult|clarify|check with|liaise"
)
#: Deeds of minutes in their plain form: with one of them also somebody is taken who is not known.
_DEED = (
    r"send|share|circulate|prepare|present|submit|revise|draft|organi[sz]e|arrange|provide|finali[sz]e|update|report"
    r"|review|collect|compile|confirm|contact|convene|coordinate|develop|disseminate|distribute|follow|invite|issue|lead"
    r"|liaise|nominate|pay|post|print|publish|resend|respond|reply|schedule|sign|translate|upload|verify|write|check"
    r"|consult|clarify|correct|draw|host|inform|integrate|map|procure|propose|book|chase|call|email|get|give|make|produce"
    r"|request|set|support|tell|train|brief|remind|recruit|register|forward|fix|hold|identify|look|meet|advise|ask|assess"
    r"|consolidate|cost|define|deliver|design|discuss|examine|explore|facilitate|fill|hire|implement|analyse|analyze"
    r"|approve|complete|comment|conduct|launch|monitor|plan|put|raise|speak|study|summari[sz]e|work"
)
DEEDS = re.compile(_DEED, re.IGNORECASE)
#: What is no deed: it says how something is, or who comes.
STATES = frozenset(
    {
        *("arrive", "attend", "be", "become", "come", "cost", "decline", "decrease", "depend", "fall", "get", "go"),
        *("grow", "happen", "have", "improve", "increase", "join", "keep", "know", "last", "leave", "like", "miss"),
        *("need", "reach", "remain", "rise", "stay", "take", "try", "want"),
    }
)
#: What somebody is "to" do all the same: "MoH to continue the training", "ADB to take the lead".
GOES_ON = frozenset({"continue", "cost", "get", "go", "improve", "include", "increase", "join", "keep", "take", "try"})

#: What follows a deed that is a noun there: "the report is late"; and a view that is shared.
_NOT_SAID_SO = (
    r"(?!(?:\w+ ){0,3}(?:is|are|was|were|has|have|had|shows?|says?|said|will|did|came|went|looks?|seems?)\b)"
    r"(?!(?:the |that |this |a |our )?(?:concern|view|opinion|position))"
)
_WHAT = rf"(?P<what>(?:{_DEED})(?P<s>e?s)?)\s+{_NOT_SAID_SO}(?P<rest>\S.*)"
#: "MoF + UNFPA look at the salaries": signs between those who do it.
JOINED = re.compile(rf"@?(?P<who>[^,;:\n]{{2,40}}?(?:\s*[+&/]\s*[^,;:\n]{{2,40}}?)+)\s+{_WHAT}", re.IGNORECASE)
#: "The secretariat sends the minutes", "UNFPA and MoH check the figures": who does it stands first.
DOES = re.compile(rf"(?P<who>[^;:\n]{{2,80}}?)\s+{_WHAT}", re.IGNORECASE)
#: Deeds that are nouns too, and are taken before what they are done to.
_NOUNS = re.compile(
    r"(?:cost|contact|call|design|draft|fix|forward|host|issue|launch|map|plan|post|print|register|report|respond"
    r"|review|schedule|set|sign|study|train|update|work)s?",
    re.IGNORECASE,
)
_DONE_TO = re.compile(r"(?:the|an?|all|their|its|new|it|them|this|that|these|those|on)\b", re.IGNORECASE)
_UNTIL = re.compile(r"(?:by|before|until|till|due|is|in)\b", re.IGNORECASE)
#: Deeds that a meeting itself sees: without a last day they say what happened in it.
_SEEN = re.compile(
    r"(?:advise|approve|ask|comment|discuss|get|give|lead|make|propose|put|raise|remind|request|speak|support|tell)s?",
    re.IGNORECASE,
)


def is_to_be_done(what: str, rest: str, *, has_day: bool) -> bool:
    """Whether a deed in its plain form, or with its "s", is one for later. Args: `rest`: the words behind it."""
    if _NOUNS.fullmatch(what) and _UNTIL.match(rest):  # "HSP & NSDP review by Friday" names a review
        return False
    if has_day:
        return True
    return not _SEEN.fullmatch(what) and (not _NOUNS.fullmatch(what) or _DONE_TO.match(rest) is not None)
