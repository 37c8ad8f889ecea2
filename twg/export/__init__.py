"""What leaves the store: the workbook, tables and files of TWGs, and tokens for programs that read them (R4)."""

from storage.engine.labels import N_
from storage.export import FeedToken
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.export import feeds, files, store

DOMAIN = Domain(
    operations=operations_of(store, files, feeds),
    subjects=(
        Subject(
            table=FeedToken,
            label=N_("Token for programs"),
            access=feeds.access_token,
            title=lambda token: token.name,
            exported=False,
        ),
    ),
)

__all__ = ["DOMAIN", "feeds", "files", "store"]
