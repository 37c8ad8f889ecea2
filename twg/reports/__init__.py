"""Reports of results: the JMI report of a round, signed by the Chair, and those of all TWGs together (J6, R3)."""

from storage.engine.labels import N_
from storage.reports import ReportSnapshot, find_snapshot
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.reports import consolidating, filing, overtaking, reading, sheets, signing, snapshots, standing, tracking

DOMAIN = Domain(
    operations=operations_of(reading, standing, signing, overtaking, filing, tracking, consolidating),
    subjects=(
        Subject(
            table=ReportSnapshot,
            label=N_("Report of a round"),
            access=snapshots.access_snapshot,
            title=lambda snapshot: snapshot.round.title,
            find=find_snapshot,
            sheets=sheets.SHEETS,
        ),
    ),
    notices=(signing.TO_SIGN, signing.SIGNED, overtaking.BEHIND, tracking.CHASED),
)
