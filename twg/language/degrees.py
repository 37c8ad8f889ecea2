"""Academic degrees that stand behind a name: "LIM Bopha, MD, MPH"."""

import re

#: Longest degrees that are kept apart from a name, in characters.
LONGEST = 60
#: As they are written with and without full stops. "Ma" and "Ba" are names; so those alone need the comma before them.
_SURE = (
    r"(?:Ph\.?\s?D|PHD|D\.?Phil|Dr\.?\s?P\.?H|Ed\.?D|D\.?B\.?A|Pharm\.?D|D\.?V\.?M|D\.?D\.?S|M\.?D|M\.?B\.?B\.?S"
    r"|M\.?P\.?H|M\.?Sc|MSC|M\.?B\.?A|M\.?P\.?A|M\.?P\.?P|M\.Ed|MEd|M\.?Phil|M\.?Eng|M\.?H\.?A|M\.?S\.?W|M\.A|M\.S"
    r"|B\.?Sc|BSC|B\.?B\.?A|B\.?Eng|B\.A|LL\.?[BMD]|J\.D|F\.?C\.?C\.?A|A\.?C\.?C\.?A|C\.?P\.?A|P\.?Eng|F\.?R\.?C\.?P|R\.N)"
)
_AFTER_COMMA = r"(?:MA|BA|MS|BS|JD|RN|PE|Esq)"
_BEHIND = re.compile(
    rf"(?:(?:\s*[,(]\s*|\s+){_SURE}(?![\w])\.?\s*\)?|\s*[,(]\s*{_AFTER_COMMA}(?![\w])\.?\s*\)?)+[\s,;]*$"
)


def split_degrees(text: str) -> tuple[str, str]:
    """(name, degrees) of a name: ("LIM Bopha", "MD, MPH"); without degrees the name is the text as it is."""
    found = _BEHIND.search(text)
    if found is None or not text[: found.start()].strip():
        return text, ""
    degrees = " ".join(found[0].replace("(", " ").replace(")", " ").split())
    if len(degrees.strip(" ,;")) > LONGEST:
        return text, ""
    return text[: found.start()].rstrip(), degrees.strip(" ,;")
