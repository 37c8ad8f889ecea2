"""The entries of a list that is typed or pasted: numbered or with bullets, in lines of their own or in one line."""

import re

from storage.core.spelling import is_visible

#: What begins an entry of a list.
MARK = re.compile(r"\s*(?:[•●▪■◦‣·*–—-]|\(?[0-9០-៩]{1,2}[.)]|\(?[a-z][.)]|\(?[ក-អ][.)])\s+", re.IGNORECASE)
#: Entries that stand in one line: "1. MoP to …; 2. ADB to …".
_IN_LINE = re.compile(r"(?:^|[;,.។\s])\s*(?=\(?[0-9០-៩]{1,2}[.)]\s)")
_FIRST = re.compile(r"\s*\(?[1១][.)]\s")


def entries_in_line(text: str) -> list[str]:
    """The entries of a list that begins with 1 and stands in one line, without their numbers; none for other texts."""
    if _FIRST.match(text) is None:
        return []
    parts = [MARK.sub("", part.strip(), count=1).strip(" ;,") for part in _IN_LINE.split(text)]
    return [part for part in parts if is_visible(part)]


def entries_in_lines(text: str) -> list[str]:
    """The entries of a list in lines, each with the lines that go on with it; none where no line begins as an entry."""
    lines = [line for line in text.splitlines() if is_visible(line)]
    if not lines or MARK.match(lines[0]) is None:
        return []
    entries: list[str] = []
    for line in lines:
        found = MARK.match(line)
        if found is None:
            entries[-1] = f"{entries[-1]} {line.strip()}"
        else:
            entries.append(line[found.end() :].strip())
    return [entry for entry in entries if is_visible(entry)]
