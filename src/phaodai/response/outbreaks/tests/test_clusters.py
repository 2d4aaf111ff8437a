"""Rankings against a place's own traffic, clusters, and the chain through one."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from phaodai.core import clock
from phaodai.core.audit.models import ReadLog
from phaodai.response.outbreaks import services
from phaodai.response.outbreaks.models import Cluster
from phaodai.response.outbreaks.queries import ranking
from phaodai.response.outbreaks.queries.chains import chain_of, clusters_of
from phaodai.response.outbreaks.tests.factories import make_case, three_cases
from phaodai.response.tracing.tests.factories import visit
from tests.cast import Cast, at, make_person

pytestmark = pytest.mark.django_db


def a_busy_market(cast: Cast) -> None:
    """Forty visitors of the market on 9/9, so that two cases there are no wonder; the same two at the canteen are."""
    for number in range(40):
        visit(make_person(f"Khách {number}", cast.ward_b), cast.market, at(9, 6), at(9, 7))
    visit(cast.dung, cast.market, at(9, 6), at(9, 6, 20))
    visit(cast.hoa, cast.market, at(9, 6, 30), at(9, 6, 50))
    visit(cast.hoa, cast.canteen, at(9, 12), at(9, 13))
    make_case(cast.hoa, "HBT-0004", 12)


def test_places_are_held_against_their_own_traffic(cast: Cast):
    three_cases(cast)
    a_busy_market(cast)
    asked = ranking.asked_for(cast.investigator, clock.now())
    found = ranking.ranked_places(cast.investigator, asked)
    canteen, market = found.lines
    assert (canteen.place, market.place) == (cast.canteen, cast.market)
    assert len(canteen.cases) == len(market.cases) == 2
    assert canteen.row.llr > 0
    assert market.row.llr == 0, "no more than its own traffic explains"


def test_people_who_met_several_cases(cast: Cast):
    three_cases(cast)
    visit(cast.hoa, cast.canteen, at(5, 7), at(5, 8))
    visit(cast.hoa, cast.canteen, at(9, 12), at(9, 13))
    asked = ranking.asked_for(cast.investigator, clock.now())
    found = ranking.ranked_people(cast.investigator, asked)
    met = {line.person.full_name: len(line.cases) for line in found.lines}
    assert met["Bùi Thị Hoa"] == 2


def test_a_cluster_is_found_where_enough_cases_were(cast: Cast, django_assert_max_num_queries):
    three_cases(cast)
    visit(cast.hoa, cast.canteen, at(9, 12), at(9, 13))
    make_case(cast.hoa, "HBT-0004", 12)
    now = clock.now()
    asked = ranking.asked_for(cast.investigator, now)
    with django_assert_max_num_queries(14):
        found = ranking.found_clusters(cast.investigator, asked, now)
    (line,) = found.lines
    assert line.place == cast.canteen
    assert {case.code for case in line.cases} >= {"HBT-0002", "HBT-0003", "HBT-0004"}
    assert line.row.llr >= 0


def test_without_cases_nothing_is_ranked(cast: Cast):
    asked = ranking.asked_for(cast.investigator, clock.now())
    assert ranking.ranked_places(cast.investigator, asked).lines == []
    assert ranking.ranked_people(cast.investigator, asked).lines == []
    assert ranking.found_clusters(cast.investigator, asked, clock.now()).lines == []


def test_a_chain_shows_confirmed_probable_and_unlinked(cast: Cast, django_assert_max_num_queries):
    an, chi, dung = three_cases(cast)
    hoa = make_case(cast.hoa, "HBT-0004", 11)
    by = cast.cdc_officer
    services.confirm_link(infected=chi, infector=an, reason="x", by=by)
    cluster = services.open_cluster(name="Chùm ca quán bún", cases=[an, chi, dung, hoa], by=by)
    assert cluster.area == cast.hbt, "the smallest area that holds both wards"
    with django_assert_max_num_queries(14):
        chain = chain_of(cluster)
    rows = {row.case.code: row for row in chain.rows}
    assert rows["HBT-0002"].is_confirmed
    assert (rows["HBT-0003"].source, rows["HBT-0003"].is_confirmed) == (chi, False)
    assert rows["HBT-0004"].is_unlinked
    assert (chain.confirmed, chain.probable, chain.generations) == (1, 1, 3)
    services.remove_case(cluster=cluster, case=an, reason="Thuộc chùm khác", by=by)
    (chi_row,) = [row for row in chain_of(cluster).rows if row.case == chi]
    assert chi_row.outside_source == "HBT-0001", "a source outside the cluster is named"


def test_clusters_are_opened_extended_and_ended(cast: Cast):
    an, chi, dung = three_cases(cast)
    by = cast.cdc_officer
    with pytest.raises(ValidationError):
        services.open_cluster(name="Một ca", cases=[an], by=by)
    with pytest.raises(ValidationError):
        services.open_cluster(name=" ", cases=[an, chi], by=by)
    cluster = services.open_cluster(name="Quán bún", cases=[an, chi], by=by)
    assert services.add_cases(cluster=cluster, cases=[chi, dung], reason="Cùng bàn", by=by) == 1
    services.remove_case(cluster=cluster, case=dung, reason="Khác nhóm", by=by)
    services.add_cases(cluster=cluster, cases=[dung], reason="Xem lại", by=by)
    with pytest.raises(ValidationError):
        services.close_cluster(cluster=cluster, reason="", by=by)
    services.close_cluster(cluster=cluster, reason="28 ngày không có ca mới", by=by)
    with pytest.raises(ValidationError):
        services.add_cases(cluster=cluster, cases=[dung], reason="x", by=by)
    services.reopen_cluster(cluster=cluster, reason="Có ca mới", by=by)
    assert [one.cases for one in clusters_of(by)] == [3]
    with pytest.raises(PermissionDenied):
        services.open_cluster(name="x", cases=[an, chi], by=cast.health_officer)


def test_chains_are_for_the_city_cdc_only(cast: Cast, client_as):
    an, chi, _dung = three_cases(cast)
    cluster = services.open_cluster(name="Quán bún", cases=[an, chi], by=cast.cdc_officer)
    addresses = ("/outbreaks/clusters/", f"/outbreaks/clusters/{cluster.uuid}", "/outbreaks/clusters/open")
    apis = ("/api/v1/outbreaks/clusters", f"/api/v1/outbreaks/clusters/{cluster.uuid}/chain")
    for name in (
        "commander",
        "authority",
        "health_officer",
        "investigator",
        "ward_clerk_a",
        "sampler",
        "admin",
    ):
        client = client_as(cast.users[name])
        assert {client.get(address).status_code for address in addresses + apis} == {404}, name
    cdc = client_as(cast.cdc_officer)
    assert {cdc.get(address).status_code for address in addresses + apis} == {200}
    assert (
        ReadLog.objects.filter(purpose__startswith="Chuỗi lây nhiễm", actor_id=cast.cdc_officer.pk).count()
        == 4
    )


def test_the_pages_of_rankings_and_a_chain(cast: Cast, client_as):
    an, chi, dung = three_cases(cast)
    a_busy_market(cast)
    cdc = client_as(cast.cdc_officer)
    for name in ("places", "people", "detected"):
        assert cdc.get(f"/outbreaks/{name}?days=30").status_code == 200
        assert "Quán" in b"".join(cdc.get("/outbreaks/places?format=csv").streaming_content).decode()
    made = cdc.post("/outbreaks/clusters/open", {"name": "Quán bún", "codes": "hbt-0001, HBT-0002"})
    cluster = Cluster.objects.get()
    assert made.url == f"/outbreaks/clusters/{cluster.uuid}"
    assert cdc.post("/outbreaks/clusters/open", {"name": "x", "codes": "XX-1"}).status_code == 422
    page = cdc.get(f"{made.url}?zoom=150").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    assert cdc.post(f"{made.url}/cases", {"codes": "HBT-0003", "reason": "x"}).status_code == 302
    assert cdc.post(f"{made.url}/cases", {"codes": "nope", "reason": "x"}).status_code == 422
    cdc.post(f"{made.url}/remove", {"case": str(dung.uuid), "reason": "x"})
    assert set(cluster.members.filter(removed_at__isnull=True).values_list("case", flat=True)) == {
        an.pk,
        chi.pk,
    }
    cdc.post(f"{made.url}/state", {"to": "closed", "reason": "Hết"})
    assert Cluster.objects.get().state == "closed"
    assert "HBT-0002" in b"".join(cdc.get(f"{made.url}?format=csv").streaming_content).decode()
