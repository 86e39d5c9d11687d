"""Reads templates: a declaration (plain data) becomes typed sections and tables, or an error that names the place."""

from reports.declarations.kept import template_of
from reports.declarations.reading import DeclarationError
from reports.declarations.sections import WRITTEN, RowChange, Section, Template, read_template
from reports.declarations.tables import ColumnSpec, NoteSpec, RowSpec, TableSpec, read_table

__all__ = [
    "WRITTEN",
    "ColumnSpec",
    "DeclarationError",
    "NoteSpec",
    "RowChange",
    "RowSpec",
    "Section",
    "TableSpec",
    "Template",
    "read_table",
    "read_template",
    "template_of",
]
