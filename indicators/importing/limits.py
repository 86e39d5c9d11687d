"""How much of a file is read at all. One limit can be set: PORTAL_IMPORT_MB, the largest file in megabytes."""

import os
from pathlib import Path

from vss_portal.environment import Environment

_ENVIRONMENT = Environment(values=os.environ, base=Path())

MEGABYTE = 1024 * 1024
LARGEST_FILE_MB = _ENVIRONMENT.whole_number("PORTAL_IMPORT_MB", 25, lowest=1, highest=200)
LARGEST_FILE = LARGEST_FILE_MB * MEGABYTE

# What an archive may unfold to. A sheet of 20 000 rows is some 10 MB; plain sheets shrink to a tenth or a twentieth.
LARGEST_UNPACKED = 160 * MEGABYTE
LARGEST_RATIO = 200
RATIO_MATTERS_FROM = 4 * MEGABYTE
MOST_ENTRIES = 2_000

MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_CELLS = 1_500_000
LONGEST_CELL = 2_000

# The child process that opens workbooks; a bad file is answered within five seconds.
# The seconds are of the processor: on a busy machine the clock on the wall goes faster, up to PATIENCE times.
CHILD_SECONDS = 4
PATIENCE = 4
CHILD_MEMORY = 420 * MEGABYTE
