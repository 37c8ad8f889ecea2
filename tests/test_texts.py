"""Every text there is: refusals have words, templates parse, enumerations have names, catalogs are checked (U3).

Whether our own catalogs are complete, `make check` says.
"""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from jinja2 import Environment

import messages
from bot.capabilities import registry
from handlers.forms.choice_fields import ChoiceField
from messages.rendering.catalogs import catalog, problems
from messages.rendering.labels import label
from messages.rendering.template_problems import template_names, template_problems
from messages.rendering.templating import environment
from messages.rendering.texts import LOCALES, translations
from storage.engine.labels import Labelled
from tests.support.cases import all_cases
from twg.core.refusals import BadInput, Refusal

HOUSE = Path(messages.__file__).parent.parent
TEMPLATES = HOUSE / "messages" / "templates"
#: Parents that are never raised themselves; they only gather a capability's refusals.
ABSTRACT_ENDING = "#refused"


def refusals(parent: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every refusal of the program below one, itself left out; those that a test makes are none."""
    found = []
    for child in parent.__subclasses__():
        found += [child, *refusals(child)]
    return [refusal for refusal in found if not refusal.__module__.startswith("tests.")]


@pytest.mark.parametrize("locale", LOCALES)
def test_translations_are_what_babel_reads(locale: str) -> None:
    """The program reads its catalogs with a reader of its own, which takes less time and memory."""

    def all_of(string: str | tuple[str, ...]) -> tuple[str, ...]:
        return (string,) if isinstance(string, str) else tuple(string)

    read = {all_of(message.id)[0]: all_of(message.string) for message in catalog(locale) if message.id}
    assert translations(locale) == read


def test_no_text_hides_in_an_f_string() -> None:
    """The catalogs would miss it: what `pybabel extract` reads of an f-string is none of its expressions."""
    found = []
    for floor in ("bot", "handlers", "messages", "scheduler", "twg"):
        for path in (HOUSE / floor).rglob("*.py"):
            strings = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr)]
            calls = [node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]
            found += [
                f"{path}:{call.lineno}" for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_"
            ]
    assert found == []


def test_every_refusal_has_words() -> None:
    with all_cases() as case:
        for refusal in refusals():
            with case(refusal.__name__):
                has_words(refusal)


def has_words(refusal: type[Refusal]) -> None:
    if refusal.key.endswith(ABSTRACT_ENDING):
        assert refusal.__subclasses__(), "a refusal that gathers no others is raised, and needs words"
        return
    capability, _, name = refusal.key.partition("#")
    assert hasattr(environment("en").get_template(f"{capability}/refusals.html.j2").module, name)


def test_no_two_refusals_share_their_words() -> None:
    keys = [refusal.key for refusal in refusals()]
    assert len(keys) == len(set(keys))


def test_what_was_entered_is_refused_below_one_parent() -> None:
    assert BadInput in refusals()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_template_parses(locale: str) -> None:
    page: Environment = environment(locale)
    with all_cases() as case:
        for path in sorted(TEMPLATES.rglob("*.j2")):
            name = str(path.relative_to(TEMPLATES))
            with case(name):
                page.get_template(name)


def test_every_template_can_be_sent() -> None:
    assert [problem for name in template_names() for problem in template_problems(name)] == []


@pytest.mark.parametrize("kind", Labelled.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_member_of_an_enumeration_has_a_name_of_its_own(kind: type[Labelled]) -> None:
    for locale in LOCALES:
        names = [label(member).render(locale) for member in kind]
        assert all(names)
        assert len(names) == len(set(names)), names


def test_every_choice_of_a_form_has_a_name() -> None:
    for definition in registry().routes.forms.values():
        for field in definition.fields:
            for member in field.members if isinstance(field, ChoiceField) else ():
                assert label(member).render("en")


def test_a_command_fits_what_telegram_takes() -> None:
    """1 to 32 small letters, digits and underscores, and a description of 1 to 256 characters."""
    for command in registry().routes.commands.values():
        assert command.name.isidentifier()
        assert command.name == command.name.lower()
        assert len(command.name) <= 32
        for locale in LOCALES:
            assert 1 <= len(command.description.render(locale)) <= 256


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (r"\btap", "press"),
        (r"\banew\b", "again"),
        (r"\b[Gg]o on with", "continue"),
        (r"\bclick", "press"),
        (r"['\"]", "’ “”"),
    ],
)
def test_english_has_one_word_for_one_thing(wrong: str, right: str) -> None:
    assert not [text for text in translations("en") if re.search(wrong, text)], f"write {right}"


@pytest.fixture
def said() -> Catalog:
    """What a program says that says two things."""
    said = Catalog()
    said.add("Hello {name}.")
    said.add(("%(count)s person", "%(count)s people"))
    return said


@pytest.fixture
def kept() -> Catalog:
    """A catalog with both of them."""
    kept = Catalog(locale="km")
    kept.add("Hello {name}.", "សួស្តី {name}។")
    kept.add(("%(count)s person", "%(count)s people"), ("%(count)s នាក់",))
    return kept


def test_a_good_catalog_has_no_problem(said: Catalog, kept: Catalog) -> None:
    assert list(problems("km", said, kept)) == []


def test_a_missing_translation_is_a_problem(said: Catalog, kept: Catalog) -> None:
    kept.delete("Hello {name}.")
    assert list(problems("km", said, kept)) == ["km: missing: 'Hello {name}.'"]


def test_an_empty_translation_is_a_problem(said: Catalog, kept: Catalog) -> None:
    kept["Hello {name}."].string = ""
    assert list(problems("km", said, kept)) == ["km: empty: 'Hello {name}.'"]


def test_a_fuzzy_translation_is_a_problem(said: Catalog, kept: Catalog) -> None:
    kept["Hello {name}."].flags.add("fuzzy")
    assert list(problems("km", said, kept)) == ["km: fuzzy: 'Hello {name}.'"]


@pytest.mark.parametrize("string", ["សួស្តី។", "សួស្តី {nmae}។", "សួស្តី {name} {name2}។", "សួស្តី %(name)s {x}។"])
def test_another_placeholder_is_a_problem(said: Catalog, kept: Catalog, string: str) -> None:
    kept["Hello {name}."].string = string
    [problem] = problems("km", said, kept)
    assert problem == f"km: placeholders differ: 'Hello {{name}}.' and {string!r}"


def test_another_placeholder_in_a_plural_is_a_problem(said: Catalog, kept: Catalog) -> None:
    kept["%(count)s person"].string = ("%(n)s នាក់",)
    [problem] = problems("km", said, kept)
    assert problem.startswith("km: placeholders differ: '%(count)s person'")


def test_a_text_that_is_no_longer_said_is_a_problem(said: Catalog, kept: Catalog) -> None:
    kept.add("Goodbye.", "លាហើយ។")
    assert list(problems("km", said, kept)) == ["km: no longer said: 'Goodbye.'"]
