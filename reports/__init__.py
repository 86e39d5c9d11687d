"""The telling: templates, tables, texts, charts, pages, PDF and exports. Imports `indicators`, never the reverse."""
