"""What Prometheus is told: counters kept as things happen, gauges read when they are asked for."""

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest


@dataclass
class Metrics:
    """One set per assistant, so that two in one process do not mix."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def __post_init__(self) -> None:
        self.updates = Counter("twgbot_updates", "Updates received", ["result"], registry=self.registry)
        self.replies = Counter("twgbot_replies", "Replies said", ["result"], registry=self.registry)
        self.deliveries = Counter("twgbot_deliveries", "Tries to deliver", ["state"], registry=self.registry)
        self.backlog = Gauge("twgbot_backlog", "Deliveries that are due and not sent", registry=self.registry)
        self.backlog_age_s = Gauge("twgbot_backlog_age_seconds", "Age of the oldest of them", registry=self.registry)
        self.tick_age_s = Gauge("twgbot_tick_age_seconds", "Since this process's last tick", registry=self.registry)
        self.leader = Gauge("twgbot_leader", "1 where this process leads", registry=self.registry)

    def count_update(self, result: str) -> None:
        self.updates.labels(result).inc()

    def count_reply(self, result: str) -> None:
        self.replies.labels(result).inc()

    def count_deliveries(self, state: str, tries: int) -> None:
        self.deliveries.labels(state).inc(tries)

    def render(self) -> bytes:
        return generate_latest(self.registry)
