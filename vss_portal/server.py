"""The portal's web server, for one machine: one worker with a few threads, started from Python."""

from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

THREADS = 8


class Server(BaseApplication):
    """Gunicorn with its settings from here; neither its command line nor a settings file is read."""

    def __init__(self, address: str, when_ready: Callable[[], None]) -> None:
        self.given: dict[str, Any] = {
            "bind": address,
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "loglevel": "error",
            "control_socket_disable": True,
            "when_ready": lambda arbiter: when_ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.given.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()


def serve(address: str, *, when_ready: Callable[[], None]) -> None:
    """Serves on ``address`` (host:port) until stopped; ``when_ready`` is called when the door is open."""
    Server(address, when_ready).run()
