"""Tests of asking to join, and of who decides about it (M1, M2)."""
