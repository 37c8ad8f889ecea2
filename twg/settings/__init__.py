"""A TWG's settings, which its organisers change in the chat: its facts, its opening hours, its days off (M12)."""

from storage.engine.labels import N_
from storage.members import Twg
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.settings import changing

DOMAIN = Domain(
    operations=operations_of(changing),
    subjects=(
        Subject(
            table=Twg,
            label=N_("Technical Working Group"),
            access=changing.access_own_twg,
            title=lambda twg: twg.code,
            exported=False,
        ),
    ),
    undos=changing.UNDOS,
)

__all__ = ["DOMAIN", "changing"]
