"""Joint monitoring indicators, their targets, reporting rounds and the reports submitted on them."""

from storage.indicators.definitions import (
    Indicator,
    Responsible,
    TargetRevision,
    Value,
    find_indicator,
    list_indicators,
)
from storage.indicators.rounds import (
    ReportRequest,
    Round,
    RoundState,
    find_open_round,
    list_requests,
    list_unreported,
)
from storage.indicators.submissions import (
    Submission,
    SubmissionFile,
    SubmissionState,
    count_submissions,
    find_submission,
    list_standing,
    list_submissions,
    next_version,
    read_submissions,
)

__all__ = [
    "Indicator",
    "ReportRequest",
    "Responsible",
    "Round",
    "RoundState",
    "Submission",
    "SubmissionFile",
    "SubmissionState",
    "TargetRevision",
    "Value",
    "count_submissions",
    "find_indicator",
    "find_open_round",
    "find_submission",
    "list_indicators",
    "list_requests",
    "list_standing",
    "list_submissions",
    "list_unreported",
    "next_version",
    "read_submissions",
]
