"""The service that is offered to somebody whom this one refuses, in the words of one language."""

from __future__ import annotations

from engine.decide.views import LeadView
from engine.definitions.catalogue import Catalogue
from engine.model.lead import Lead
from engine.model.words import Language


def lead_view(catalogue: Catalogue, lead: Lead | None, language: Language) -> LeadView | None:
    if lead is None:
        return None
    return LeadView(lead.service, catalogue.services[lead.service].title.in_(language))
