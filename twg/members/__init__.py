"""Members: TWGs, invites, registration, the directory; what waits for somebody who joins."""
