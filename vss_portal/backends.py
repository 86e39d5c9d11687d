"""Who may log in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from vss_portal.editions import token
from vss_portal.models import User


class PortalBackend(ModelBackend):
    """Log-in name and password; never an account that is switched off or belongs to the system itself."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and not getattr(user, "is_service", True)

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session, with the edition of the reference data that its request begins with."""
        found = User.objects.annotate(reference_edition=token()).filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None
