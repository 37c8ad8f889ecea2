"""Metrics for Prometheus. Counters are increased at each event; `/metrics` sets the gauges when it is requested."""

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest


@dataclass
class Metrics:
    """The metrics of one assistant, in a registry of their own: tests run several assistants in one process."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def __post_init__(self) -> None:
        self.updates = Counter("twgbot_updates", "Updates received", ["result"], registry=self.registry)
        self.replaced = Counter("twgbot_replaced_values", "Unreadable values in updates", registry=self.registry)
        self.replies = Counter("twgbot_replies", "Replies said", ["result"], registry=self.registry)
        self.deliveries = Counter("twgbot_deliveries", "Tries to deliver", ["state"], registry=self.registry)
        self.backlog = Gauge("twgbot_backlog", "Deliveries that are due and not sent", registry=self.registry)
        self.backlog_age_s = Gauge("twgbot_backlog_age_seconds", "Age of the oldest of them", registry=self.registry)
        self.tick_age_s = Gauge("twgbot_tick_age_seconds", "Since this process's last tick", registry=self.registry)
        self.lost = Gauge("twgbot_files_lost", "Files that the archive does not have whole", registry=self.registry)
        self.files = Gauge("twgbot_files_waiting", "Files not in the archive yet", registry=self.registry)
        self.archive = Gauge("twgbot_archive_failing", "1 while files cannot be stored", registry=self.registry)
        self.clock_off_s = Gauge("twgbot_clock_off_seconds", "The machine's time less ours", registry=self.registry)
        self.clock_jumps = Gauge("twgbot_clock_jumps", "Jumps of the machine's clock", registry=self.registry)
        self.leader = Gauge("twgbot_leader", "1 where this process leads", registry=self.registry)

    def count_update(self, result: str) -> None:
        """Count an update; for `result` see `bot.intake.Intake`."""
        self.updates.labels(result).inc()

    def count_replaced(self, values: int) -> None:
        """Count values in updates that could not be read and were replaced."""
        self.replaced.inc(values)

    def count_reply(self, result: str) -> None:
        """Count a reply; for `result` see `bot.outbound.Outbound`."""
        self.replies.labels(result).inc()

    def count_deliveries(self, state: str, tries: int) -> None:
        """Count tries to deliver that left their deliveries in `state`, a `DeliveryState`."""
        self.deliveries.labels(state).inc(tries)

    def render(self) -> bytes:
        """The metrics in Prometheus's text format."""
        return generate_latest(self.registry)
