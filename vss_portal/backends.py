"""Who may log in."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser


class PortalBackend(ModelBackend):
    """Log-in name and password; never an account that is switched off or belongs to the system itself."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return super().user_can_authenticate(user) and not getattr(user, "is_service", True)
