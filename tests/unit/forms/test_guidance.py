"""What a guidance step says: by derived facts and determinations, and what it lacks to say it."""

from engine.forms import StepForm, Writer, check_view, step_form
from engine.model.application import Application
from engine.model.register import RegisterAnswer
from engine.model.words import Language
from tests.support.boating import SILENT, catalogue, desk, draft
from tests.support.camping import saved


def boat(kind: str, engine: str = "") -> Application:
    entry = saved(boat__kind=kind, boat__length="9", boat__engine=engine)
    return draft(before=saved(), boat=entry)


def form(
    application: Application,
    step: str = "route",
    language: Language = Language.EN,
    record: RegisterAnswer | None = None,
) -> StepForm:
    reading = desk(record).read(application)
    return step_form(Writer(catalogue(), reading, language), step)


def said(application: Application, language: Language = Language.EN) -> list[str]:
    return [one.text for one in form(application, language=language).paragraphs]


def test_paragraphs_are_said_while_their_condition_is_true() -> None:
    assert said(boat("rowing")) == ["Your test is on a computer"]
    assert said(boat("sailing", "200")) == [
        "Your test is a practical one, in the harbour of Zone A",
        "Your training lasts 6 months",
        "A strong engine needs an insurance",
    ]


def test_paragraphs_take_the_plural_form_of_a_determination() -> None:
    assert "تدريبك 6 أشهر" in said(boat("sailing"), Language.AR)
    assert "تدريبك شهر واحد" in said(boat("motor"), Language.AR)


def test_a_paragraph_looks_and_cites_as_it_is_declared() -> None:
    computer, training, engine = form(boat("motor", "200")).paragraphs
    assert (computer.look, computer.is_official) == ("plain", True)
    assert [one.title for one in computer.citations] == ["Order on neighbourhood parking"]
    assert (training.look, training.is_official) == ("info", False)
    assert (engine.look, engine.citations, engine.is_official) == ("warning", (), True)


def test_what_is_not_known_yet_is_not_said() -> None:
    shown = form(draft(before=saved()))
    assert shown.paragraphs == ()
    assert set(shown.missing) == {"Kind of boat", "Power of the engine"}


def test_a_silent_register_is_what_is_missing() -> None:
    assert form(draft(), "before", record=SILENT).missing == ("Zone of residence",)


def test_nothing_is_missing_where_something_is_said_or_nothing_applies() -> None:
    assert form(boat("rowing")).missing == ()


def test_guidance_is_no_part_of_what_is_looked_over() -> None:
    view = check_view(Writer(catalogue(), desk().read(boat("motor")), Language.EN))
    assert [one.step for one in view.sections] == ["boat"]


def test_the_button_of_guidance_goes_on() -> None:
    assert form(draft(), "before").proceed == "Go on"
    assert form(boat("motor")).proceed == "I have read this; go on"
