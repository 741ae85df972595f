// A part of a page that was drawn anew: what has changed in it is told without moving the focus.

import { announce } from "./announcing.js";

/** What a part of a page asks, and what it says comes of the answers. */
export function read(part) {
  return { questions: questionsOf(part), results: resultsOf(part) };
}

/** Tell how `part` differs from what it was `before`, in the words that it brings. */
export function tellChanges(before, part) {
  const now = read(part);
  const { asked, dropped, changed } = part.dataset;
  const told = [];
  for (const [name, { label, choices }] of now.questions) {
    const old = before.questions.get(name);
    if (!old) told.push(filled(asked, label));
    else if (old.choices !== choices) told.push(filled(changed, label));
  }
  for (const [name, { label }] of before.questions) {
    if (!now.questions.has(name)) told.push(filled(dropped, label));
  }
  for (const [label, text] of now.results) {
    if (before.results.get(label) !== text) told.push(`${label}: ${text}`);
  }
  for (const gone of part.querySelectorAll(".gone")) told.push(gone.textContent);
  if (told.length) announce(told.join(". "));
}

function filled(words, name) {
  return words.replace("{}", () => name);
}

function questionsOf(part) {
  const questions = new Map();
  for (const field of part.querySelectorAll(".field")) {
    const control = field.querySelector("[name]");
    if (!control) continue;
    const label = field.querySelector("legend, label").textContent.trim();
    const values = control.options ?? field.querySelectorAll("input[type=radio], input[type=checkbox]");
    const choices = [...values].map((one) => `${one.name ?? ""}${one.value}`).join();
    questions.set(control.name.split(":")[0], { label, choices });
  }
  return questions;
}

function resultsOf(part) {
  const rows = [...part.querySelectorAll(".results dl > div")];
  return new Map(rows.map((row) => [row.querySelector("dt").textContent, row.querySelector("dd").textContent.trim()]));
}
