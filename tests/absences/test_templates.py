"""A template that cannot be sent is named. `make check` and `tests/test_texts.py` ask that of every template."""

from collections.abc import Callable

import pytest

from messages.rendering import texts
from messages.rendering.template_problems import template_problems
from tests.absences.capability import TEMPLATES

pytestmark = pytest.mark.usefixtures("worded")

#: What is said of the template of a notice whose text has no Khmer.
UNTRANSLATED = "template absences/notice has no text in km for 'Absent soon: %(name)s'"


def test_a_whole_template_has_no_problem() -> None:
    assert list(template_problems("absences/notice")) == []


def test_a_template_that_is_missing_is_named() -> None:
    assert list(template_problems("absences/gone")) == ["template absences/gone is missing"]


def with_template(source: str, **others: str) -> Callable[[pytest.MonkeyPatch], None]:
    """The template of a notice otherwise, beside others by name."""

    def change(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(TEMPLATES, "absences/notice.html.j2", source)
        for name, text in others.items():
            monkeypatch.setitem(TEMPLATES, f"absences/{name}.html.j2", text)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (with_template("{% if absence %}oops"), "template absences/notice cannot be read: Unexpected end of template."),
        (with_template("{{ absence|nosuch }}"), "template absences/notice has an unknown filter nosuch"),
        (with_template(""), "template absences/notice is empty"),
        (
            with_template('{% include "absences/part.html.j2" %}', part="{% trans %}Never said{% endtrans %}"),
            "template absences/part has no text in km for 'Never said'",
        ),
        (with_template('{{ _("Never said") }}'), "template absences/notice has no text in km for 'Never said'"),
        (
            with_template('{% trans share="50%" %}Not {{ share }}{% endtrans %}'),
            "template absences/notice has no text in km for 'Not %(share)s'",
        ),
    ],
)
def test_a_template_that_cannot_be_sent_is_named(
    change: Callable[[pytest.MonkeyPatch], None], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(monkeypatch)
    assert any(line.startswith(said) for line in template_problems("absences/notice"))


def test_a_translation_with_another_placeholder_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(texts.translations("km"), "Absent soon: %(name)s", ("អវត្តមាន៖ %(nme)s",))
    assert list(template_problems("absences/notice")) == [UNTRANSLATED]


def test_a_text_in_a_comment_of_a_template_needs_no_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    with_template("{# {% trans %}Never said{% endtrans %} #}{{ absence.title }}")(monkeypatch)
    assert list(template_problems("absences/notice")) == []


def test_a_template_without_a_text_in_a_language_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(texts.translations("km"), "Absent soon: %(name)s")
    assert list(template_problems("absences/notice")) == [UNTRANSLATED]
