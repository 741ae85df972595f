"""The page of the settings: each with its meaning and what holds when it is not set."""

from docs.generate.markdown import page as whole
from docs.generate.markdown import table
from engine.settings import SETTINGS, Setting

_TITLE = "# Settings"
_INTRODUCTION = """Read once from the environment when a command starts. A value that is none of
what it may be stops the command with a sentence; a variable that begins with `MUMARIS_` and is
none of these is told on standard error, with the one that it may stand for. `mumaris settings`
prints what is in force, with secrets masked.

`mumaris serve` without `--production` sets `MUMARIS_DEMONSTRATION` and `MUMARIS_DEVELOPMENT` to
`yes`. The time zone, the weekend and the holidays are not settings: they are law, in
`portal.yaml`."""
_HEAD = ("variable", "when it is not set", "what it is", "what it may be")


def page() -> str:
    return whole(_TITLE, _INTRODUCTION, table(_HEAD, map(_row, SETTINGS)))


def _row(setting: Setting) -> tuple[str, ...]:
    unset = setting.unset if setting.default is None else f"`{setting.default}`"
    secret = " A secret." if setting.is_secret else ""
    return f"`{setting.name}`", unset, setting.meaning + secret, str(setting.kind)
