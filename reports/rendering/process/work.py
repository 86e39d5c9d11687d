"""One document: read what is sent, make the PDF, answer. Runs in the process that has the limits."""

from __future__ import annotations

import datetime as dt
import gc

from reports.rendering.files import PrintWarning
from reports.rendering.process import wire


def work(stream: wire.Reader, answer: wire.Writer, dated: dt.datetime) -> None:
    """Make the PDF of the document that comes in. The files to attach are read when the pages are set."""
    from reports.rendering.engine import render
    from reports.rendering.tagging import EngineChanged

    # One document and the process is gone: collecting would only take time.
    gc.disable()
    wire.send(answer, wire.BEGUN)
    try:
        _kind, html = wire.receive(stream)
        pdf = render(html.decode(), lambda: tuple(wire.received_files(stream)), dated=dated)
    except PrintWarning as refused:
        wire.send(answer, wire.REFUSED, str(refused).encode())
    except EngineChanged as changed:
        wire.send(answer, wire.FAULT, str(changed).encode())
    except MemoryError:
        wire.send(answer, wire.MEMORY)
    except Exception as error:
        wire.send(answer, wire.FAULT, f"{type(error).__name__}: {error}"[:500].encode())
    else:
        wire.send(answer, wire.PDF, pdf)
