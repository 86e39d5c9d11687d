"""The lists of the browser, declared once for page and export."""
