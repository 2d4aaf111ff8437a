"""A copy of a paper as PDF, exactly as it was printed, with a stamp across it when it holds no more."""

from django.urls import reverse

from phaodai.city.papers.kinds import find
from phaodai.city.papers.models import Paper, PaperCopy
from phaodai.city.papers.queries import content_of, standing_of
from phaodai.city.papers.terms import Standing
from phaodai.city.papers.tokens import paper_token
from phaodai.core.documents import Verification, render_pdf
from phaodai.core.documents.words import moment

STAMPS = {Standing.WITHDRAWN: "ĐÃ THU HỒI", Standing.REPLACED: "ĐÃ THAY THẾ", Standing.ENDED: "HẾT HIỆU LỰC"}


def copy_pdf(paper: Paper, copy: PaperCopy, *, base_url: str) -> bytes:
    """The PDF of one printing. ``base_url`` ("https://host") heads the address in the QR.

    Raises:
        Http404: the content is past its term, missing or damaged.
    """
    return render_pdf(
        find(paper.kind).template,
        content_of(paper),
        verification=verification_of(paper, copy, base_url),
        stamp=STAMPS.get(standing_of(paper), ""),
    )


def verification_of(paper: Paper, copy: PaperCopy, base_url: str) -> Verification:
    """What stands beside the QR of this copy."""
    token = paper_token(paper.uuid, paper.digest)
    return Verification(
        url=base_url + reverse("verify_paper", args=[token]), code=paper.code, digest=paper.digest,
        copy=copy.number, printed_at=moment(copy.occurred_at), printed_by=copy.by_name,
        replaces=paper.replaces.code if paper.replaces else "",
    )  # fmt: skip


def file_name(paper: Paper) -> str:
    """ "VB-000012-K_03-TB-BCD.pdf": ASCII, so that every browser keeps it."""
    number = paper.number.replace("/", "-").replace("Đ", "D").encode("ascii", "ignore").decode()
    return f"{paper.code}{'_' + number if number else ''}.pdf"
