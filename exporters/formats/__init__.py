"""Folders in other people's formats, made from one snapshot of the database: `export`."""

from embrace3k.exporters.formats.exporting import FORMATS, ExportLoss, ExportSummary, export

__all__ = ["FORMATS", "ExportLoss", "ExportSummary", "export"]
