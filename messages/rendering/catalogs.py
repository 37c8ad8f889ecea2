"""Maintenance of the catalogs: `python -m messages.rendering.catalogs check` and `… update`.

`check` fails when a text of the code or a template is missing, empty or fuzzy in a catalog or has other placeholders
there, when a catalog has a text that neither code nor templates contain, and when a template cannot be sent.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from messages.rendering.template_problems import template_names, template_problems
from messages.rendering.texts import LOCALES, catalog_path, placeholders

_ROOT = Path(__file__).parent.parent.parent
_SOURCES = ("storage", "twg", "messages", "handlers")
_METHODS = [("**.py", "python"), ("templates/**.j2", "messages.rendering.catalogs:extract_template")]


def extract_template(fileobj, keywords, comment_tags, options):  # type: ignore[no-untyped-def]  # for Babel, which is untyped
    """Babel's Jinja extractor with the settings of `templating.environment`."""
    from jinja2.ext import babel_extract

    return babel_extract(fileobj, keywords, comment_tags, {**options, "trimmed": "true", "silent": "false"})


def catalog(locale: str) -> Catalog:
    """The catalog of a locale, parsed from its .po file."""
    with catalog_path(locale).open("rb") as file:
        return read_po(file, locale=locale)


def extract() -> Catalog:
    """Every text marked for translation in the code and the templates."""
    found = Catalog(project="twgbot", charset="utf-8", fuzzy=False)
    for folder in _SOURCES:
        for name, _line, message, _comments, context in extract_from_dir(_ROOT / folder, method_map=_METHODS):
            found.add(message, None, [(f"{folder}/{name}", 1)], context=context)
    return found


def problems(locale: str, said: Catalog, kept: Catalog) -> Iterator[str]:
    """Where a catalog does not match the texts in use, a sentence each.

    Args:
        said: the texts in use, from `extract`.
        kept: the catalog of `locale`.
    """
    for message in said:
        if not message.id:
            continue
        translation = kept.get(_singular(message))
        if translation is None:
            yield f"{locale}: missing: {_singular(message)!r}"
        elif translation.fuzzy:
            yield f"{locale}: fuzzy: {_singular(message)!r}"
        else:
            yield from _translation_problems(locale, message, translation)
    for message in kept:
        if message.id and said.get(_singular(message)) is None:
            yield f"{locale}: no longer said: {_singular(message)!r}"


def _translation_problems(locale: str, message: Message, translation: Message) -> Iterator[str]:
    strings = translation.string if isinstance(translation.string, (tuple, list)) else [translation.string]
    if not all(strings):
        yield f"{locale}: empty: {_singular(message)!r}"
        return
    ids = message.id if isinstance(message.id, (tuple, list)) else [message.id]
    wanted = set().union(*(placeholders(text) for text in ids))
    for string in strings:
        if not placeholders(str(string)) <= wanted or (len(ids) == 1 and placeholders(str(string)) != wanted):
            yield f"{locale}: placeholders differ: {_singular(message)!r} and {string!r}"


def _singular(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def update(locale: str, said: Catalog) -> int:
    """Rewrite the catalog of a locale for the texts in use, keeping its translations.

    English texts are their own translations.

    Args:
        said: the texts in use, from `extract`.
    Returns: how many texts have no translation yet.
    """
    path = catalog_path(locale)
    kept = catalog(locale) if path.exists() else Catalog(locale=locale)
    fresh = Catalog(locale=locale, project="twgbot", charset="utf-8", fuzzy=False, creation_date=kept.creation_date)
    empty = 0
    for message in sorted((message for message in said if message.id), key=_singular):
        old = kept.get(_singular(message))
        string = old.string if old is not None and old.string else None
        if not string and locale == "en":
            string = message.id
        empty += not string
        fresh.add(message.id, string or None, message.locations)
    buffer = BytesIO()
    write_po(buffer, fresh, omit_header=True, include_lineno=False, width=120)
    header = f'msgid ""\nmsgstr ""\n"Language: {locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += f'"Plural-Forms: {fresh.plural_forms}\\n"\n\n'
    path.write_bytes(header.encode() + buffer.getvalue())
    return empty


def main(arguments: list[str]) -> int:
    said = extract()
    if arguments == ["update"]:
        for locale in LOCALES:
            sys.stdout.write(f"{locale}: {update(locale, said)} texts without a translation\n")
        return 0
    found = [problem for locale in LOCALES for problem in problems(locale, said, catalog(locale))]
    found += sorted({problem for name in template_names() for problem in template_problems(name)})
    for problem in found:
        sys.stderr.write(problem + "\n")
    sys.stdout.write(f"{len(list(said)) - 1} texts, {len(LOCALES)} languages, {len(found)} problems\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
