"""The words of Mumaris as frozen dataclasses: pure, standard library only, one idea per file."""
