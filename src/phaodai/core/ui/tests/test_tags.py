from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from phaodai.core.ui.icons import IconUnknown, icons
from phaodai.core.ui.values import PathNode

NOW = datetime(2021, 9, 14, 9, 0, tzinfo=UTC)


def draw(source: str, path: str = "/list", **values: object) -> str:
    with override("vi"):
        request = RequestFactory().get(path)
        return Template("{% load ui %}" + source).render(Context({"request": request, "now": NOW, **values}))


def test_a_figure_opens_its_rows_in_vietnamese_writing() -> None:
    assert draw("{% number 1284 '/rows' %}") == '<a class="n" href="/rows">1.284</a>'


def test_zero_is_quiet_and_the_unknown_is_a_dash_without_a_link() -> None:
    assert 'class="n zero"' in draw("{% number 0 '/rows' %}")
    assert draw("{% number missing '/rows' %}", missing=None) == '<span class="n missing">–</span>'


def test_texts_are_escaped() -> None:
    assert "<b>" not in draw("{% chip 'done' text %}{% risk 'red' text=text %}", text="<b>x</b>")
    assert "<b>" not in draw("{% number 3 url label=text %}", url="/?a=<b>", text="<b>")
    assert "<b>" not in draw("{% icon 'phone' '' text %}{% card text %}{% endcard %}", text='"><b>')


@pytest.mark.parametrize(
    ("level", "colour"), [("very_high", "red"), ("orange", "orange"), (2, "yellow"), ("x", "unknown")]
)
def test_a_level_has_its_colour(level: object, colour: str) -> None:
    assert f'class="risk {colour}"' in draw("{% risk level %}", level=level)


def test_computed_and_decided_read_differently() -> None:
    assert "Tính: Cam" in draw("{% risk 'orange' 'computed' %}")
    assert "Áp dụng: Vàng" in draw("{% risk 'yellow' 'decided' %}")


def test_a_deadline_presses_only_while_the_work_is_open() -> None:
    late = NOW - timedelta(minutes=90)
    assert "quá 1 giờ 30 phút" in draw("{% due at now %}", at=late)
    assert "Quá hạn" in draw("{% due_chip at 'doing' 'Đang làm' now=now %}", at=late)
    assert "Quá hạn" not in draw("{% due_chip at 'done' 'Xong' now=now %}", at=late)
    assert "Trong 1 giờ" in draw("{% due_chip at now=now %}", at=NOW + timedelta(minutes=30))


def test_a_bar_ten_points_behind_is_striped_and_its_width_has_a_point() -> None:
    striped = draw("{% bar 71.5 90 '/rows' %}")
    assert "stripes" in striped
    assert 'x2="71.5%"' in striped
    assert "71,5%" in striped
    assert "stripes" not in draw("{% bar 88 90 %}")


def test_a_missing_bar_claims_nothing() -> None:
    assert "–" in draw("{% bar missing 90 %}", missing=None)


def test_sorting_turns_round_and_leaves_the_page() -> None:
    head = draw("{% sort_header 'name' 'Tên' %}", path="/list?sort=name&page=3&level=red")
    assert 'aria-sort="ascending"' in head
    assert "sort=-name" in head
    assert "level=red" in head
    assert "page=" not in head


def test_filters_keep_the_sort_and_what_was_chosen() -> None:
    bar = draw(
        "{% filter_bar %}{% filter_select 'level' 'Mức' choices %}{% endfilter_bar %}",
        path="/list?sort=-name&page=3&level=red",
        choices=[("red", "Đỏ"), ("green", "Xanh")],
    )
    assert '<input type="hidden" name="sort" value="-name">' in bar
    assert 'name="page"' not in bar
    assert '<option value="red" selected>' in bar


def test_pages_keep_the_filters() -> None:
    links = draw("{% paginator page %}", path="/list?level=red", page=Paginator(range(340), 50).page(2))
    assert "51–100 / 340" in links
    assert "?level=red&amp;page=3" in links


class _Form(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên giấy tờ")
    phone = forms.CharField(label="Điện thoại", required=False)
    source = forms.ChoiceField(
        label="Nguồn lây", choices=[("a", "Rõ"), ("b", "Chưa rõ")], widget=forms.RadioSelect
    )


def test_a_mistake_is_tied_to_its_field_and_keeps_what_was_typed() -> None:
    form = _Form({"name": "", "phone": "0900"})
    html = draw("{% form_fields form %}", form=form)
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'value="0900"' in html
    assert "<legend>Nguồn lây" in html
    assert "(nếu biết)" in html


def test_the_basis_says_when_a_figure_is_unconfirmed() -> None:
    rule = SimpleNamespace(document="QĐ 3638/QĐ-BYT", effective_from=date(2021, 7, 30), confirmed=False)
    html = draw("{% basis rule computed_at=now confirmed_by='Phạm Thu Hà' %}", rule=rule)
    assert "hiệu lực từ 30/7/2021" in html
    assert "Phạm Thu Hà xác nhận" in html
    assert "chưa được xác nhận" in html


def test_the_overlap_of_a_path_is_bold() -> None:
    nodes = [PathNode("Ca 0412", "virus"), {"time": "07:10–07:40", "strong": "trùng 22 phút"}]
    assert "<b>trùng 22 phút</b>" in draw("{% path nodes %}", nodes=nodes)


def test_a_blank_frame_leaves_nothing() -> None:
    assert draw("{% frame 'div' 'sticky' %}  {% endframe %}") == ""
    assert draw("{% frame 'div' 'sticky' %}x{% endframe %}") == '<div class="sticky">x</div>'


def test_a_message_can_offer_to_undo() -> None:
    assert (
        draw("{{ message|undo_url }}", message=SimpleNamespace(extra_tags="wide undo:/cases/1/undo"))
        == "/cases/1/undo"
    )
    assert draw("{{ message|undo_url }}", message=SimpleNamespace(extra_tags="")) == ""


def test_initials_are_the_last_two_words() -> None:
    assert draw("{{ name|initials }}", name="Phạm Thu Hà") == "TH"


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(IconUnknown):
        draw("{% icon 'no-such' %}")


def test_every_icon_is_drawn_by_us_on_the_same_grid() -> None:
    assert len(icons()) > 80
    assert all("<path" in body or "<circle" in body for body in icons().values())
