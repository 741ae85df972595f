"""What changes between two checked configurations, in words: typed, weighed and in two languages.

`changes_of` is complete: where two catalogues differ in anything but layout, there is a change.
"""

from engine.analysis.changes.change import Change, ChangeKind, Weight
from engine.analysis.changes.changes import changes_of

__all__ = ["Change", "ChangeKind", "Weight", "changes_of"]
