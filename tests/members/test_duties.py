"""Every duty of a person is handed over when they leave: each column that says whose something is (M10)."""

from sqlalchemy import Column

from bot.capabilities import registry
from storage.core.addressees import TOKEN_COLUMNS
from storage.core.row_log import classes, columns_referring_to
from storage.members import Membership, Person

#: What somebody has done or said: a fact that stays.
DONE = "says who did or said something"
#: What a person is given anew when they become a member, or what goes on without a person.
ANEW = "is expected of the successor anew"
ITSELF = "is what changes when a membership changes"
MACHINERY = "is kept for the machinery"

#: Columns that no capability hands over, with the reason.
STAYS = {
    "account.person_id": "the account of a person is nobody else's",
    "account.telegram_id": "the account of a person is nobody else's",
    "action.closed_by_id": DONE,
    "action.created_by_id": DONE,
    "action_update.person_id": DONE,
    "acts_for.confirmed_by_id": DONE,
    "acts_for.offered_by_id": DONE,
    "acts_for.person_id": "an assistant acts with the consent of a person, which the successor has not given",
    "agenda_edition.created_by_id": DONE,
    "asked_paper.asked_by_id": DONE,
    "asked_search.person_id": MACHINERY,
    "attendance.delegate_id": "whom a member sends is their choice: they are asked for another delegate",
    "attendance.entered_by_id": DONE,
    "attendance.person_id": DONE,
    "audit.actor_id": DONE,
    "audit.by_id": DONE,
    "bound_message.person_id": MACHINERY,
    "circulation.created_by_id": DONE,
    "date_answer.entered_by_id": DONE,
    "date_answer.person_id": DONE,
    "date_poll.ended_by_id": DONE,
    "decision.created_by_id": DONE,
    "delivery.person_id": MACHINERY,
    "document.recalled_by_id": DONE,
    "document_version.created_by_id": DONE,
    "feed_token.person_id": "a token reads what its maker may see; a successor makes their own",
    "feed_token.revoked_by_id": DONE,
    "indicator_file.created_by_id": "a workbook that waits is imported by any of the secretariat",
    "indicator_rating.set_by_id": DONE,
    "invite.created_by_id": DONE,
    "invite.successor_of_id": ITSELF,
    "item_closing.closed_by_id": DONE,
    "item_invitation.entered_by_id": DONE,
    "item_invitation.invited_by_id": DONE,
    "join_request.decided_by_id": DONE,
    "join_request.opinion_by_id": DONE,
    "join_request.person_id": "asks to be a member themself",
    "join_request.question_by_id": "an answer goes to all who decide where who asked has left",
    "join_request.screened_by_id": DONE,
    "kept_contact.person_id": MACHINERY,
    "lead_nomination.nominee_id": "partners choose a person",
    "lead_nomination.proposed_by_id": DONE,
    "lead_nomination.replaced_id": "leads until then themself",
    "lead_voice.person_id": DONE,
    "linked_group.linked_by_id": DONE,
    "meeting_guest.added_by_id": DONE,
    "meeting_presence.noted_by_id": DONE,
    "meeting_presence.person_id": DONE,
    "meeting_record.closed_by_id": DONE,
    "meeting_record.opened_by_id": DONE,
    "member_request.decided_by_id": DONE,
    "member_update.entered_by_id": DONE,
    "member_update.person_id": DONE,
    "membership.person_id": ITSELF,
    "membership_cap.decided_by_id": DONE,
    "membership_cap.proposed_by_id": DONE,
    "membership_proposal.decided_by_id": DONE,
    "membership_proposal.membership_id": ITSELF,
    "membership_proposal.proposed_by_id": DONE,
    "minutes_correction.decided_by_id": DONE,
    "minutes_correction.proposed_by_id": DONE,
    "minutes_file.created_by_id": DONE,
    "minutes_version.adopted_by_id": DONE,
    "minutes_version.created_by_id": DONE,
    "no_objection.ended_by_id": DONE,
    "notification.actor_id": DONE,
    "objection_answer.entered_by_id": DONE,
    "objection_answer.person_id": DONE,
    "paper.decided_by_id": DONE,
    "paper_version.created_by_id": DONE,
    "person_merge.gone_id": MACHINERY,
    "person_merge.kept_id": MACHINERY,
    "post.author_id": DONE,
    "post.withdrawn_by_id": DONE,
    "post_reply.author_id": DONE,
    "post_reply.to_id": DONE,
    "receipt.entered_by_id": DONE,
    "receipt.person_id": ANEW,
    "record_keeper.named_by_id": DONE,
    "record_line.written_by_id": DONE,
    "report_sheet.created_by_id": "a sheet that waits is what its sender reports; a successor sends their own",
    "report_snapshot.asked_by_id": DONE,
    "report_snapshot.signed_by_id": DONE,
    "roster_entry.person_id": "says who of a list has joined",
    "roster_file.created_by_id": "a list that waits is taken over by any of the secretariat",
    "round.opened_by_id": "a round is run by all of the secretariat",
    "search_entry.author_id": MACHINERY,
    "stored_file.sent_by_id": DONE,
    "sub_group.created_by_id": DONE,
    "submission.reviewed_by_id": DONE,
    "submission.submitted_by_id": "a report that was returned is asked for again by its request",
}
#: Sets of tokens that may name a person: for whom something is. What they are to do is in the other ones.
ADDRESSED = {
    f"{table}.audience"
    for table in (
        "action",
        "circulation",
        "date_poll",
        "decision",
        "document",
        "linked_group",
        "meeting",
        "no_objection",
        "post",
        "search_entry",
    )
}


def name_of(column: Column[object]) -> str:
    return f"{column.table.name}.{column.name}"


def test_every_column_that_names_a_person_is_handed_over_or_stays_for_a_reason() -> None:
    named = {name_of(column) for target in (Person, Membership) for column in columns_referring_to(target)}
    for table, mapped in classes().items():
        columns = mapped.__table__.columns.keys()
        named |= {f"{table}.{name}" for name in (*TOKEN_COLUMNS, "user_id", "telegram_id") if name in columns}
    declared = [handing.columns for handing in registry().domains.handings.values()]
    handed = {name_of(column.property.columns[0]) for columns in declared for column in columns}
    assert handed == {
        "action.co_owners",
        "action.owner_id",
        "agenda_item.person_id",
        "asked_paper.person_id",
        "date_poll.created_by_id",
        "form.user_id",
        "indicator.deputy_id",
        "indicator.reporter_id",
        "item_invitation.person_id",
        "meeting.created_by_id",
        "member_request.asked_by_id",
        "member_request.named_id",
        "no_objection.created_by_id",
        "paper.handed_in_by_id",
        "record_keeper.person_id",
        "report_request.person_id",
    }
    stays = {*STAYS, *ADDRESSED}
    assert handed & stays == set()
    assert named == handed | stays
