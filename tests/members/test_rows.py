"""Each row about members (M1-M12, D5, T5), what it must refuse, and bad input: by which tests it is shown.

The tests are named here so that a row that loses its test is seen; what they assert stands with them.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent

#: By row: what it does, and what it refuses.
SHOWN: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "M1": (
        (
            "members/test_registration.py::test_an_invited_person_registers_by_the_guided_form",
            "members/test_invite_form.py::test_the_link_is_shown_with_its_role_uses_and_end",
        ),
        (
            "members/test_invites.py::test_a_forged_invite_is_not_valid",
            "members/test_invites.py::test_an_expired_invite_says_when_it_ended",
            "members/test_invites.py::test_a_revoked_invite_was_withdrawn",
        ),
    ),
    "M2": (
        (
            "joining/test_screening.py::test_with_a_chair_the_chair_confirms",
            "joining/test_private_sector.py::test_the_lead_facilitator_is_asked_and_the_chair_decides_with_a_reason",
            "joining/test_links.py::test_a_link_for_several_is_screened",
        ),
        (
            "joining/test_private_sector.py::test_the_secretariat_never_admits_the_private_sector",
            "joining/test_screening.py::test_who_is_declined_reads_why_after_the_time_to_undo_it",
            "joining/test_asking.py::test_no_more_than_so_many_ask_a_day",
        ),
    ),
    "M3": (
        (
            "facilitators/test_choosing.py::test_more_than_half_of_the_institutions_confirm_it",
            "members/test_changing.py::test_history_says_who_was_lead_facilitator_on_a_day",
            "members/test_changing.py::test_offices_that_nobody_holds_are_listed",
        ),
        (
            "members/test_changing.py::test_a_technical_adviser_is_never_lead_facilitator",
            "members/test_changing.py::test_a_lead_facilitator_changes_before_two_years_with_a_note_only",
            "members/test_changing.py::test_a_chair_is_not_changed_by_one_person",
        ),
    ),
    "M4": (
        (
            "members/test_cap.py::test_one_proposes_and_the_other_confirms",
            "members/test_core_group.py::test_it_has_its_officers_and_those_chosen",
            "subgroups/test_ending.py::test_before_a_plenary_its_leaders_are_reminded_once_to_report_back",
        ),
        (
            "members/test_cap.py::test_a_member_does_not_propose_it",
            "subgroups/test_leading.py::test_nobody_else_can_be_invited_by_who_leads_one",
            "subgroups/test_ending.py::test_one_that_has_ended_is_kept_and_addressed_no_more",
        ),
    ),
    "M5": (
        (
            "rosters/test_through_chat.py::test_it_is_shown_first_then_imported_and_the_same_again_changes_nothing",
            "rosters/test_importing.py::test_a_personal_link_admits_the_number_in_the_list_and_nobody_else",
        ),
        (
            "rosters/test_through_chat.py::test_a_file_that_is_far_too_much_is_refused_in_a_sentence_and_nothing_is_taken",
            "rosters/test_importing.py::test_only_who_invites_members_imports_lists",
        ),
    ),
    "M6": (
        (
            "members/test_naming_twgs.py::test_lists_show_all_twgs_in_parts",
            "members/test_naming_twgs.py::test_a_reply_acts_in_the_twg_of_what_it_replies_to",
            "members/test_naming_twgs.py::test_a_new_twgs_link_offers_the_switch",
        ),
        (
            "members/test_naming_twgs.py::test_a_button_of_a_twg_that_was_left_is_refused",
            "members/test_twgs.py::test_a_twg_one_does_not_belong_to_cannot_be_switched_to",
        ),
    ),
    "M7": (
        (
            "groups/test_linking.py::test_an_administrator_of_the_secretariat_links_a_group",
            "groups/test_linking.py::test_a_supergroup_is_followed_by_its_message",
            "groups/test_posting.py::test_what_is_due_together_is_one_message",
        ),
        (
            "groups/test_linking.py::test_who_is_no_administrator_is_refused",
            "groups/test_linking.py::test_a_group_is_not_linked_twice",
            "visibility/test_every_notice.py::test_it_names_its_twg_and_no_group_gets_what_is_personal",
        ),
    ),
    "M8": (
        (
            "general/test_reachability.py::test_a_return_is_noted",
            "participation/test_reaching.py::test_whom_messages_do_not_reach_is_listed_by_why",
            "joining/test_new_account.py::test_a_personal_link_opened_by_a_new_account_asks_the_secretariat",
        ),
        (
            "joining/test_new_account.py::test_buttons_of_the_old_account_do_nothing_any_more",
            "joining/test_new_account.py::test_somebody_else_with_the_link_is_declined_as_before",
        ),
    ),
    "M9": (
        (
            "members/test_changing.py::test_the_list_is_searched",
            "participation/test_counting.py::test_invitations_papers_and_actions_are_counted",
        ),
        (
            "members/test_changing.py::test_a_member_sees_cards_without_contacts_and_changes_nobody",
            "participation/test_counting.py::test_members_do_not_see_it",
        ),
    ),
    "M10": (
        (
            "members/test_leaving.py::test_a_successor_takes_over_all_that_is_open",
            "members/test_merging.py::test_everything_passes_to_the_entry_that_stays",
            "institutions/test_correcting.py::test_two_become_one_with_all_that_they_have",
        ),
        (
            "members/test_leaving.py::test_a_chair_and_the_last_secretariat_are_not_removed_by_one",
            "members/test_merging.py::test_two_roles_in_one_twg_are_refused",
            "institutions/test_correcting.py::test_one_of_another_twg_cannot_be_merged",
        ),
    ),
    "M11": (
        (
            "members/test_assistants.py::test_an_assistant_receives_and_answers_for_the_principal",
            "members/test_entering.py::test_an_answer_and_a_receipt_are_entered_from_the_card",
            "members/test_seats.py::test_an_alternate_answers_for_the_holder",
        ),
        (
            "members/test_assistants.py::test_nobody_acts_for_somebody_who_has_not_let_them",
            "members/test_assistants.py::test_what_ended_acts_no_more",
        ),
    ),
    "M12": (
        (
            "settings/test_facts.py::test_an_organiser_changes_a_name",
            "settings/test_days.py::test_a_day_off_moves_the_reminders_of_that_day_and_says_so",
        ),
        (
            "settings/test_facts.py::test_another_member_neither_sees_nor_changes_them",
            "settings/test_facts.py::test_what_cannot_be_used_is_asked_again",
        ),
    ),
    "D5": (
        (
            "forms/test_audience.py::test_a_sum_of_every_kind_is_gathered_and_each_is_removed_again",
            "visibility/test_sums_and_roles.py::test_it_is_listed_opened_found_and_exported_by_exactly_those_of_the_table",
            "visibility/test_hand_picked.py::test_who_left_sees_no_more_and_who_returns_sees_again",
        ),
        (
            "forms/test_audience.py::test_words_that_leave_somebody_out_are_refused",
            "visibility/test_hand_picked.py::test_nobody_outside_the_twg_can_be_addressed",
            "subgroups/test_leading.py::test_nobody_else_can_be_invited_by_who_leads_one",
        ),
    ),
    "T5": (
        (
            "history/test_reading.py::test_a_change_of_a_member_is_read_on_their_card",
            "members/test_own_data.py::test_after_an_erasure_no_table_holds_the_contact",
        ),
        (
            "history/test_reading.py::test_nobody_but_the_secretariat_reads_it",
            "history/test_reading.py::test_what_the_secretariat_does_not_see_it_does_not_read",
        ),
    ),
}

#: Bad input, and what happens at the same time: the tests in which each is answered in a sentence, nothing half-done.
ANSWERED: dict[str, tuple[str, ...]] = {
    "a technical adviser made lead facilitator": (
        "members/test_changing.py::test_a_technical_adviser_is_never_lead_facilitator",
        "facilitators/test_choosing.py::test_an_adviser_and_who_is_no_partner_are_not_proposed",
        "members/test_leaving.py::test_an_adviser_does_not_succeed_a_lead_facilitator",
    ),
    "a second person for a seat": ("members/test_bad_input.py::test_a_second_person_for_a_seat_is_warned_of",),
    "the last Chair or secretariat removed": (
        "members/test_leaving.py::test_a_chair_and_the_last_secretariat_are_not_removed_by_one",
        "members/test_leaving.py::test_the_last_secretariat_does_not_leave",
        "members/test_appointing.py::test_the_operator_removes_the_only_chair",
    ),
    "a successor who is no member": ("members/test_bad_input.py::test_a_successor_is_a_member",),
    "an assistant bound twice": ("members/test_assistants.py::test_an_assistant_bound_twice_is_told_in_a_sentence",),
    "a roster of another TWG": (
        "rosters/test_refusing.py::test_a_list_of_another_twg_is_refused",
        "rosters/test_importing.py::test_a_list_that_cannot_be_read_is_refused_in_a_sentence",
    ),
    "merged cells, two heading rows, formulas, UTF-16": (
        "rosters/test_through_chat.py::test_it_is_shown_first_then_imported_and_the_same_again_changes_nothing",
        "rosters/test_through_chat.py::test_rows_that_are_not_understood_are_corrected_in_the_file_and_taken_then",
    ),
    "50,000 rows, a zip bomb": (
        "rosters/test_through_chat.py::test_a_file_that_is_far_too_much_is_refused_in_a_sentence_and_nothing_is_taken",
    ),
    "a phone in five shapes": ("members/test_bad_input.py::test_a_number_in_any_shape_is_one",),
    "an alias of another institution": (
        "institutions/test_correcting.py::test_a_name_of_another_one_is_refused_by_naming_it",
    ),
    "a group linked twice or by no administrator": (
        "groups/test_linking.py::test_a_group_is_not_linked_twice",
        "groups/test_linking.py::test_a_group_that_was_linked_meanwhile_is_not_linked_again",
        "groups/test_linking.py::test_who_is_no_administrator_is_refused",
        "groups/test_linking.py::test_an_anonymous_administrator_is_told_how",
    ),
    "two people using a single-use link at once, both databases": (
        "members/test_invites.py::test_two_who_save_at_once_with_a_link_for_one",
        "members/test_invites.py::test_of_many_transactions_at_once_a_link_for_one_lets_one_in",
        "joining/test_links.py::test_a_link_for_one_that_two_use_at_once_lets_one_wait_or_in",
        "replicas/test_at_once.py::test_of_two_who_register_by_a_link_for_one_the_second_is_refused",
    ),
    "a forwarded link": (
        "joining/test_links.py::test_a_link_for_a_chair_that_was_forwarded_makes_nobody_a_chair",
        "members/test_assistants.py::test_a_forwarded_link_lets_nobody_in_who_is_not_confirmed",
        "joining/test_links.py::test_who_is_not_recognised_by_a_personal_link_is_screened",
    ),
    "a role changed while a form is open": (
        "members/test_changing.py::test_a_form_that_was_open_is_refused_in_the_new_role",
        "joining/test_links.py::test_an_office_filled_while_the_form_was_open_is_screened",
        "forms/test_audience.py::test_who_left_while_the_form_was_open_is_to_be_chosen_again_and_the_others_are_kept",
    ),
    "a merge while messages are on their way": (
        "members/test_merging.py::test_messages_under_way_arrive_once_at_the_account_in_use",
        "members/test_merging.py::test_what_was_addressed_at_the_same_time_follows_when_it_is_claimed",
        "visibility/test_hand_picked.py::test_a_merge_while_messages_are_on_their_way_delivers_each_once_to_the_person",
    ),
    "a year of turnover": ("soak/test_turnover.py::test_a_week", "soak/test_turnover.py::test_a_year"),
}


@cache
def names_in(path: str) -> set[str]:
    """The names of the functions of a file."""
    tree = ast.parse((TESTS / path).read_text("utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}


def is_there(node: str) -> bool:
    """Whether there is such a test."""
    path, _colons, name = node.partition("::")
    return name in names_in(path)


@pytest.mark.parametrize("row", SHOWN)
def test_a_row_is_shown_by_what_it_does_and_by_what_it_refuses(row: str) -> None:
    does, refuses = SHOWN[row]
    assert does
    assert refuses
    assert [node for node in (*does, *refuses) if not is_there(node)] == []


@pytest.mark.parametrize("what", ANSWERED)
def test_bad_input_is_answered_in_a_test(what: str) -> None:
    assert [node for node in ANSWERED[what] if not is_there(node)] == []


def test_every_row_about_members_is_shown() -> None:
    assert list(SHOWN) == [*(f"M{number}" for number in range(1, 13)), "D5", "T5"]
