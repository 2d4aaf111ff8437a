"""The left-hand navigation: five floors, each item shown to those who may open it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phaodai.core.ui.values import NavItem, NavSection


@dataclass(frozen=True)
class Entry:
    """One line of the navigation; ``prefix`` is what the paths of its pages start with."""

    label: Any
    url_name: str
    icon: str
    capability: str
    prefix: str | tuple[str, ...]


DESK = ("/oversight/openings", "/oversight/looks", "/oversight/files", "/oversight/readers")

SECTIONS: tuple[tuple[Any, tuple[Entry, ...]], ...] = (
    (
        _("Command"),
        (
            Entry(_("Dashboard"), "dashboard", "dashboard", "dashboard.view", "/dashboard"),
            Entry(_("Numbers"), "indicators:explore", "chart", "indicators.view", "/indicators"),
            Entry(_("Directives"), "directives:list", "file", "directives.view", "/directives"),
            Entry(_("Registers of numbers"), "registers:list", "list", "registers.view", "/registers"),
            Entry(_("Printed papers"), "papers:list", "print", "papers.view", "/papers"),
            Entry(_("Rules in force"), "policy:list", "scales", "policy.view", "/policy"),
            Entry(_("Playbook"), "playbook:steps", "flag", "playbook.view", "/playbook"),
        ),
    ),
    (
        _("Response"),
        (
            Entry(_("Cases"), "cases:list", "virus", "cases.view", "/cases"),
            Entry(_("Contacts"), "tracing:list", "trace", "contacts.view", "/contacts"),
            Entry(_("Sources, clusters"), "outbreaks:unlinked", "link", "cases.investigate", "/outbreaks"),
            Entry(_("Place notices"), "notices:list", "bell", "notices.draft", "/notices"),
            Entry(_("Tests"), "testing:list", "tube", "tests.view", "/tests"),
            Entry(_("Quarantine"), "quarantine:list", "bed", "quarantine.view", "/quarantine"),
            Entry(_("Record visits"), "movement:record", "qr", "visits.record", "/visits/record"),
        ),
    ),
    (
        _("The city"),
        (
            Entry(_("People and households"), "people:list", "users", "people.view", "/people"),
            Entry(_("Places"), "places:list", "pin", "places.view", "/places"),
            Entry(_("Duties"), "duties:roster", "clock", "responsibility.view", "/duties"),
            Entry(_("Map"), "map", "map", "areas.view", "/map"),
            Entry(_("Areas"), "areas:list", "compass", "areas.view", "/areas"),
            Entry(
                _("Organisations"),
                "organizations:list",
                "organization",
                "organizations.view",
                "/organizations",
            ),
            Entry(_("Import lists"), "exchange:list", "upload", "exchange.import", "/imports"),
        ),
    ),
    (
        _("System"),
        (
            Entry(_("Users and roles"), "accounts:users", "settings", "accounts.manage", "/accounts/users"),
            Entry(_("Devices"), "clients:devices", "phone", "devices.manage", "/connections/devices"),
            Entry(_("API and webhooks"), "clients:keys", "link", "clients.view", "/connections/api"),
            Entry(
                _("Emergency opening"),
                "oversight:emergency",
                "lock",
                "emergency.open",
                "/oversight/emergency",
            ),
            Entry(_("Data protection"), "oversight:openings", "scales", "oversight.review", DESK),
            Entry(_("Access log"), "oversight:log", "eye", "audit.view", "/oversight/log"),
            Entry(_("Retention"), "movement:retention", "history", "retention.view", "/visits/retention"),
            Entry(_("Store of files"), "files:store", "inbox", "retention.view", "/files"),
        ),
    ),
)


def _item(entry: Entry, path: str) -> NavItem:
    return NavItem(entry.label, reverse(entry.url_name), entry.icon, path.startswith(entry.prefix))


def _section(user: Any, label: Any, entries: Iterable[Entry], path: str) -> NavSection:
    return NavSection(label, tuple(_item(entry, path) for entry in entries if user.may(entry.capability)))


def navigation(user: Any, path: str) -> list[NavSection]:
    """The sections with what this user may open; the first, without label, is their own work."""
    home = NavItem(str(_("My work")), reverse("home"), "inbox", path == "/")
    sections = [_section(user, label, entries, path) for label, entries in SECTIONS]
    return [NavSection("", (home,)), *(section for section in sections if section.items)]
