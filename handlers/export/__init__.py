"""What leaves the store, in the chat (R4)."""

from handlers.export import feeds, store
from handlers.routing.router import Router

router = Router("export", store.router, feeds.router)
