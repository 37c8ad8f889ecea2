"""Fixture: an office whose deliveries are looked at."""

from tests.delivery.conftest import office

__all__ = ["office"]
