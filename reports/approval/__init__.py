"""Approval of a content: it holds exactly while what is shown has the fingerprint that was approved."""
