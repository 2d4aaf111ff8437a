"""The template of a kind as a workbook: the list itself, and a second sheet that says what each column wants."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from phaodai.core.exchange.cells import Born, Choice, Code, Day, Moment, Number, Phone
from phaodai.core.exchange.kinds import Field, ImportKind

CHOICES_SHOWN = 250


def write_template(kind: ImportKind) -> bytes:
    """The workbook; every column is formatted as text, so that no zero gets lost."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    _write_list(book.add_worksheet(str(kind.title)[:31].replace("/", "-")), kind, text, bold)
    _write_guide(book.add_worksheet(_("Guide")[:31]), kind, bold, wrap)
    book.close()
    return out.getvalue()


def _write_list(sheet: Any, kind: ImportKind, text: Any, bold: Any) -> None:
    for column, one in enumerate(kind.fields):
        sheet.set_column(column, column, max(14, len(str(one.label)) + 4), text)
        sheet.write_string(0, column, str(one.label) + (" *" if one.required else ""), bold)
        sheet.write_string(1, column, one.example, text)
        if isinstance(one.reader, Choice):
            labels = [str(term.label) for term in one.reader.terms]
            if len(",".join(labels)) <= CHOICES_SHOWN and not any("," in label for label in labels):
                sheet.data_validation(
                    1, column, 5000, column, {"validate": "list", "source": labels, "error_type": "warning"}
                )
    sheet.freeze_panes(1, 0)


def _write_guide(sheet: Any, kind: ImportKind, bold: Any, wrap: Any) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 90)
    sheet.write_row(0, 0, [_("Column"), _("Needed"), _("What it wants")], bold)
    for line, one in enumerate(kind.fields, start=1):
        sheet.write_string(line, 0, str(one.label))
        sheet.write_string(line, 1, _("yes") if one.required else "")
        sheet.write_string(line, 2, wants(one), wrap)
    sheet.write_string(len(kind.fields) + 2, 0, str(kind.hint))


def wants(one: Field) -> str:
    """What a column wants, in one line."""
    reader = one.reader
    if isinstance(reader, Choice):
        shape = _("One of: %(labels)s.") % {"labels": "; ".join(str(term.label) for term in reader.terms)}
    elif isinstance(reader, Born):
        shape = _("Day/month/year, or the year alone.")
    elif isinstance(reader, Day):
        shape = _("Day/month/year.")
    elif isinstance(reader, Moment):
        shape = _("Day/month/year hour:minute.")
    elif isinstance(reader, Number):
        shape = _("A number.")
    elif isinstance(reader, Code | Phone):
        shape = _("As text, so that zeros stay.")
    else:
        shape = ""
    return " ".join(filter(None, (str(one.hint) and f"{one.hint}.", shape)))
