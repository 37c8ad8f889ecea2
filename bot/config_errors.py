"""Error messages about a configuration, worded for its author, without terms of pydantic or of the TOML parser."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

#: What is expected, by the first word of pydantic's error type ("int" for "int_parsing").
_EXPECTED = {
    "int": "a whole number is expected, for example 8081",
    "float": "a number is expected, for example -3",
    "bool": "true or false is expected",
    "string": 'a text in quotes is expected, for example "KH"',
    "list": 'a list is expected, for example ["Sat", "Sun"]',
    "date": 'a day is expected, for example "2026-12-31"',
    "time": 'a time is expected, for example "08:00"',
    "path": 'a path in quotes is expected, for example "data/files"',
    "model": "a section is expected: its keys below its name in brackets",
    "dict": "a section is expected: its keys below its name in brackets",
}
#: What a bound asks for, by pydantic's error type.
_BOUNDS = {
    "greater_than_equal": "it must be at least {ge}",
    "greater_than": "it must be more than {gt}",
    "less_than_equal": "it must be at most {le}",
}


def explain_values(source: str, error: ValidationError) -> str:
    """One line for each wrong key, without its value, which may be a secret.

    Args:
        source: the file, or "environment".
    """
    found = error.errors(include_input=False, include_url=False)
    return "\n".join(dict.fromkeys(f"{source}: {_key(item['loc'])}: {_problem(item)}" for item in found))


def _key(place: tuple[int | str, ...]) -> str:
    """The key of a location, without list positions: ("time", "days_off", 0) is time.days_off."""
    return ".".join(part for part in place if isinstance(part, str))


def _problem(item: ErrorDetails) -> str:
    kind, facts = item["type"], item.get("ctx", {})
    if kind == "extra_forbidden":
        return "unknown key"
    if kind == "literal_error":
        return f"expected is one of {_alternatives(facts)}"
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(**facts)
    expected = _EXPECTED.get(kind.partition("_")[0])
    return expected or item["msg"].removeprefix("Value error, ")


def _alternatives(facts: Mapping[str, Any]) -> str:
    """The allowed values without pydantic's quotation marks: Mon, Tue or Wed."""
    return re.sub(r"'", "", str(facts["expected"]))


def explain_variable(error: ValueError) -> str:
    """Why an environment variable for a list or a section cannot be read."""
    named = re.search(r'field "(\w+)"', str(error))
    variables = f"TWGBOT_{named[1].upper()}…: " if named is not None else ""
    return f'environment: {variables}a list is written ["Sat", "Sun"], a section {{"key": "value"}}'


def explain_layout(source: str, error: ValueError) -> str:
    """Why a file cannot be parsed as TOML, with the number of the line.

    Args:
        source: the file.
    """
    message = str(error)
    place = re.search(r" \(at (line \d+|end of document).*\)$", message)
    where = f"{source}: {place[1]}" if place is not None else source
    twice = re.search(r"Cannot declare \((.+?),?\) twice", message)
    if twice is not None:
        section = ".".join(re.findall(r"'([^']*)'", twice[1]))
        return f"{where}: the section [{section}] is there already"
    if "Cannot overwrite a value" in message:
        return f"{where}: this key is there already"
    return f"{where}: not readable; a line is either [section], or key = value with texts in quotes"
