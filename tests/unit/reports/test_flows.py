"""A picture of a flow shows every thing once, and every way between two things."""

from __future__ import annotations

from engine.reports.flows import BOX_HEIGHT, BOX_WIDTH, flow_of

LABELS = [("draft", "Draft"), ("sent", "Sent"), ("back", "Sent back"), ("done", "Done")]
EDGES = [("draft", "sent"), ("sent", "back"), ("back", "sent"), ("sent", "done"), ("sent", "sent")]


def test_things_stand_in_layers_by_how_far_they_are_from_the_first() -> None:
    boxes = {box.id: box for box in flow_of(LABELS, EDGES, ["done"]).boxes}
    assert boxes["draft"].y < boxes["sent"].y < boxes["back"].y == boxes["done"].y
    assert [id for id, box in boxes.items() if box.is_final] == ["done"]


def test_no_two_boxes_overlap_and_all_lie_inside_the_picture() -> None:
    flow = flow_of(LABELS, EDGES)
    places = {(box.x, box.y) for box in flow.boxes}
    assert len(places) == len(LABELS)
    assert all(0 <= box.x <= flow.width - BOX_WIDTH for box in flow.boxes)
    assert all(0 <= box.y <= flow.height - BOX_HEIGHT for box in flow.boxes)


def test_each_way_is_drawn_once_and_one_to_itself_is_left_out() -> None:
    assert len(flow_of(LABELS, [*EDGES, EDGES[0], ("sent", "nowhere")]).paths) == 4


def test_what_nothing_leads_to_is_shown_all_the_same() -> None:
    flow = flow_of([*LABELS, ("lone", "Alone")], EDGES)
    assert {box.id for box in flow.boxes} == {"draft", "sent", "back", "done", "lone"}


def test_a_long_name_is_cut_where_a_box_has_no_room() -> None:
    (box,) = flow_of([("a", "word " * 30)], []).boxes
    assert len(box.lines) == 3
    assert box.lines[-1].endswith("…")


def test_nothing_is_an_empty_picture() -> None:
    assert flow_of([], []).boxes == ()
