"""What is wrong with templates: for `make check` and the tests. No start looks, since each would find the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from jinja2 import TemplateNotFound, TemplateSyntaxError
from jinja2.ext import extract_from_ast
from jinja2.meta import find_referenced_templates
from jinja2.nodes import Filter, Template

from messages.rendering.templating import environment
from messages.rendering.texts import LOCALES, is_translated

_SUFFIX = ".html.j2"


def template_names() -> list[str]:
    """All templates there are: "meetings/card"."""
    return [name.removesuffix(_SUFFIX) for name in environment(LOCALES[0]).list_templates() if name.endswith(_SUFFIX)]


def template_problems(name: str) -> Iterator[str]:
    """Problems of a template and of those it includes, a sentence each.

    It is missing or empty, Jinja cannot read it, it has an unknown filter, or a text has no translation in a locale.
    """
    seen = set[str]()
    names = [name + _SUFFIX]
    while names:
        file = names.pop()
        if file in seen:
            continue
        seen.add(file)
        problems, included = _check_file(file)
        yield from problems
        names += included


def _check_file(file: str) -> tuple[list[str], tuple[str, ...]]:
    """The problems of one file, and the files that it includes."""
    page, called = environment(LOCALES[0]), file.removesuffix(_SUFFIX)
    try:
        assert page.loader is not None  # noqa: S101 - `environment` gives it one
        parsed = _parse(page.loader.get_source(page, file)[0])
    except TemplateNotFound:
        return [f"template {called} is missing"], ()
    except TemplateSyntaxError as error:
        return [f"template {called} cannot be read: {error.message}"], ()
    problems = [f"template {called} is empty"] if parsed.is_empty else []
    problems += [
        f"template {called} has an unknown filter {name}" for name in parsed.filters if name not in page.filters
    ]
    problems += [
        f"template {called} has no text in {locale} for {text!r}"
        for text, locale in product(parsed.texts, LOCALES)
        if not is_translated(locale, text)
    ]
    return problems, parsed.included


@dataclass(frozen=True)
class _Parsed:
    """What is checked of a template: names of filters, msgids, and the files that it includes."""

    is_empty: bool
    filters: tuple[str, ...]
    texts: tuple[str, ...]
    included: tuple[str, ...]


@cache  # several templates include the same file
def _parse(source: str) -> _Parsed:
    """Raises: TemplateSyntaxError."""
    parsed = environment(LOCALES[0]).parse(source)
    return _Parsed(
        is_empty=not parsed.body,
        filters=tuple(found.name for found in parsed.find_all(Filter)),
        texts=tuple(_texts_of(parsed)),
        included=tuple(name for name in find_referenced_templates(parsed) if name is not None),
    )


def _texts_of(parsed: Template) -> list[str]:
    """The msgids of the texts in a template; of those with a plural form, the singular."""
    found = (text for _line, _function, text in extract_from_ast(parsed))
    return [text if isinstance(text, str) else str(text and text[0]) for text in found]
