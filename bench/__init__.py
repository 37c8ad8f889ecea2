"""Measurements of speed and size for docs/performance.md. `make bench` runs all of them."""
