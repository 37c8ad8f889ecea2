"""Each change that can be taken back, by which test it is seen to be taken back (A3, U2).

The tests are named here so that a change which is declared without one, or loses it, is seen.
"""

import ast
from pathlib import Path

from bot.capabilities import registry

TESTS = Path(__file__).parent.parent

#: By the name of a change's audit rows.
UNDONE = {
    "actions.add_note": "actions/test_notes.py::test_an_undone_note_reaches_nobody",
    "actions.end": "actions/test_undo.py::test_it_is_undone_at_the_last_moment_and_nobody_was_told",
    "dates.choose": "dates/test_finding.py::test_a_choice_is_taken_back_before_anybody_learns_of_it",
    "dates.close": "dates/test_finding.py::test_closing_it_without_a_date_is_taken_back_before_anybody_learns_of_it",
    "documents.recall": (
        "documents/test_recalling.py::test_a_recall_that_was_undone_in_time_shows_the_document_again_and_sends_it"
    ),
    "indicators.report": (
        "indicators/test_taking_back.py::test_a_report_that_is_taken_back_is_gone_and_its_readers_are_told"
    ),
    "indicators.review": "indicators/test_beside.py::test_a_review_is_undone_and_those_who_were_told_are_told",
    "institutions.merge": "institutions/test_correcting.py::test_two_become_one_with_all_that_they_have",
    "joining.admit": "joining/test_undoing.py::test_an_admission_is_undone_and_the_request_waits_again",
    "joining.decline": "joining/test_screening.py::test_a_refusal_is_undone_before_anybody_reads_it",
    "joining.recognise": "joining/test_new_account.py::test_it_is_undone_and_the_request_waits_again",
    "meetings.change_agenda": "meetings/test_agenda.py::test_a_change_that_is_undone_is_told_to_nobody",
    "members.add_seat": "members/test_undo_keeps.py::test_a_seat_that_was_added_or_given_up_is_undone",
    "members.change": "members/test_changing.py::test_an_undone_change_reaches_nobody_and_counts_for_nothing",
    "members.enter_person": "members/test_entering.py::test_it_is_undone",
    "members.fill_seat": "members/test_undo_keeps.py::test_the_holder_of_a_seat_is_undone",
    "members.give_up_seat": "members/test_undo_keeps.py::test_a_seat_that_was_added_or_given_up_is_undone",
    "members.merge": "members/test_merging.py::test_a_merge_is_undone_within_a_day",
    "members.name_alternate": "members/test_undo_keeps.py::test_an_alternate_is_undone",
    "members.remove": "members/test_leaving.py::test_a_removal_with_somebody_who_takes_over",
    "members.succeed": "members/test_leaving.py::test_a_succession_is_undone_as_a_whole",
    "papers.return_paper": "papers/test_said_of_papers.py::test_a_return_can_be_undone_before_its_author_is_told",
    "requests.ask": "requests/test_asking.py::test_it_is_undone_before_anybody_was_told",
    "requests.decide": "requests/test_deciding.py::test_an_answer_is_undone_before_anybody_read_it",
    "settings.change": "settings/test_facts.py::test_a_change_is_undone",
    "settings.change_days": "settings/test_days.py::test_an_undone_day_off_moves_them_back",
    "subgroups.add_members": "subgroups/test_setting_up.py::test_adding_and_appointing_are_undone",
    "subgroups.appoint": "subgroups/test_setting_up.py::test_adding_and_appointing_are_undone",
    "subgroups.close": "subgroups/test_ending.py::test_it_is_closed_with_a_reason_and_that_is_undone",
    "subgroups.take_out": "subgroups/test_setting_up.py::test_who_is_put_back_at_once_is_told_nothing",
}


def test_every_change_that_can_be_taken_back_has_a_test() -> None:
    assert set(UNDONE) == set(registry().domains.undos)


def test_the_tests_named_here_take_something_back() -> None:
    """It presses the button, or calls a step that does."""
    without = [change for change, name in UNDONE.items() if "undo" not in _source_of(name)]
    assert without == []


def _source_of(name: str) -> str:
    """The source of a test, without its name; empty where there is no such test."""
    path, _, function = name.partition("::")
    source = (TESTS / path).read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, (ast.AsyncFunctionDef, ast.FunctionDef)) and node.name == function:
            return "".join(ast.get_source_segment(source, each) or "" for each in node.body)
    return ""
