"""Papers of the demo: printed notices, a number kept and one made void, a line list replaced and withdrawn, a report."""

from datetime import timedelta

from phaodai.city.papers import services
from phaodai.city.papers.models import Register
from phaodai.command.directives.models import Directive
from phaodai.command.directives.services.paper import print_directive
from phaodai.command.drill.past.stage import Stage
from phaodai.core import clock
from phaodai.response.cases.queries import CaseFilters
from phaodai.response.cases.services import print_line_list

HOUR = timedelta(hours=1)


def plan_papers(stage: Stage) -> None:
    """What was printed over the last day."""
    morning = clock.at_local(clock.local_day(stage.now), 8, 30)
    stage.player.at(morning, _print_notices, stage)
    stage.player.at(morning + HOUR, _keep_numbers, stage)
    for turn in range(2):
        stage.player.at(morning + (2 + turn) * HOUR, _list_cases, stage)
    stage.player.at(morning + 4 * HOUR, _withdraw_list, stage)


def _print_notices(stage: Stage) -> None:
    for directive in Directive.objects.filter(state__in=("issued", "amended")).order_by("pk"):
        print_directive(directive=directive, by=stage.accounts.office)


def _keep_numbers(stage: Stage) -> None:
    register = Register.objects.filter(kind="TB", organization__code="BCD-HBT").first()
    if register is None:
        return
    sign, by = "/TB-BCĐ", stage.accounts.office
    void = services.reserve_number(
        register=register, sign=sign, reason="Kết luận họp trực tuyến, chờ ký", by=by
    )
    services.void_number(entry=void, reason="Gộp vào thông báo sau, không ban hành", by=by)
    services.reserve_number(register=register, sign=sign, reason="Phương án lấy mẫu toàn dân, chờ ký", by=by)


def _list_cases(stage: Stage) -> None:
    print_line_list(filters=CaseFilters(), sort="code", by=stage.accounts.investigator)


def _withdraw_list(stage: Stage) -> None:
    copy = print_line_list(filters=CaseFilters(hours=14 * 24), sort="code", by=stage.accounts.investigator)
    services.withdraw_paper(paper=copy.paper, reason="In nhầm kỳ báo cáo", by=stage.accounts.investigator)
