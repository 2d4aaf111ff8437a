"""What everybody may read: places and hours. No sign-in, no cookie, nothing of anybody."""

from typing import Any
from uuid import UUID
from xml.etree import ElementTree as Xml

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from phaodai.core import clock
from phaodai.core.access import public
from phaodai.response.notices.queries import notices as queries
from phaodai.response.notices.rules import spans_of, where_of

ATOM = "http://www.w3.org/2005/Atom"
AGE = 60


@require_safe
@public
def public_list(request: HttpRequest) -> HttpResponse:
    """The notices in force, searched by place or ward."""
    text = request.GET.get("q", "")[:100].replace("\x00", "")
    language = _language()
    rows = [_row(one, language) for one in queries.public_notices(clock.now(), text)]
    return render(request, "notices/public.html", {"rows": rows, "text": text})


def _row(one: queries.PublicNotice, language: str) -> dict[str, Any]:
    return {
        "notice": one,
        "where": where_of(one.content),
        "hours": spans_of(one.content),
        "advice": one.content["advice"][f"text_{language}"],
        "sender": one.content["sender"][f"name_{language}"],
    }


@require_safe
@cache_control(max_age=AGE, public=True)
@public
def public_text(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One notice as plain text, ``?lang=en`` in English."""
    found, _row = queries.public_notice(uuid, clock.now())
    language = "en" if request.GET.get("lang") == "en" else "vi"
    return HttpResponse(found.text(language), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=AGE, public=True)
@public
def public_cap(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One notice as a CAP 1.2 message."""
    _found, row = queries.public_notice(uuid, clock.now())
    return HttpResponse(queries.cap_of(row), content_type="application/cap+xml; charset=utf-8")


@require_safe
@cache_control(max_age=AGE, public=True)
@public
def feed(request: HttpRequest) -> HttpResponse:
    """The notices as an Atom feed that points to their CAP messages."""
    rows = queries.public_notices(clock.now())
    root = Xml.Element("feed", xmlns=ATOM)
    link = request.build_absolute_uri(reverse("notices:public"))
    newest = max((one.published_at for one in rows), default=clock.now())
    _put(
        root, {"id": link, "title": "Thông báo mốc dịch tễ", "updated": newest.isoformat(timespec="seconds")}
    )
    for one in rows:
        root.append(_entry(request, one))
    body = b'<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode").encode()
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _entry(request: HttpRequest, one: queries.PublicNotice) -> Xml.Element:
    entry = Xml.Element("entry")
    cap = request.build_absolute_uri(reverse("notices:public_cap", args=[one.uuid]))
    fields = {
        "id": f"urn:uuid:{one.uuid}",
        "title": f"{one.content['number']}: {one.content['place']}",
        "updated": one.published_at.isoformat(timespec="seconds"),
        "summary": one.text("vi"),
    }
    _put(entry, fields)
    Xml.SubElement(entry, "link", href=cap, type="application/cap+xml")
    return entry


def _put(parent: Xml.Element, fields: dict[str, str]) -> None:
    for name, text in fields.items():
        Xml.SubElement(parent, name).text = text


def _language() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"
