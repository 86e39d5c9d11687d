"""PDFs made in a process of their own: a small server that has fonts and styles ready forks one process per document.

The server starts at the first document and ends with the portal. Neither it nor its children know Django, the database
or the portal's secrets; each child has a limit of time and one of memory, and dies with the server.
"""
