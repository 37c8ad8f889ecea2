"""Tests of how development partners choose their lead facilitator (M3)."""
