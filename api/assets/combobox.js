// A long list of choices that one searches by typing: the combobox with a list of the ARIA Authoring
// Practices, made of a select, which stays the part of the form that is sent. Without a script the
// select is what one uses.

import { announce } from "./announcing.js";
import { findable, found, isNamed } from "./searching.js";

const all = new WeakMap(); // by the select that each is made of
let kept = null; // what was being typed in a combobox that a part of the page replaces

/** Remember what is being typed, before the part of the page that it stands in is replaced. */
export function keepTyped() {
  const input = document.activeElement;
  kept = input?.role === "combobox" ? { id: input.id, text: input.value } : null;
}

/** Make a combobox of every select that asks for one and is none yet. */
export function makeComboboxes() {
  for (const select of document.querySelectorAll("select[data-search]:not([hidden])")) {
    all.set(select, new Combobox(select));
  }
}

/** A browser that goes back puts into the selects what they held. */
addEventListener("pageshow", () => {
  for (const select of document.querySelectorAll("select[data-search][hidden]")) all.get(select)?.showChosen();
});

class Combobox {
  constructor(select) {
    this.select = select;
    this.choices = [...select.options].filter((one) => one.value).map((option) => ({
      option,
      findable: findable(option.label, option.dataset.also, option.value),
    }));
    this.active = null;
    const hadFocus = document.activeElement === select;
    this.build();
    this.listen();
    this.showChosen();
    if (hadFocus) this.input.focus();
    if (kept?.id === this.input.id && hadFocus && kept.text !== this.input.value) {
      this.input.value = kept.text;
      this.open(kept.text);
    }
  }

  /** The input takes the id of the select, so that its label and the links of errors lead here. */
  build() {
    const { select } = this;
    const id = select.id;
    select.id = `${id}-code`;
    select.hidden = true;
    const hint = made("p", { className: "hint", id: `${id}-search`, textContent: select.dataset.hint });
    this.input = made("input", { className: "input select", id, type: "text", autocomplete: "off", spellcheck: false });
    const describedBy = [select.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" ");
    const attributes = {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`,
      "aria-describedby": describedBy, "aria-invalid": select.getAttribute("aria-invalid"),
      "aria-required": select.required ? "true" : null, autocapitalize: "none",
    };
    for (const [name, value] of Object.entries(attributes)) if (value) this.input.setAttribute(name, value);
    this.list = made("ul", { className: "combobox-list", id: `${id}-list`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", document.querySelector(`label[for="${id}"]`)?.textContent.trim() ?? "");
    this.none = made("p", { className: "combobox-none", hidden: true, textContent: select.dataset.none });
    const box = made("div", { className: "combobox" });
    box.append(this.input, this.list, this.none);
    select.after(hint, box);
  }

  listen() {
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("click", () => this.list.hidden && this.open(this.asked()));
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    this.select.addEventListener("change", () => this.showChosen());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.choose(item);
    });
  }

  /** The label of what is chosen; blank while nothing is. */
  chosen() {
    return this.select.value ? this.select.selectedOptions[0].label : "";
  }

  showChosen() {
    this.input.value = this.chosen();
  }

  /** What is looked for: nothing, so that all is shown, while the input says what is chosen. */
  asked() {
    return this.input.value === this.chosen() ? "" : this.input.value;
  }

  open(query) {
    const shown = found(this.choices, query);
    this.meant = meant(shown, query);
    this.list.replaceChildren(...shown.map(({ option }, at) => this.item(option, at)));
    this.activate(query ? null : this.list.querySelector("[aria-selected=true]"));
    this.show(shown.length > 0);
    this.none.hidden = shown.length > 0;
    const { found: words, none } = this.select.dataset;
    announce(shown.length ? words.replace("{}", shown.length) : none);
  }

  item(option, at) {
    const item = made("li", { id: `${this.input.id}-choice-${at}`, textContent: option.label });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(option.selected));
    item.dataset.code = option.value;
    return item;
  }

  show(isShown) {
    this.list.hidden = !isShown;
    this.input.setAttribute("aria-expanded", String(isShown));
    if (isShown) this.active?.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.activate(null);
    this.show(false);
    this.none.hidden = true;
  }

  activate(item) {
    this.active?.classList.remove("is-active");
    this.active = item;
    item?.classList.add("is-active");
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const isOpen = !this.list.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        event.preventDefault();
        if (isOpen) this.step(event.key === "ArrowDown");
        else this.openAt(event.key === "ArrowDown");
        break;
      case "Enter":
        if (!isOpen) return; // the form is sent
        event.preventDefault();
        if (this.active ?? this.meant) this.choose(this.active ?? this.list.firstElementChild);
        break;
      case "Escape":
        if (isOpen) event.preventDefault();
        if (isOpen || !this.none.hidden) this.showChosen();
        this.close();
        break;
    }
  }

  /** Open the list with one choice active: what is chosen, or the one at the end that was asked. */
  openAt(isFirst) {
    this.open(this.asked());
    if (!this.active) this.activate(isFirst ? this.list.firstElementChild : this.list.lastElementChild);
  }

  step(isForward) {
    const { firstElementChild: first, lastElementChild: last } = this.list;
    const next = isForward ? this.active?.nextElementSibling : this.active?.previousElementSibling;
    this.activate(next ?? (isForward ? first : last));
  }

  choose(item) {
    this.input.value = item.textContent;
    this.close();
    this.send(item.dataset.code);
  }

  /** Whoever goes on has chosen what is active, or the only one meant; else all is as it was. */
  leave() {
    const text = this.input.value.trim();
    const isMeant = text && !this.list.hidden && this.meant;
    const item = this.active ?? (isMeant ? this.list.firstElementChild : null);
    if (item && this.asked()) return this.choose(item);
    this.close();
    if (!text) return this.send("");
    this.showChosen();
  }

  send(code) {
    if (this.select.value === code) return;
    this.select.value = code;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** Whether what is looked for can be the first of those found alone. */
function meant(shown, query) {
  return shown.length === 1 || (shown.length > 1 && isNamed(shown[0].findable, query));
}

function made(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
