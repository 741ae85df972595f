"""The JSON API under /api/v1: the same use cases as the pages, for programs.

`api.app` takes `make_router`, `openapi_config` and `fault_document` from here, and nothing else.
"""

from api.json.documents import openapi_config
from api.json.faults import PREFIX, fault_document
from api.json.routes import make_router

__all__ = ["PREFIX", "fault_document", "make_router", "openapi_config"]
