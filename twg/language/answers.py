"""Reading an answer to an invitation in words: coming, not coming, late, perhaps, somebody else instead."""

from collections.abc import Iterator

from twg.language import cues
from twg.language.said import Intent, Words


def read_answers(words: Words) -> Iterator[tuple[Intent, bool]]:
    """The answers that the text may give, likeliest first; at most one is clear."""
    own = [clause for clause in words.clauses if not _is_of_others(clause)]
    refused = [clause for clause in own if _refuses(clause)]
    meant = [clause for clause in own if clause not in refused and _comes(clause)]
    unsure = any(cues.has("maybe", clause) for clause in words.clauses if not _names_others(clause))
    conditional = words.has("condition")
    doubtful = words.asks or words.has("reported", "past", "mistake")
    late = [clause for clause in own if cues.has("late", clause)]

    sent = [clause for clause in words.clauses if cues.has("delegate", clause) and not _goes_oneself(clause)]
    sent = sent or ([clause for clause in words.clauses if _comes_instead(clause)] if refused else [])
    if sent:
        named = any(cues.has("somebody", clause) for clause in words.clauses)
        yield Intent.DELEGATE, named and not doubtful and not conditional and not unsure
    elif words.of_others and not meant and words.has("come", "come_oneself"):
        yield Intent.DELEGATE, False
    if late:
        yield Intent.LATE, not doubtful and not conditional and not unsure
    if unsure or (conditional and meant):
        open_ = words.asks or words.has("unreal", "past") or bool(sent)
        yield Intent.MAYBE, "?" not in words.typed and not (open_ and not words.asks) and not sent
    if refused:
        yield Intent.NO, not (doubtful or conditional or unsure or late or meant or sent or words.has("belief"))
    elif words.has("hindered"):
        yield Intent.NO, False
    if meant or _begins_with_yes(words):
        contested = (
            refused
            or late
            or unsure
            or conditional
            or sent
            or words.has("belief", "away", "hindered", "part_of_meeting")
        )
        contested = contested or (not meant and words.has("negation"))
        yield Intent.YES, not doubtful and not contested and not _may_ask(words)


def _comes(clause: str) -> bool:
    """Whether a statement says that the writer comes."""
    return cues.has("come_oneself", clause) or _stands_first("come", clause)


def _comes_instead(clause: str) -> bool:
    """Whether a statement says that somebody else comes, or represents them, said by a person who does not come."""
    comes = cues.has("come", clause) or cues.has("represents", clause)
    return _names_others(clause) and comes and not cues.has("negation", clause)


def _refuses(clause: str) -> bool:
    """Whether a statement says that the writer does not come: "cannot come", "on mission", "no"."""
    if cues.has("late", clause):
        return False
    if cues.has("not_come_oneself", clause) or _stands_first("not_come", clause):
        return True
    return cues.has("away", clause) or cues.strip(clause, "polite") in {"no", "ទេ", "អត់ទេ", "ot te"}


def _stands_first(cue: str, clause: str) -> bool:
    """Whether nothing before the phrase says that it is about something else than the meeting and the writer."""
    for pattern in cues.patterns(cue, clause):
        if found := pattern.search(clause):
            before = clause[: found.start()]
            return not cues.strip(
                before, "before_coming", "hindered", "polite", "yes", "acknowledged", "first_person", "future"
            )
    return False


def _is_of_others(clause: str) -> bool:
    """Whether the statement is about somebody else: its first words name them, or it reports what they said."""
    return _names_others(clause) or cues.has("reported", clause)


def _names_others(clause: str) -> bool:
    return cues.begins("somebody", clause) or cues.begins("somebody", cues.cut(clause, "polite").strip())


def _goes_oneself(clause: str) -> bool:
    """Whether the writer is the one who comes in somebody's place: "I go instead"."""
    return cues.begins("first_person", clause) and not cues.has("somebody", clause)


def _begins_with_yes(words: Words) -> bool:
    said = [clause for clause in words.clauses if cues.strip(clause, "before_coming", "polite")]  # "Plenary: yes"
    return bool(said) and cues.begins("yes", said[0])


def _may_ask(words: Words) -> bool:
    """Whether "ទៅបានទេ" stands alone, which may ask whether one can come, or say so."""
    return words.core.rstrip(" .។").endswith(("បានទេ", "ban te")) and not words.has("first_person")
