"""The store as the use cases see it: one unit of work, with a part for each theme.

    with store.begin() as work:          # one transaction: all of it happens, or none
        application = work.applications.get(reference, for_update=True)
        ...

Only plain values cross this line. Instants are aware and in UTC.
"""

from engine.store.protocols.errors import Clash, FileDamaged, StoreUnavailable
from engine.store.protocols.files import Files
from engine.store.protocols.work import Store, Work

__all__ = ["Clash", "FileDamaged", "Files", "Store", "StoreUnavailable", "Work"]
