"""The files that come with a report as its evidence (J3)."""

from typing import Any

from handlers.forms.file_field import FileField
from messages.rendering.texts import _
from storage.indicators import Submission
from twg.core.files import as_sent, of_album

EVIDENCE = FileField(
    question=_("Is there a file as evidence? Please send it now, or skip."), label=_("Evidence"), several=True
)


def raw_evidence(submission: Submission) -> dict[str, Any] | None:
    """The raw answer with which the evidence of a report was sent; None where it has none."""
    sent = of_album([as_sent(file) for file in submission.evidence])
    return None if sent is None else sent.model_dump(mode="json")
