"""Lists in and out: streamed XLSX/CSV with formulas neutralised, and a registry of importers."""

from phaodai.core.exchange.exports import Column, export_response, neutralise
from phaodai.core.exchange.imports import ImportResult, RowError, importer, importers, read_csv

__all__ = [
    "Column",
    "ImportResult",
    "RowError",
    "export_response",
    "importer",
    "importers",
    "neutralise",
    "read_csv",
]
