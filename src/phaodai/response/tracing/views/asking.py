"""What a request asks for: filters, pages, people ticked, where to go back to."""

from dataclasses import fields
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from phaodai.response.tracing.queries.lists import ContactFilter

PAGE_SIZE = 25


def filter_of(request: HttpRequest) -> ContactFilter:
    """The filter in the query string; unknown parameters are ignored, an unusable place narrows nothing."""
    known = {one.name for one in fields(ContactFilter)}
    values = {name: request.GET[name][:100].replace("\x00", "") for name in known if request.GET.get(name)}
    if not uuid_or_none(values.get("place", "")):
        values.pop("place", None)
    return ContactFilter(**values)


def may(request: HttpRequest, capability: str) -> bool:
    """Whether whoever asks holds the capability somewhere, for what the page offers."""
    return request.user.is_authenticated and request.user.may(capability)


def ticked(request: HttpRequest) -> list[UUID]:
    """The rows ticked, or the one whose own button was pressed."""
    only = request.POST.get("only", "")
    texts = [only.partition(":")[2]] if only else request.POST.getlist("ids")
    found = [uuid_or_none(text) for text in texts[:500]]
    return [one for one in found if one]


def uuid_or_none(text: str) -> UUID | None:
    """The UUID in a text, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def back_to(request: HttpRequest, default: str = "") -> str:
    """The page the form came from, if it is one of ours; else ``default`` or the list of all contacts."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if is_ours else default or reverse("tracing:list")
