"""A name as it stands in a roster: titles, in Khmer and Latin letters, alternates and several people in one cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from storage.core.spelling import fold, is_visible, normalize
from twg.language.degrees import split_degrees
from twg.language.rosters.words import load_words

_KHMER = "\u1780-\u17d3\u17d7\u17dc\u17dd"


def _spelled(words: Sequence[str]) -> str:
    """A pattern for Khmer words however subscripts ត and ដ are typed, the longest first."""
    patterns = (re.escape(word).replace("\u17d2ត", "\u17d2[តដ]") for word in sorted(words, key=len, reverse=True))
    return "|".join(patterns)


_KHMER_TITLES = _spelled(load_words()["titles"]["khmer"])
_LATIN_TITLES = (
    r"(?:H\.\s?E\.?|HE\.?(?=\s+[A-Z\u1780-\u17b3])|(?i:his excellency|her excellency|their excellencies|excellency)"
    r"|(?i:lok\s*chum?\s?t(?:ea|ee|e)v|lok\s*srey|l\.c\.t?\.?|neak\s*ok(?:nh|hn)a|lok\s*ok(?:nh|hn)a|ok(?:nh|hn)a|samdech)"
    r"|(?i:(?:assoc(?:iate|\.)?|asst\.?|assistant)\s*prof(?:essor|\.)?|prof(?:essor)?\b\.?|dr\b\.?|doctor\b)"
    r"|(?i:mrs\b\.?|mr\b\.?|ms\b\.?|miss\b|mme\b\.?|madam(?:e)?\b|mlle\b\.?|sir\b|mx\b\.?)|M\.(?=\s)"
    r"|(?i:(?:lt|lieutenant|maj|major|brig|brigadier)\.?\s*gen(?:eral|\.)|gen(?:eral\b|\.)|col(?:onel\b|\.)|capt(?:ain\b|\.))"
    r"|(?i:ven(?:erable\b|\.)|hon(?:o(?:u)?rable\b|\.)|amb(?:assador\b|\.)|eng\.|ir\.(?=\s)|arch\.(?=\s)|rev\.))"
)
_GAP = "[\\s\u200b,/]*"
_TITLES = re.compile(rf"[\s\u200b*†‡]*((?:(?:{_KHMER_TITLES}|{_LATIN_TITLES}){_GAP})+)")
#: A title in brackets or behind a comma: "Chan Dara (Ms)", "Chan Dara, Dr.".
_TITLE_BEHIND = re.compile(rf"\s*(?:[(,]\s*)({_LATIN_TITLES}|{_KHMER_TITLES})\s*\)?\s*$")

_NOBODY = frozenset(map(fold, load_words()["vacant"]["words"]))
_NONE = frozenset(map(fold, load_words()["vacant"]["none"]))
#: What no name has and words for a vacant seat do, however they go on: "to be nominated by the ministry".
_NOT_YET = re.compile("|".join(map(fold, load_words()["vacant"]["parts"])))
_ALTERNATE = re.compile(
    rf"^[\s\u200b(\[]*(?i:alternate(?: member| representative)?|alt\.?(?=[\s:)\]-])|substitute)[\s)\]]*[:.\-–]*\s*"
    rf"|^[\s\u200b(\[]*(?:{_spelled(('សមាជិកជំនួស', 'អ្នកតំណាងជំនួស', 'អ្នកជំនួស', 'តំណាងជំនួស', 'ជំនួស'))})[\s)\]]*[:៖.\-–]*\s*"
)
_ALTERNATE_BEHIND = re.compile(
    rf"\s*(?:[(\[,–-]\s*)(?:(?i:alternate(?: member)?|alt\.?)|{_spelled(('សមាជិកជំនួស', 'អ្នកជំនួស', 'ជំនួស'))})\s*[)\]]?\s*$"
)
#: Between two people in one cell, of whom the second may have a title.
_AND = re.compile(
    rf"(?:\s+(?:and|&|និង)\s+|\s*[,/]\s*(?={_LATIN_TITLES}\s*[A-Z]|(?:{_KHMER_TITLES})[\s\u200b]))(?![^()]*\))"
)
_NUMBER = re.compile(r"^\s*[(]?[0-9០-៩]{1,2}[.)\-–/]\s*")
_BRACKETS = re.compile(r"[()\[\]{}]")
#: An address, or a number of as many digits as a phone has, with its label.
_CONTACT = re.compile(
    r"(?i)(?:\b(?:e-?mail|tel|phone|mobile|mob|hp|h/p|cell)\b[.:\s]*)?"
    r"(?:mailto:)?(?:[^\s@,;<>()\[\]\"':/|]+@[^\s@,;<>()\[\]\"'/|]+|\+?(?:\(\+?[0-9]{1,3}\)\s*)?[0-9០-៩](?:(?:[\s./\-]|\(0\))*[0-9០-៩]){6,14})"
)
#: What is left of brackets when that is taken out of them.
_EMPTY = re.compile(r"[(\[<][\s,;/|]*[)\]>]")


@dataclass(frozen=True)
class PersonName:
    """A name without its titles, as typed.

    Attributes:
        name: in Latin letters where there are, else in Khmer ones.
        title: those that stand before that name: "H.E. Dr."; empty without one.
        name_km: in Khmer letters; empty without them. `title_km` likewise.
        degrees: academic degrees behind the name: "MD, MPH"; empty without any.
    """

    name: str
    title: str = ""
    name_km: str = ""
    title_km: str = ""
    degrees: str = ""


@dataclass(frozen=True)
class Named:
    """A person whom a cell names; an alternate without a name is to be named."""

    name: PersonName
    alternate: bool = False


def is_nobody(text: str) -> bool:
    """Whether the cell says that the seat is vacant."""
    bare = fold(_BRACKETS.sub(" ", text)).strip(" .:*")
    bare = _TITLES.sub("", bare).strip(" .:*") or bare
    return bare in _NOBODY or fold(text) in _NOBODY or _NOT_YET.search(bare) is not None


def is_to_be_named(text: str) -> bool:
    """Whether the cell says that somebody will be named: "TBC", which "n/a" and "–" do not."""
    return is_nobody(text) and fold(_BRACKETS.sub(" ", text)).strip(" .:*") not in _NONE and is_visible(text)


def has_title(text: str) -> bool:
    """Whether the text begins with a title, as that of a person does."""
    return _TITLES.match(text) is not None


def is_title(text: str) -> bool:
    """Whether the text is nothing but titles."""
    found = _TITLES.match(text)
    return found is not None and not is_visible(text[found.end() :].strip(" ."))


def without_contact(text: str) -> tuple[str, str]:
    """(names, contacts) of a cell that has both: "SOK Dara <dara@moh.gov.kh>", "KEO Ny (012 345 678)".

    A line of contacts is empty where that line of the cell has none.
    """
    names, contacts = [], []
    for line in re.split(r"[\n\r\v]+", text):
        found = [each.strip(" ()") for each in _CONTACT.findall(line)]
        contacts.append("; ".join(found))
        names.append(_EMPTY.sub("", _CONTACT.sub(" ", line)).rstrip(" ,;:|/–-") if found else line)
    return "\n".join(filter(is_visible, names)), "\n".join(contacts)


def read_people(text: str) -> list[Named]:
    """The people whom a cell names, in their order; empty where the seat is vacant.

    Several are told apart by lines that begin with a number, a title or a word for alternates, and by "and". Other
    lines are one person's name in two scripts, or one long name.
    """
    groups: list[list[str]] = []
    for line in filter(is_visible, re.split(r"[\n\r\v]+|\s;\s|;\s+(?=\S)", text)):
        begins = _NUMBER.match(line) is not None or _ALTERNATE.match(line) is not None
        same = groups and not begins and (not has_title(line) or _script(line) not in map(_script, groups[-1]))
        if same:
            groups[-1].append(line)
        else:
            groups.append([line])
    people = []
    for group in groups:
        whole = _NUMBER.sub("", " ".join(part.strip() for part in group))
        alternate = _ALTERNATE.match(whole) is not None or _ALTERNATE_BEHIND.search(whole) is not None
        whole = _ALTERNATE_BEHIND.sub("", _ALTERNATE.sub("", whole))
        if is_visible(whole) and not is_nobody(whole):
            people += [Named(read_name(one), alternate) for one in _apart(whole)]
        elif alternate and is_visible(whole):
            people.append(Named(PersonName(""), alternate))
    return people


def _apart(text: str) -> list[str]:
    """The names that "and" joins: "Dr. SOK Touch and Dr. KOL Hero". Of one person's names in two scripts, the whole."""
    parts = [part for part in _AND.split(text) if is_visible(part) and not is_title(part)]
    if len(parts) < 2 or len({_script(part) for part in parts}) > 1:
        return [text]
    return parts


def is_alternate(text: str) -> bool:
    """Whether a text, such as a role, says that somebody is an alternate."""
    return _ALTERNATE.match(text) is not None or _ALTERNATE_BEHIND.search(text) is not None


def read_name(text: str) -> PersonName:
    """A name, in one script or in two, with the titles before or behind it and the degrees behind it."""
    text, degrees = split_degrees(text)
    khmer = " ".join(part for part in _runs(text, khmer=True))
    latin = " ".join(part for part in _runs(text, khmer=False))
    title_km, name_km = split_title(khmer)
    title, name = split_title(latin)
    if not is_visible(name):
        return PersonName(name_km, title_km or title, name_km, title_km, degrees)
    return PersonName(name, title or (title_km if not is_visible(name_km) else ""), name_km, title_km, degrees)


def split_title(text: str) -> tuple[str, str]:
    """(titles, name) of a name in one script."""
    found = _TITLES.match(text)
    title, name = (found[1].strip(" ,/\u200b\n\u00a0"), text[found.end() :]) if found is not None else ("", text)
    behind = _TITLE_BEHIND.search(name)
    if behind is not None and is_visible(name[: behind.start()]):
        title, name = title or behind[1], name[: behind.start()]
    return title, name.strip(" ,;:/|*-–\u200b\n\t").strip()


def _runs(text: str, *, khmer: bool) -> list[str]:
    """The parts of a text in one script, without the brackets and strokes between the scripts."""
    if not re.search(f"[{_KHMER}]", text) or not re.search("[A-Za-zÀ-ɏ]", text):
        is_khmer = re.search(f"[{_KHMER}]", text) is not None
        return [text] if is_khmer == khmer else []
    parts = re.findall(rf"[{_KHMER}][{_KHMER}\s\u200b.]*|[A-Za-zÀ-ɏ](?:[^{_KHMER}])*", text)
    wanted = (part for part in parts if bool(re.match(f"[{_KHMER}]", part)) == khmer)
    cleaned = (part.strip(" /|-–\n\t\u200b,;") for part in wanted)
    return [_balanced(part) for part in cleaned if is_visible(part)]


def _balanced(text: str) -> str:
    """The text without a bracket that is open or closed in the other script."""
    if text.count("(") != text.count(")"):
        text = text.strip("() ") if text.count("(") + text.count(")") == 1 else text
    return text.strip()


def _script(text: str) -> bool:
    """Whether the text is in Khmer letters."""
    return re.search(f"[{_KHMER}]", normalize(text)) is not None
