"""Shows a report's tree: as a page, as print, as a spreadsheet, as data."""
