"""A reader of Khmer reads the Khmer name of an institution wherever it has one; others read it as it was typed (U3)."""

import re
from datetime import date
from pathlib import Path

import pytest

import messages
from messages.rendering.labels import local_name, with_institution
from storage.members import Institution, Role
from tests.actions.conftest import records
from tests.export.test_export import exported
from tests.support.stage import Stage

KHMER, ENGLISH = "ក្រសួងសុខាភិបាល", "MoH"
TEMPLATES = Path(messages.__file__).parent / "templates"
#: Shows all names of an institution.
CARD = "institutions/card.html.j2"


@pytest.mark.parametrize(("language", "shown", "other"), [("km", KHMER, ENGLISH), ("en", ENGLISH, KHMER)])
async def test_it_is_named_in_the_readers_language_by_every_way(
    health: Stage, language: str, shown: str, other: str
) -> None:
    dara = await health.member("Dara", Role.SECRETARIAT, "UNFPA", language=language)
    vichea = await health.member("Vichea", Role.GOVERNMENT, ENGLISH, language=language)
    await records(dara, text="Send the draft", owner=vichea, due_on=date(2026, 12, 15))
    await dara.says(f"/members {other}")
    await dara.reads_fact(f"Vichea, {shown}")
    for words in (f"/members {shown}", "/actions", "/search Vichea", "/newaction"):
        await dara.says(words)
        if words == "/newaction":
            await dara.says("Send the figures")
        elif words == "/actions":
            await dara.presses("actions:list", "twg")
        await dara.reads_fact(shown)
        if not words.startswith("/search"):  # the excerpt of an action has both names, so that either is found
            await dara.does_not_read_fact(other)
        await dara.looks_away()
        if words == "/newaction":
            await dara.says("/cancel")
    members = list((await exported(dara)).worksheets[1].iter_rows(values_only=True))
    assert sorted(str(row[4]) for row in members[1:]) == sorted(["UNFPA", shown])


def test_no_template_names_an_institution_in_one_language_alone() -> None:
    found = [
        str(path.relative_to(TEMPLATES))
        for path in sorted(TEMPLATES.rglob("*.j2"))
        if re.search(r"institution\.name\b|attribute=\"institution\.name\"", path.read_text(encoding="utf-8"))
    ]
    assert found == [CARD]


def test_a_text_is_named_by_the_body_that_it_is() -> None:
    assert local_name("Ministry of Health").render("km") == KHMER
    assert local_name("Friends of the River").render("km") == "Friends of the River"
    assert local_name(Institution(name="GIZ", name_km="")).render("km") == "GIZ"
    assert with_institution("Vichea", Institution(name="MoH", name_km=KHMER)).render("km") == f"Vichea, {KHMER}"
