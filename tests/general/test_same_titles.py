"""What has one title in a list with a button for each has labels that tell it apart (U7)."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from messages import documents, indicators, members, papers
from messages.rendering.content import Content
from messages.rendering.texts import Text
from storage.members import Institution, Membership, MembershipState, Person, Role, Twg

TWG = Twg(id=1, code="HLT", name="Health", name_km="", zone="Asia/Phnom_Penh")


def _some(**values: Any) -> Any:
    """Something with these attributes; what is not asked for is not there."""
    return SimpleNamespace(**values)


def _paper(number: int, by: str, meeting: str) -> Any:
    version = _some(id=number)
    return _some(id=number, title="Budget", handed_in_by=_some(name=by), meeting=_some(title=meeting), newest=version)


PAPERS = [_paper(1, "Sokha", "Plenary"), _paper(2, "Kenji", "Retreat"), _paper(3, "Kenji", "Retreat")]


def handed_in_papers() -> Content:
    return papers.handed_in(_some(id=1, title="Plenary"), TWG, PAPERS)


def own_papers() -> Content:
    return papers.mine(_some(twg=TWG), _some(papers=PAPERS, owed=[]), [])


def submitted_reports() -> Content:
    reports = [
        _some(id=number, indicator=_some(number="2008-4"), submitted_by=_some(name=name))
        for number, name in ((1, "Sokha"), (2, "Kenji"), (3, "Kenji"))
    ]
    return indicators.submitted_together([Content("x", {"submission": each}) for each in reports], TWG)


def set_of_documents() -> Content:
    own = [
        _some(id=number, title="Annex", position=number, recalled_at=None, versions=[_some(id=number, number=1)])
        for number in (1, 2, 3)
    ]
    return documents.circulated_set(
        _some(id=1, title="Annexes", is_set=True, documents=own, meeting=None), TWG, heading="", acknowledged=True
    )


def directory_of_members() -> Content:
    people = [
        Membership(
            id=number, role=Role.GOVERNMENT, state=MembershipState.ACTIVE, person=Person(id=number, name="Sok Dara")
        )
        for number in (1, 2, 3)
    ]
    for member, name in zip(people, ("MoH", "MoP", "MoP"), strict=True):
        member.person.institution = Institution(name=name)
    return members.listing(people, [], TWG, page=1, words="", contacts=False)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (handed_in_papers, ["Sokha · Budget", "(1) · Kenji · Budget", "(2) · Kenji · Budget"]),
        (own_papers, ["Plenary · Budget", "(1) · Retreat · Budget", "(2) · Retreat · Budget"]),
        (submitted_reports, ["Review Sokha · 2008-4", "Review (1) · Kenji · 2008-4", "Review (2) · Kenji · 2008-4"]),
        (set_of_documents, ["1. · Annex", "2. · Annex", "3. · Annex"]),
        (directory_of_members, ["MoH · Sok Dara", "(1) · MoP · Sok Dara", "(2) · MoP · Sok Dara"]),
    ],
)
def test_those_of_one_title_have_labels_of_their_own(make: Callable[[], Content], expected: list[str]) -> None:
    verbs = ("papers:open", "indicators:submission", "documents:open", "members:open")
    buttons = [each for row in make().keyboard for each in row if each.data.startswith(verbs)]
    assert [each.label.render("en") if isinstance(each.label, Text) else each.label for each in buttons] == expected
