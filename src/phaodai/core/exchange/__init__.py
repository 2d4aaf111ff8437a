"""Lists in and out: streamed XLSX/CSV with formulas neutralised, and kinds of lists that can be imported."""

from phaodai.core.exchange.exports import Column, export_response, neutralise
from phaodai.core.exchange.imports import ImportResult, RowError, importer, read_csv

__all__ = [
    "Column",
    "ImportResult",
    "RowError",
    "export_response",
    "importer",
    "neutralise",
    "read_csv",
]
