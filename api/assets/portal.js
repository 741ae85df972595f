// What makes the portal's pages better where JavaScript runs. They work without it.
//
// htmx asks for a step again when an answer uncovers a question, and sends a file as soon as it is
// chosen. Here: focus, one press of a button counting once, and how far a file has come.

import { announce } from "./announcing.js";
import { read, tellChanges } from "./changing.js";
import { keepTyped, makeComboboxes } from "./combobox.js";
import { keepFilters, makeFilters } from "./filtering.js";

const once = "form[data-once]";

/**
 * Errors are read first: their summary takes the focus, and its lines lead into the fields. A part
 * of a page has no summary, so its first wrong input takes it.
 */
function focusErrors(root) {
  (root.querySelector("[data-focus]") ?? root.querySelector("[aria-invalid]"))?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("#error-summary a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (field) {
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  }
});

/** A second press while the first is on its way sends nothing. */
document.addEventListener("submit", (event) => {
  const form = event.target.closest(once);
  if (!form || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
});

/** Among boxes, one that excludes the others and the others take turns. */
document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.checked || !box.closest("[data-choices]")) return;
  for (const other of box.closest("[data-choices]").querySelectorAll("input")) {
    const isExcluded = "excludes" in box.dataset || "excludes" in other.dataset;
    if (other !== box && isExcluded) other.checked = false;
  }
}, { capture: true });

/** A page that comes back from the browser's memory can be sent again. */
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll(once)) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((one) => one.removeAttribute("aria-disabled"));
  }
});

/** A bar beside a file input that is sending. */
function barOf(input) {
  let bar = input.parentElement.querySelector("progress");
  if (!bar) {
    bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", input.dataset.uploading);
    input.after(bar);
  }
  return bar;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const input = event.detail.elt;
  if (input.matches("[data-uploading]")) {
    barOf(input);
    announce(input.dataset.uploading);
  }
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const input = event.detail.elt ?? event.target;
  if (input.matches?.("[data-uploading]") && event.detail.lengthComputable) {
    barOf(input).value = event.detail.loaded / event.detail.total;
  }
});

/**
 * A part of a form that comes back must not undo what was typed while it was on its way: what the
 * form holds just before the swap is put back into the questions that are still there. Where one of
 * them decides what is asked, the page is asked for once more, with it.
 */
let typed = null;
let late = null;
let before = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.target.closest("form");
  typed = form && { data: new FormData(form), names: new Set([...form.elements].map((one) => one.name)) };
  keepTyped();
  keepFilters();
  before = read(event.detail.target);
});

document.addEventListener("htmx:afterSwap", (event) => {
  putBack(event);
  makeComboboxes();
  makeFilters();
});

function putBack(event) {
  const form = document.getElementById(event.detail.target.id)?.closest("form");
  if (!form || !typed) return;
  for (const one of form.elements) {
    if (!typed.names.has(one.name) || ["file", "hidden", "submit"].includes(one.type)) continue;
    const texts = typed.data.getAll(one.name);
    const key = one.type === "radio" || one.type === "checkbox" ? "checked" : "value";
    const now = key === "checked" ? texts.includes(one.value) : (texts[0] ?? one.value);
    if (one[key] === now || !canHold(one, now)) continue;
    if (one.closest("[hx-post]")) late = one;
    one[key] = now;
  }
  typed = null;
}

/** Whether a select still offers what was chosen; anything else takes any answer. */
function canHold(one, text) {
  return one.type !== "select-one" || [...one.options].some((option) => option.value === text);
}

document.addEventListener("htmx:afterSettle", (event) => {
  late?.dispatchEvent(new Event("change", { bubbles: true }));
  late = null;
  const part = document.getElementById(event.detail.target?.id);
  focusErrors(part ?? event.detail.elt);
  if (part?.dataset.asked && before) tellChanges(before, part);
  before = null;
  const { elt, requestConfig } = event.detail;
  const source = requestConfig?.elt ?? elt;
  if (source?.dataset?.uploaded) announce(source.dataset.uploaded);
});

/** What could not be sent is said beside its input; the button of the form still works. */
for (const fault of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(fault, (event) => {
    const input = event.detail.elt;
    if (!input.matches("[data-failed]")) return;
    input.parentElement.querySelector("progress")?.remove();
    announce(input.dataset.failed);
    const text = document.createElement("p");
    text.className = "error";
    text.textContent = input.dataset.failed;
    input.before(text);
  });
}

makeComboboxes();
makeFilters();
focusErrors(document);
