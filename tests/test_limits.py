"""The limits that people meet, and the times of what runs by itself, as literal numbers.

Tests of what happens at a limit take it from the module, so that they stay right when it is changed. What it is, is
held here: nobody changes by mistake how long something can be undone, or how much can be typed.
"""

import ast
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

#: By module, each number and span of time that has a public name. All of the modules of `twg` and `handlers` that name
#: some are here; of the machinery, those by which people or operators are affected.
LIMITS: dict[str, dict[str, Any]] = {
    "twg.actions.brief": {"MOST_NAMED": 6},
    "twg.actions.noting": {"LONGEST_NOTE": 1000, "TOLD_TOGETHER": timedelta(minutes=2)},
    "twg.actions.recording": {
        "LONGEST_THEME": 100,
        "LONGEST_REASON": 200,
        "PAGE": 10,
        "LATELY": timedelta(days=60),
        "MEETINGS": 6,
    },
    "twg.attendance.access": {"EARLIEST": timedelta(hours=12)},
    "twg.attendance.standing": {"LATE_AFTER": timedelta(minutes=10)},
    "twg.core.addressing": {"LONGEST": 400},
    "twg.core.agenda_sources": {"MOST_PROPOSED": 5},
    "twg.core.notifications": {"AT_ONCE": 200, "BATCH": 500},
    "twg.core.rules": {"MOST_DAYS": 60, "MOST_HOURS": 72, "MOST_GRACE_H": 336},
    "twg.core.undoing": {"UNDO_FOR": timedelta(minutes=10)},
    "twg.dates.access": {"MOST_LISTED": 20},
    "twg.dates.answering": {"SETTLE": timedelta(seconds=2)},
    "twg.dates.proposing": {"MOST_DATES": 5},
    "twg.decisions.registering": {"ON_PAGE": 8},
    "twg.deliveries": {"NEWS": timedelta(days=30)},
    "twg.documents.albums": {"MOST_IN_ALBUM": 10},
    "twg.documents.circulating": {"LONGEST_REMINDED": timedelta(days=31)},
    "twg.documents.library": {"PAGE": 10},
    "twg.documents.likeness": {"NEAR": 0.85, "OVERLAPPING": 0.6, "SHORTEST": 3, "SHORTEST_ALIKE": 5},
    "twg.documents.recalling": {"LONGEST_REASON": 500},
    "twg.documents.replacing": {
        "CANDIDATES": 300,
        "LONGEST_NOTE": 500,
        "MOST_OFFERED": 2,
        "MOST_NEWEST": 3,
        "AFTER_MEETING": timedelta(days=2),
    },
    "twg.documents.sheets": {"DOCUMENTS_AT_ONCE": 20},
    "twg.documents.withdrawing": {"DELETABLE": timedelta(days=2)},
    "twg.export.feeds": {"MOST_TOKENS": 5},
    "twg.export.files": {"PART_BYTES": 25_165_824, "MOST_BYTES": 49_000_000, "MOST_PARTS": 20},
    "twg.facilitators.choosing": {"LONGEST_NOTE": 300, "LONGEST_HANDOVER": 2000},
    "twg.facilitators.standing": {"OBJECTION_DAYS": 5},
    "twg.groups": {"OFFERED_FOR": timedelta(hours=1)},
    "twg.guideline.searching": {"SHOWN": 3},
    "twg.history.reading": {"PAGE": 6},
    "twg.indicators.facts": {"LONGEST_STATEMENT": 300, "LONGEST_LINE": 200, "LONGEST_REASON": 300},
    "twg.indicators.punctuality": {"ROUNDS": 8},
    "twg.indicators.rating_rule": {"RENEWED_WITHIN": timedelta(days=90)},
    "twg.indicators.reviewing": {"PAGE": 20, "MOST_TOGETHER": 200},
    "twg.indicators.round_progress": {"SETTLE": timedelta(seconds=2)},
    "twg.indicators.sheet_rows": {"LONGEST_TEXT": 1000},
    "twg.institutions.correcting": {"MOST_ALIASES": 20},
    "twg.institutions.merging": {"UNDO_MERGE_FOR": timedelta(days=1)},
    "twg.institutions.naming": {"MOST_NEAR": 5, "LIKE": 0.8, "LONG_ENOUGH": 5, "SHORTEST_PART": 3},
    "twg.joining.asking": {"MOST_A_DAY": 20, "GATHERED_FOR": timedelta(minutes=10), "LONGEST_WORDS": 500},
    "twg.joining.deciding": {"CONSULTED_DAYS": 5},
    "twg.meetings.agenda": {"EDITION_SETTLES": timedelta(minutes=2)},
    "twg.meetings.agenda_items": {"MOST_ITEMS": 100},
    "twg.meetings.lead_time": {"LEAD_DAYS": 10},
    "twg.meetings.listing": {"MOST_AHEAD": 20, "MOST_PAST": 10},
    "twg.meetings.notices": {"NEAR": timedelta(days=1), "CHANGES_SETTLE": timedelta(minutes=2)},
    "twg.meetings.overview": {"SETTLE": timedelta(seconds=2)},
    "twg.meetings.planning": {"FARTHEST_YEARS": 2},
    "twg.meetings.sheets": {"MEETINGS_AT_ONCE": 20},
    "twg.meetings.voiding": {"SMALL_SHIFT": timedelta(minutes=30)},
    "twg.meetings.yearly": {"LEAST_A_YEAR": 2},
    "twg.members.assistants": {"OFFERED_FOR": timedelta(days=3)},
    "twg.members.caps": {"MOST_MEMBERS": 2000},
    "twg.members.changing": {"UNDO_CHANGE_FOR": timedelta(days=1), "LONGEST_REASON": 300},
    "twg.members.invites": {"MOST_USES": 500, "DAYS": 14, "MOST_DAYS": 90},
    "twg.members.joining": {"MOST_WAITING": 5},
    "twg.members.merging": {"UNDO_MERGE_FOR": timedelta(days=1)},
    "twg.members.role_rules": {"LEADS_FOR": timedelta(days=730)},
    "twg.members.twg_facts": {"LEAST_NAME": 2},
    "twg.minutes.arising": {"MOST": 200},
    "twg.minutes.handed_in": {"MOST_TAKEN": 200},
    "twg.minutes.handing_in": {"MOST_OFFERED": 6},
    "twg.minutes.listing": {"ON_PAGE": 8},
    "twg.objections.access": {"MOST_LISTED": 20, "LATELY": timedelta(days=60)},
    "twg.objections.answering": {"SETTLE": timedelta(seconds=2)},
    "twg.objections.asking": {"MOST_DOCUMENTS": 8},
    "twg.papers.handing_in": {"LONGEST_TITLE": 200, "LONGEST_NOTE": 500, "MOST_OWN": 40},
    "twg.papers.listing": {"MOST_MEETINGS": 8},
    "twg.papers.notices": {"BURST": timedelta(minutes=2)},
    "twg.papers.reviewing": {"LONGEST_COMMENT": 1000},
    "twg.participation.reaching": {"LEFT_FOR": timedelta(days=30)},
    "twg.records.keepers": {"AFTERWARDS": timedelta(days=1), "RESUMED_FOR": timedelta(days=60), "MOST_RESUMED": 3},
    "twg.reports.reading": {"MOST_NAMED": 5},
    "twg.reports.signing": {"LONGEST_REASON": 300},
    "twg.reports.tracking": {"SAME_CYCLE": timedelta(days=45), "CHASED_AGAIN": timedelta(hours=20)},
    "twg.requests.asking": {"LONGEST_REQUEST": 1000, "LONGEST_MESSAGE": 4096, "PAGE": 10},
    "twg.rosters.links": {"DAYS": 30},
    "twg.search.finding": {"RESULTS": 10, "MOST_RESULTS": 200, "MOST_PEOPLE": 5},
    "twg.settings.changing": {"MOST_DAYS": 31, "MOST_CORRECTED_DAYS": 60, "UNDO_SETTING_FOR": timedelta(days=1)},
    "twg.sharing.forwarding": {"SUMMED": timedelta(days=7)},
    "twg.sharing.library": {"PAGE": 10, "MOST_CHOICES": 30},
    "twg.sharing.posts": {"LONGEST_POST": 3000},
    "twg.sharing.replying": {"LONGEST_REPLY": 3000},
    "twg.sharing.withdrawing": {"LONGEST_REASON": 500},
    "twg.subgroups.founding": {"MOST_NAMED": 100, "UNDO_CLOSING_FOR": timedelta(days=1)},
    "twg.updates.rounds": {"LONGEST_UPDATE": 3000},
    "handlers.actions.wishes": {"CLOSED_OF_LATE": timedelta(days=30)},
    "handlers.actions.words": {"MOST_PROMISED": 4},
    "handlers.documents.circulating": {"PAPERS_BEFORE": timedelta(days=21)},
    "handlers.documents.papers": {"MOST_PAPERS": 40},
    "handlers.documents.sending": {"PAPERS_BEFORE": 21},
    "handlers.general": {"MOST_DESCRIBED": 28, "MOST_NAMED": 3, "MOST_LISTED": 5},
    "handlers.guideline": {"LONGEST_QUERY": 100},
    "handlers.history": {"LONGEST_QUERY": 100},
    "handlers.meetings.planning": {"MOST_NAMED": 10, "MOST_ITEMS": 20},
    "handlers.meetings.questions": {"MOST_SHOWN": 3},
    "handlers.meetings.words": {"MOST_OFFERED": 5},
    "handlers.records.keeping": {"AFTERWARDS": timedelta(hours=12)},
    "handlers.rosters": {"MOST_SHOWN": 8},
    "handlers.search": {"LONGEST_QUERY": 100},
    "handlers.settings": {"LEAST_HOURS": 4},
    "handlers.forms.addressables": {"MOST_NAMED": 5},
    "handlers.forms.choosing": {"PER_PAGE": 20},
    "handlers.forms.held": {"ANSWERED_WITHIN": timedelta(minutes=10)},
    "handlers.forms.lines_field": {"MOST_UNDONE": 5},
    "handlers.forms.person_field": {"MOST_OFFERED": 12},
    "handlers.forms.summary": {"LONGEST": 3000},
    "handlers.routing.acts": {"MOST_PARTS": 10, "PIECES_APART_S": 3},
    "handlers.routing.dispatch": {"LOOK_UP_S": 2},
    "handlers.routing.incoming": {"LONGEST_COMMAND": 100},
    "handlers.routing.kept_acts": {"GATHERED_WITHIN": timedelta(minutes=2)},
    "handlers.routing.menus": {"MOST_SHOWN": 5},
    "handlers.routing.questions": {"MOST_EXPLAINED": 3},
    "handlers.routing.reading": {"DEEPEST": 32, "MOST_TRIES": 10},
    "handlers.routing.several_twgs": {"MOST_BUTTONS": 60},
    "handlers.routing.wishes": {"MOST_BEGUN": 4},
    "storage.core.inbox": {"KEEP": timedelta(days=3)},
    "storage.core.file_texts": {"MOST_TRIES": 3},
    "scheduler.delivery.refused": {
        "BACKOFF": (
            timedelta(seconds=1),
            timedelta(seconds=2),
            timedelta(seconds=5),
            timedelta(seconds=15),
            timedelta(minutes=1),
            timedelta(minutes=5),
            timedelta(minutes=15),
        ),
        "MOST_ATTEMPTS": 100,
    },
    "scheduler.delivery.changing": {
        "AGAIN": timedelta(seconds=5),
        "LONGEST_AGAIN": timedelta(minutes=15),
        "MOST_TRIES": 8,
    },
    "scheduler.delivery.loop_guard": {"MOST": 20, "SPAN_S": 300.0},
    "scheduler.delivery.progress": {
        "EDIT_EVERY_S": 3.0,
        "REPLY_LATE": timedelta(seconds=10),
        "REPLY_LOST": timedelta(minutes=2),
    },
    "scheduler.leadership.archiving": {
        "BACKOFF": (
            timedelta(minutes=1),
            timedelta(minutes=5),
            timedelta(minutes=30),
            timedelta(hours=2),
            timedelta(hours=12),
        )
    },
    "scheduler.leadership.inspecting": {"EVERY": timedelta(days=7)},
    "scheduler.leadership.lease": {"TERM": timedelta(seconds=12), "RENEW_S": 4.0, "STANDBY_S": 1.0, "MARGIN_S": 3.0},
    "bot.intake": {"QUIET_S": 1.5, "RETRY_S": 5},
    "bot.leader": {
        "TICK_S": 5,
        "DELIVERY_S": 1,
        "FINISH_S": 10,
        "KEEP_FORMS": timedelta(days=30),
        "TIDY_AFTER": timedelta(seconds=30),
        "KEEP_EFFECTS": timedelta(hours=50),
    },
    "bot.polling": {"LONG_POLL_S": 25, "BACKOFF_S": (0.5, 1, 2, 5, 15, 30)},
}
#: Computed from others, or given by Telegram and SQLite.
_GIVEN = {"UNDATED", "SHORTEST_PIECE", "LONGEST_NAME", "LARGEST_ID", "MEGABYTE"}
_ROOT = Path(__file__).parents[1]


def test_limits_are_what_they_are() -> None:
    found = {name: {each: getattr(import_module(name), each) for each in limits} for name, limits in LIMITS.items()}
    assert found == LIMITS


def test_every_limit_of_what_people_do_is_in_the_table() -> None:
    missing = [
        f"{module}.{name}"
        for floor in ("twg", "handlers")
        for file in sorted((_ROOT / floor).rglob("*.py"))
        if "language" not in file.parts
        for module in [".".join(file.relative_to(_ROOT).with_suffix("").parts)]
        for name in _limits_of(file, module)
        if name not in LIMITS.get(module, ())
    ]
    assert missing == []


def _limits_of(file: Path, module: str) -> list[str]:
    """The public names that a module gives to numbers and spans of time."""
    statements = [each for each in ast.parse(file.read_bytes()).body if isinstance(each, ast.Assign)]
    targets = [node for each in statements for target in each.targets for node in ast.walk(target)]
    names = [node.id for node in targets if isinstance(node, ast.Name) and node.id.isupper()]
    public = [name for name in names if not name.startswith("_") and name not in _GIVEN]
    values = {name: getattr(import_module(module), name) for name in public}
    return [name for name, value in values.items() if type(value) in {int, float, timedelta}]
