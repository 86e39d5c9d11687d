"""Rows of evidence, each made once, for the tests of what is only ever added to."""

from django.utils import timezone

from indicators.models import Evidence, EvidenceContent, EvidenceWithdrawal
from tests.factories import IndicatorFactory, UnitFactory, UserFactory, breakdown


def an_evidence():
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "breakdown": breakdown("total")}
    said = {"by": UserFactory(), "at": timezone.now(), "year": 2024, "month": 8, "span": "month"}
    return Evidence.objects.create(**about, **said, note="Uttag")


def a_content():
    return EvidenceContent.objects.create(evidence=an_evidence(), content=b"uttag")


def a_withdrawal():
    said = {"by": UserFactory(), "at": timezone.now(), "reason": "Fel fil"}
    return EvidenceWithdrawal.objects.create(evidence=an_evidence(), **said)


SAID_OF_EVIDENCE = {
    "indicators_evidence": (an_evidence, "note", "Annat", "Ett underlag"),
    "indicators_evidencecontent": (a_content, "evidence_id", 0, "Ett underlags fil"),
    "indicators_evidencewithdrawal": (a_withdrawal, "reason", "Annat", "Ett tillbakadraget underlag"),
}
