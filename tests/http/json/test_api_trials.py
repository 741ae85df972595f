"""A program asks what would be decided, of its account's person and of anybody."""

from tests.http.json.programs import Caller, problem

PATH = "/services/fishing-licence/trial"
BOAT = {"boat.is_own": True, "boat.metres": 12}


def test_a_program_is_told_what_to_ask_next(sara: Caller) -> None:
    body = sara.ask("POST", PATH, {}).json()
    assert body["is_about_you"] is True
    assert (body["step"], [one["id"] for one in body["asks"]]) == ("boat", ["boat.is_own"])
    body = sara.ask("POST", PATH, {"answers": {"boat.is_own": True}}).json()
    assert [one["id"] for one in body["asks"]] == ["boat.metres"]


def test_a_program_gets_the_decision_without_an_application(sara: Caller) -> None:
    body = sara.ask("POST", PATH, {"answers": BOAT, "groups": {"trips": [{"place": "J"}]}}).json()
    assert (body["step"], body["asks"]) == (None, [])
    decision = body["decision"]
    assert (decision["outcome"], decision["is_binding"]) == ("eligible", False)
    assert decision["reference"] == ""
    assert [one["id"] for one in decision["documents"]] == ["identity", "certificates"]
    assert sara.get("/applications")["applications"] == []


def test_wrong_answers_and_names_are_told(sara: Caller) -> None:
    wrong = sara.ask("POST", PATH, {"answers": {"boat.is_own": True, "boat.metres": 0}})
    problem(wrong, 422, "wrong-answers")
    problem(sara.ask("POST", PATH, {"answers": {"boat.metre": 1}}), 422, "wrong-body")
    problem(sara.ask("POST", PATH, {"groups": {"trip": []}}), 422, "wrong-body")
    problem(sara.ask("POST", PATH, {"groups": {"trips": {}}}), 422, "wrong-body")


def test_somebody_whom_no_register_holds_is_told_so(omar: Caller) -> None:
    problem(omar.ask("POST", PATH, {}), 422, "not-open-to-you")


def test_anybody_may_ask_in_general(anybody: Caller) -> None:
    body = anybody.ask("POST", f"{PATH}/anybody", {"answers": BOAT}).json()
    assert body["is_about_you"] is False
    assert body["decision"]["outcome"] == "eligible"
    problem(anybody.ask("POST", PATH, {}), 401, "unauthenticated")
