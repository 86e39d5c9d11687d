"""Figures out of files: reading them safely, making sense of them, comparing, saving, undoing.

`reading` gives sheets of cells, `interpreting` and `sie` give rows, `comparing` puts them beside what stands, `saving`
records and undoes. Nothing here knows of requests; recording itself is `indicators.recording`.
"""
