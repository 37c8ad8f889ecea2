"""Handlers of what people send: each update becomes one call of the domain and one reply."""
