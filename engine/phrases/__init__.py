"""The words of the product itself, in both languages: buttons, errors, notices, units of time.

The words of a service stand in its definition, never here. Here `engine/phrases/<theme>.yaml`
maps ids to texts; the id of a phrase is `<theme>.<key>`. A phrase that counts has the plural
forms of each language, chosen by the value named `count`.
"""

from engine.phrases.catalogue import Phrase, phrases
from engine.phrases.say import Sayable, phrase, phrase_text, said, say

__all__ = ["Phrase", "Sayable", "phrase", "phrase_text", "phrases", "said", "say"]
