"""Rules of the template editor: drafts and versions, the tree of sections, tables, copies, files. No requests here."""
