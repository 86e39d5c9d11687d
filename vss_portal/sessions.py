"""Logging in and out."""

from django.contrib.auth.views import LoginView, LogoutView

from vss_portal.guard import access, anyone

login = access(who=anyone, writes=True)(LoginView.as_view(redirect_authenticated_user=True))
logout = access(who=anyone, writes=True)(LogoutView.as_view())
