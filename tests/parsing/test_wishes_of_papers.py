"""What people ask to have done with papers, posts, reports and exports, read as its wish (D1, D6, S2, R3, R4, U2)."""

import pytest

from twg.language.wish_details import find_year, notice_of_wish, query_of_wish
from twg.language.wishes import read_wish

_WISHES = {
    "withdraw_post": ("withdraw my post about the mission", "ដកអ្វីដែលខ្ញុំបានចែករំលែកអំពីបេសកកម្ម", "som dok post knhom vinh"),
    "correct_post": (
        "correct my post about the mission",
        "edit my last post",
        "change the text of what I shared",
        "កែអ្វីដែលខ្ញុំបានចែករំលែក",
    ),
    "see_comments": (
        "who commented?",
        "who commented on the draft strategy?",
        "send me the comments as a Word file",
        "remind those who have not commented",
        "អ្នកណាបានផ្តល់យោបល់?",
    ),
    "extend_comments": (
        "extend the comment deadline to Friday",
        "give them until 12 December to comment",
        "សូមពន្យារពេលផ្តល់យោបល់ដល់ថ្ងៃសុក្រ",
    ),
    "share_post": ("share a study with all DPs", "I want to share a mission report", "share this with DPs only"),
    "see_shared": (
        "what was shared this week?",
        "what has JICA shared?",
        "show me posts about malaria",
        "មានអ្វីថ្មីបានចែករំលែក?",
    ),
    "reply_author": ("reply to the author of the malaria study",),
    "choose_pace": (
        "send the digest weekly",
        "stop the daily digest",
        "no more digests please, send everything at once",
        "សូមផ្ញើសារសង្ខេបប្រចាំសប្តាហ៍",
    ),
    "forward_digest": ("forward the digest to all DPs", "send all DPs the digest of this week"),
    "send_notice": (
        "tell everybody that the office is closed on Friday",
        "send a notice to all members: the office moves on Monday",
        "ជូនដំណឹងថាការិយាល័យបិទថ្ងៃសុក្រ",
    ),
    "find_document": (
        "find the midwifery paper of UNICEF",
        "where is the midwifery paper?",
        "find the paper for the next meeting",
        "find the workshop report",
        "send me the concept note again",
        "download the concept note",
        "search for immunisation",
        "search: budget",
        "serch for budget anex",
        "ស្វែងរក ថវិកា",
        "find documents about malaria",
        "រកឯកសារឆ្មបរបស់ UNICEF",
        "rok eksa chmob robos UNICEF",
    ),
    "see_documents": ("documents of 2026", "list all reports in Khmer", "show me the documents"),
    "recall_document": (
        "recall the concept note",
        "please take back the concept note, it was the wrong file",
        "delete the concept note",
        "សូមដកឯកសារទស្សនាទានវិញ",
    ),
    "replace_document": ("replace the concept note with a new version",),
    "describe_document": ("change the source of the concept note to WHO",),
    "unread": (
        "who has not opened the concept note?",
        "who received the concept note?",
        "remind those who have not acknowledged the concept note",
        "អ្នកណាមិនទាន់បើកឯកសារ?",
    ),
    "circulate_document": ("circulate a document to all members", "I want to circulate a letter"),
    "hand_in_paper": ("I want to hand in a paper for the plenary", "submit my paper"),
    "own_paper": ("withdraw my paper", "replace my paper", "ដកឯកសាររបស់ខ្ញុំ"),
    "review_paper": ("accept the paper of JICA", "return the paper to JICA, the figures are old"),
    "see_papers": ("which papers are missing for the plenary?", "who has not sent a paper?"),
    "make_report": ("give me the JMI report in Excel", "make the JMI report of Q3", "សុំរបាយការណ៍ JMI ជា Excel"),
    "sign_report": ("sign the report", "show me what I have to sign", "ចុះហត្ថលេខាលើរបាយការណ៍"),
    "ask_sign_off": ("ask the chair to sign the report",),
    "amend_report": ("amend the signed report",),
    "chase_reports": ("remind the secretariats that have not reported",),
    "track_reports": (
        "which TWGs have not reported",
        "which secretariats are late?",
        "points for decision for the GDCC",
        "send me the submission tracker",
        "ក្រុមការងារណាខ្លះមិនទាន់រាយការណ៍?",
    ),
    "export": (
        "export the actions of 2026 as CSV",
        "download all documents as zip",
        "send me the evidence of the indicators as a zip",
        "give me the actions in Excel",
        "នាំចេញកិច្ចការឆ្នាំ២០២៦ ជា CSV",
    ),
    "review_report": ("accept maria 82.5", "accept the report of Maria"),
    "report_sheet": ("send me the excel", "need the excel sheet for reporting"),
    "revoke_token": ("revoke the token",),
    "": (
        "how do I submit my paper?",
        "I do not want to sign the report",
        "has the chair signed?",
        "where is the meeting?",
        "where is the next meeting?",
        "where is the core group meeting?",
        "where is tomorrow's workshop?",
        "where is it?",
        "where is that?",
        "find the Chair",
        "don't recall the concept note",
        "I sent the concept note to the DPs",
    ),
}


@pytest.mark.parametrize("name", _WISHES)
def test_each_is_read_as_its_wish(name: str) -> None:
    assert {text: read_wish(text) for text in _WISHES[name]} == dict.fromkeys(_WISHES[name], name)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("find the midwifery paper of UNICEF", "midwifery UNICEF"),
        ("where is the midwifery paper?", "midwifery"),
        ("search for immunisation", "immunisation"),
        ("search: budget", "budget"),
        ("serch for budget anex", "budget anex"),
        ("ស្វែងរក ថវិកា", "ថវិកា"),
        ("រកឯកសារឆ្មបរបស់ UNICEF", "ឆ្មប UNICEF"),
        ("find the paper", "the paper"),
    ],
)
def test_what_is_sought(text: str, query: str) -> None:
    assert query_of_wish(text) == query


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("tell everybody that the office is closed on Friday", "The office is closed on Friday"),
        ("send a notice to all members: the office moves on Monday", "The office moves on Monday"),
        ("send a notice", ""),
        ("ជូនដំណឹងថាការិយាល័យបិទថ្ងៃសុក្រ", "ការិយាល័យបិទថ្ងៃសុក្រ"),
    ],
)
def test_what_members_are_told(text: str, notice: str) -> None:
    assert notice_of_wish(text) == notice


def test_the_year_that_is_named() -> None:
    assert [find_year(text) for text in ("documents of 2026", "ឯកសារឆ្នាំ២០២៦", "2025 or 2026", "all")] == [
        2026,
        2026,
        None,
        None,
    ]
