"""Who may log in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class PortalBackend(ModelBackend):
    """Log-in name and password; never an account that is switched off or belongs to the system itself."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and not getattr(user, "is_service", True)
