"""The one list of capabilities; its order is that of the command menu."""

from functools import cache

import handlers.actions
import handlers.attendance
import handlers.dates
import handlers.decisions
import handlers.deliveries
import handlers.documents
import handlers.export
import handlers.facilitators
import handlers.general
import handlers.groups
import handlers.guideline
import handlers.history
import handlers.indicators
import handlers.institutions
import handlers.joining
import handlers.meetings
import handlers.members
import handlers.minutes
import handlers.objections
import handlers.papers
import handlers.participation
import handlers.records
import handlers.reminders
import handlers.reports
import handlers.requests
import handlers.rosters
import handlers.search
import handlers.settings
import handlers.sharing
import handlers.subgroups
import handlers.updates
import scheduler.actions
import scheduler.dates
import scheduler.documents
import scheduler.facilitators
import scheduler.general
import scheduler.groups
import scheduler.indicators
import scheduler.joining
import scheduler.meetings
import scheduler.members
import scheduler.minutes
import scheduler.objections
import scheduler.papers
import scheduler.records
import scheduler.reminders
import scheduler.reports
import scheduler.requests
import scheduler.sharing
import scheduler.subgroups
import scheduler.updates
import twg.actions
import twg.attendance
import twg.dates
import twg.decisions
import twg.deliveries
import twg.documents
import twg.export
import twg.facilitators
import twg.general
import twg.groups
import twg.guideline
import twg.history
import twg.indicators
import twg.institutions
import twg.joining
import twg.meetings
import twg.members
import twg.minutes
import twg.objections
import twg.papers
import twg.participation
import twg.records
import twg.reminders
import twg.reports
import twg.requests
import twg.rosters
import twg.search
import twg.settings
import twg.sharing
import twg.subgroups
import twg.updates
from bot.registry import Capability, Registry, assemble

CAPABILITIES = (
    Capability("general", twg.general.DOMAIN, scheduler.general.WORDING, handlers.general.router),
    Capability("meetings", twg.meetings.DOMAIN, scheduler.meetings.WORDING, handlers.meetings.router),
    Capability("attendance", twg.attendance.DOMAIN, router=handlers.attendance.router),
    Capability("records", twg.records.DOMAIN, scheduler.records.WORDING, handlers.records.router),
    Capability("documents", twg.documents.DOMAIN, scheduler.documents.WORDING, handlers.documents.router),
    Capability("actions", twg.actions.DOMAIN, scheduler.actions.WORDING, handlers.actions.router),
    Capability("indicators", twg.indicators.DOMAIN, scheduler.indicators.WORDING, handlers.indicators.router),
    Capability("reports", twg.reports.DOMAIN, scheduler.reports.WORDING, handlers.reports.router),
    Capability("requests", twg.requests.DOMAIN, scheduler.requests.WORDING, handlers.requests.router),
    Capability("decisions", twg.decisions.DOMAIN, router=handlers.decisions.router),
    Capability("objections", twg.objections.DOMAIN, scheduler.objections.WORDING, handlers.objections.router),
    Capability("minutes", twg.minutes.DOMAIN, scheduler.minutes.WORDING, handlers.minutes.router),
    Capability("sharing", twg.sharing.DOMAIN, scheduler.sharing.WORDING, handlers.sharing.router),
    Capability("papers", twg.papers.DOMAIN, scheduler.papers.WORDING, handlers.papers.router),
    Capability("dates", twg.dates.DOMAIN, scheduler.dates.WORDING, handlers.dates.router),
    Capability("updates", twg.updates.DOMAIN, scheduler.updates.WORDING, handlers.updates.router),
    Capability("search", twg.search.DOMAIN, router=handlers.search.router),
    Capability("guideline", twg.guideline.DOMAIN, router=handlers.guideline.router),
    Capability("members", twg.members.DOMAIN, scheduler.members.WORDING, handlers.members.router),
    Capability("subgroups", twg.subgroups.DOMAIN, scheduler.subgroups.WORDING, handlers.subgroups.router),
    Capability("joining", twg.joining.DOMAIN, scheduler.joining.WORDING, handlers.joining.router),
    Capability("facilitators", twg.facilitators.DOMAIN, scheduler.facilitators.WORDING, handlers.facilitators.router),
    Capability("institutions", twg.institutions.DOMAIN, router=handlers.institutions.router),
    Capability("groups", twg.groups.DOMAIN, scheduler.groups.WORDING, handlers.groups.router),
    Capability("rosters", twg.rosters.DOMAIN, router=handlers.rosters.router),
    Capability("reminders", twg.reminders.DOMAIN, scheduler.reminders.WORDING, handlers.reminders.router),
    Capability("settings", twg.settings.DOMAIN, router=handlers.settings.router),
    Capability("participation", twg.participation.DOMAIN, router=handlers.participation.router),
    Capability("history", twg.history.DOMAIN, router=handlers.history.router),
    Capability("export", twg.export.DOMAIN, router=handlers.export.router),
    Capability("deliveries", twg.deliveries.DOMAIN, router=handlers.deliveries.router),
)


@cache
def registry() -> Registry:
    """The registry of `CAPABILITIES`, made at the first call. Raises: IncompleteCapability."""
    return assemble(CAPABILITIES)
