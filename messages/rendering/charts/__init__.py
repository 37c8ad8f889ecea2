"""Charts: what is on them (`model`), and how they are drawn (`painter`), in a process of its own (`child`)."""

from messages.rendering.charts.model import Bar, Chart, Glance, PathChart, Point, Row, Splits, Theme

__all__ = ["Bar", "Chart", "Glance", "PathChart", "Point", "Row", "Splits", "Theme"]
