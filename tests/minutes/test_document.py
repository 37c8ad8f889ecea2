"""The Word document of minutes, in both forms and both languages (G6)."""

from docx.oxml.ns import qn

from tests.minutes.conftest import cells_of, held, word_of
from tests.support.stage import Player

__all__ = ["held"]


async def test_the_health_form_has_who_was_there_first_and_the_action_points_last(dara: Player, held: int) -> None:
    await dara.forges("records:close_anyway:1")
    document = await word_of(dara, held, "health")
    assert cells_of(document, "Name") == [
        ["Name", "Institution and position", "Role"],
        ["Development partner"] * 3,
        ["Sokha", "Officer, UNFPA", "Development partner"],
    ]
    points = document.tables[-1]
    assert [[cell.text for cell in row.cells] for row in points.rows] == [
        ["No.", "Action point", "Responsible", "By when"],
        ["1", "send the figures by district", "UNFPA", "Sunday 31 January 2027"],
        ["2", "print the report", "", ""],
    ]
    written = [paragraph.text for paragraph in document.paragraphs]
    assert "Decision D-2026-01: អនុម័តផែនការ" in written
    assert written.index("58% of district hospitals are staffed") < written.index(
        "Conclusion: the figures are not complete"
    )


async def test_the_ph_form_numbers_its_paragraphs_and_annexes_who_was_there(dara: Player, held: int) -> None:
    document = await word_of(dara, held, "ph")
    written = [paragraph.text for paragraph in document.paragraphs]
    numbered = [text.split(".\t")[0] for text in written if ".\t" in text]
    assert numbered == ["1", "2", "3", "4", "5"]
    assert [table.rows[0].cells[0].text for table in document.tables] == ["Name", "No."]


async def test_heads_repeat_and_khmer_has_its_font(dara: Player, held: int) -> None:
    await dara.forges(f"minutes:word:{held}:ph:xx")
    await dara.is_refused("general#not_found")
    document = await word_of(dara, held, "ph", "km")
    for table in document.element.body.iter(qn("w:tbl")):
        rows = [{child.tag for child in row.find(qn("w:trPr"))} for row in table.iter(qn("w:tr"))]
        assert [qn("w:tblHeader") in tags for tags in rows] == [True] + [False] * (len(rows) - 1)
        assert all(qn("w:cantSplit") in tags for tags in rows)
    runs = list(document.element.body.iter(qn("w:r")))
    khmer = [run for run in runs if any("ក" <= letter <= "៿" for letter in run.text)]
    assert len(khmer) > 10
    assert {run.rPr.find(qn("w:rFonts")).get(qn("w:cs")) for run in khmer} == {"Khmer OS Siemreap"}
    order = [[child.tag for child in run.rPr] for run in khmer]
    assert all(tags.index(qn("w:szCs")) == tags.index(qn("w:sz")) + 1 for tags in order)
