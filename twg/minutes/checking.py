"""What minutes lack before they are sent; it is pointed at, and blocks nothing (G6).

Source: Guideline 2016, Part Three (d)(ii); the presence of CRDB/CDC: Part Three (a)(vi).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from storage.engine.labels import N_, Labelled
from storage.meetings import AgendaKind
from storage.records import LineKind
from twg.minutes.composing import Minutes, Paragraph, Section


class Gap(Labelled):
    """In the order in which they are told."""

    NOBODY_PRESENT = "nobody_present", N_("Nobody is noted as present")
    NO_CRDB = "no_crdb", N_("CRDB/CDC is not among those present")
    NO_CONCLUSION = "no_conclusion", N_("Without conclusion or decision")
    NO_OWNER = "no_owner", N_("Action without anybody responsible")
    NO_DATE = "no_date", N_("Action without a date")


@dataclass(frozen=True)
class Finding:
    """One thing that is lacking. Attributes: `section`, `paragraph`: where; None for the meeting as a whole."""

    gap: Gap
    section: Section | None = None
    paragraph: Paragraph | None = None


def find_gaps(minutes: Minutes) -> list[Finding]:
    """Everything that is lacking, in the order of `Gap`, then of the minutes."""
    return sorted(_findings(minutes), key=lambda each: list(Gap).index(each.gap))


def _findings(minutes: Minutes) -> Iterator[Finding]:
    standing = minutes.standing
    if not standing.here and not standing.guests_here:
        yield Finding(Gap.NOBODY_PRESENT)
    elif standing.asks_crdb and not standing.crdb_here:
        yield Finding(Gap.NO_CRDB)
    for section in minutes.sections:
        concluded = section.of(LineKind.CONCLUSION, LineKind.DECISION)
        if section.item is not None and section.item.kind is AgendaKind.SUBSTANCE and not concluded:
            yield Finding(Gap.NO_CONCLUSION, section)
        for each in section.of(LineKind.ACTION):
            if each.line is not None and not each.line.owners:
                yield Finding(Gap.NO_OWNER, section, each)
            if each.line is not None and not each.line.says_when:
                yield Finding(Gap.NO_DATE, section, each)
