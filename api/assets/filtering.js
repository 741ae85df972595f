// Many boxes to tick, of which one sees those that match what one types. What is ticked stays.

import { announce } from "./announcing.js";
import { findable, found } from "./searching.js";

const kept = new Map(); // what was looked for in a list that a part of the page replaces
let typing = null; // where one was typing it

/** Remember what is looked for, before the part of the page that it stands in is replaced. */
export function keepFilters() {
  for (const input of document.querySelectorAll("[data-filtering]")) kept.set(input.id, input.value);
  const { id, dataset, selectionStart, selectionEnd } = document.activeElement;
  typing = dataset.filtering ? { id, from: selectionStart, to: selectionEnd } : null;
}

/** Put an input above each long list of boxes that has none yet. */
export function makeFilters() {
  for (const boxes of document.querySelectorAll("[data-filter]:not([data-filtered])")) filtered(boxes);
}

function filtered(boxes) {
  boxes.dataset.filtered = "yes";
  const { filter: id, label: words, found: count, none, hint } = boxes.dataset;
  const choices = [...boxes.querySelectorAll("label.choice")].map((label) => {
    const box = label.querySelector("input");
    const code = box.name.slice(box.name.indexOf(":") + 1);
    return { label, box, findable: findable(label.textContent.trim(), label.dataset.also, code) };
  });
  const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: words });
  const input = Object.assign(document.createElement("input"), {
    className: "input", id, type: "search", autocomplete: "off", placeholder: hint,
  });
  input.dataset.filtering = "yes";
  boxes.before(label, input);
  const filter = () => {
    const matching = new Set(found(choices, input.value));
    for (const one of choices) one.label.hidden = !matching.has(one) && !one.box.checked;
    return matching.size;
  };
  input.addEventListener("input", () => {
    const size = filter();
    announce(size ? count.replace("{}", size) : none);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // searching sends no form
  });
  if (kept.get(id)) {
    input.value = kept.get(id);
    filter();
  }
  if (typing?.id === id) {
    input.focus();
    input.setSelectionRange(typing.from, typing.to);
  }
}
