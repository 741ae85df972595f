"""Forms: what pages show of an application, in one language, as plain values.

No HTML, no addresses, no clock. Templates in templates/forms/ turn these views into markup.
"""

from engine.forms.check import check_view, invited_sections
from engine.forms.facts import fact_view
from engine.forms.fields import offered_codes
from engine.forms.guidance import missing_words, paragraph_views
from engine.forms.steps import inner_form, item_form, step_form
from engine.forms.views import (
    CheckView,
    DocumentForm,
    ErrorLine,
    FactView,
    FieldView,
    FileView,
    GroupView,
    HeldView,
    InnerForm,
    ItemForm,
    ItemView,
    NoticeView,
    OpenLine,
    OptionView,
    ParagraphView,
    StepForm,
    SummaryRow,
    SummarySection,
    UploadView,
)
from engine.forms.writer import Writer

__all__ = [
    "CheckView",
    "DocumentForm",
    "ErrorLine",
    "FactView",
    "FieldView",
    "FileView",
    "GroupView",
    "HeldView",
    "InnerForm",
    "ItemForm",
    "ItemView",
    "NoticeView",
    "OpenLine",
    "OptionView",
    "ParagraphView",
    "StepForm",
    "SummaryRow",
    "SummarySection",
    "UploadView",
    "Writer",
    "check_view",
    "fact_view",
    "inner_form",
    "invited_sections",
    "item_form",
    "missing_words",
    "offered_codes",
    "paragraph_views",
    "step_form",
]
