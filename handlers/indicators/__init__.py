"""Joint monitoring indicators and reporting rounds in the chat."""

from handlers.indicators import (
    charts,
    correcting,
    defining,
    importing,
    questions,
    rating,
    report_sheets,
    reporting,
    reviewing,
    rounds,
    wishes,
    words,
)
from handlers.routing.router import Router

router = Router(
    "indicators",
    reporting.router,
    correcting.router,
    defining.router,
    importing.router,
    charts.router,
    rating.router,
    report_sheets.router,
    reviewing.router,
    rounds.router,
    words.router,
    questions.router,
    wishes.router,
)
