"""Which names are near enough to be those of versions of one document (D2)."""

import pytest

from twg.documents.likeness import NEAR, likeness, read_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Health budget 2027", "health_budget_2027_v2.pdf"),
        ("budget.docx", "Budget FINAL (1).docx"),
        ("Budget2027v2.xlsx", "Budget 2027"),
        ("HealthBudgetRev3.pdf", "health budget"),
        ("Midwifery plan", "Midwifery plan final final2.docx"),
        ("Copy of Work plan.docx", "Workplan v1.2.docx"),
        ("ToR", "ToR v2.doc"),
        ("AOP draft 2.pdf", "AOP"),
        ("health buget 2027", "Health budget 2027"),
        ("Terms of reference of the TWG", "Terms reference TWG rev"),
        ("Annual health workplan for districts", "annual_workplan_districts_final"),
        ("កំណត់ហេតុកិច្ចប្រជុំលើកទី១៧.docx", "សេចក្ដីព្រាងកំណត់ហេតុកិច្ចប្រជុំលើកទី17"),
        ("ថវិកា២០២៧_កែ.pdf", "ថវិកា២០២៧"),
        ("ថវិកា ២០២៧ កែសម្រួល២", "ថវិកា២០២៧"),
        ("ផែនការ ចុងក្រោយ.pdf", "ផែនការ"),
        ("កំណែទម្រង់.pdf", "កំណែទម្រង់ កែ.pdf"),
    ],
)
def test_versions_of_one_document_are_near(one: str, other: str) -> None:
    assert likeness(read_name(one), read_name(other)) >= NEAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Minutes of the 16th meeting", "Minutes of the 17th meeting"),
        ("Report 2026", "Report 2027"),
        ("Report.pdf", "Report 2027.pdf"),
        ("scan0001.pdf", "scan0001.pdf"),
        ("IMG_2027.jpg", "IMG_2027.jpg"),
        ("2027.pdf", "2027 v2.pdf"),
        ("", ""),
        ("Health budget", "Education budget"),
        ("កំណែទម្រង់", "ទម្រង់"),
        ("ThGR 1", "ThGS 1"),
        ("Annex A", "Annex B"),
        ("First semester report", "Second semester report"),
        ("Agenda item north", "Agenda item south"),
    ],
)
def test_other_documents_are_not(one: str, other: str) -> None:
    assert likeness(read_name(one), read_name(other)) < NEAR


@pytest.mark.parametrize(
    ("name", "marked"),
    [("Corrected version", True), ("កែតម្រូវ", True), ("budget v3", True), ("Budget", False), ("កំណែទម្រង់", False)],
)
def test_a_name_says_whether_it_is_another_version(name: str, marked: bool) -> None:
    assert read_name(name).marked is marked
