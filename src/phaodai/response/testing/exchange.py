"""`phaodai import results FILE`: a CSV of results, by our column names or the city CDC's."""

from typing import Any

from phaodai.core.commands import WrongInput
from phaodai.core.exchange import ImportResult, importer
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.services import check_results, record_results
from phaodai.response.testing.table import read_table


def _text_of(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + 1
        raise WrongInput(
            f"Tệp không phải UTF-8 (byte thứ {at}). / The file is not UTF-8 (byte {at})."
        ) from None


@importer("results")
def import_results(*, content: bytes, dry_run: bool, by: Any) -> ImportResult:
    """Write the valid rows of a list of results; the others are rejected by row and column.

    Raises:
        WrongInput: not UTF-8, no rows, too many rows.
    """
    rows = read_table(_text_of(content))
    try:
        if dry_run:
            outcome = check_results(rows=rows, by=by)
        else:
            outcome = record_results(rows=rows, by=by, only_valid=True)
    except Refused as refusal:
        raise WrongInput(refusal.sentence) from None
    return ImportResult(outcome.rows, outcome.accepted, outcome.duplicates, outcome.rejected)
