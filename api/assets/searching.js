// Finding a choice by what people type: in either language, by its code, and however it is spelt.
// Arabic is folded as engine/finding.py folds it.

const alike = { ة: "ه", ى: "ي", ی: "ي", ک: "ك", ٱ: "ا", ء: "", ـ: "" };
const articles = ["وال", "بال", "كال", "فال", "ولل", "لل", "ال"];
const shortestStem = 3;

/** A text as it is compared: equal for spellings that people take for the same. */
export function folded(text) {
  return text
    .normalize("NFKD")
    .replace(/[\p{Mn}\p{Cf}]/gu, "")
    .replace(/[ةىیکٱءـ]/g, (letter) => alike[letter])
    .replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15)
    .toLowerCase();
}

function wordsOf(text) {
  return (folded(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
}

function stem(word) {
  const article = articles.find((one) => word.startsWith(one) && word.length - one.length >= shortestStem);
  return article ? word.slice(article.length) : word;
}

/** What a choice is found by: its label, the label in the other language, and its code. */
export function findable(label, also, code) {
  const names = [label, also, code].map(folded);
  return { names, words: [label, also, code].flatMap(wordsOf) };
}

/** Whether `query` is the whole of a label or of the code. */
export function isNamed({ names }, query) {
  return names.includes(folded(query.trim()));
}

/** Those of `choices` that hold every word of `query`, the nearest first and then in their order. */
export function found(choices, query) {
  const asked = wordsOf(query);
  const ranked = choices.map((choice) => [rank(choice.findable, asked, query), choice]);
  const matching = ranked.filter(([at]) => at !== null);
  return matching.sort(([one], [other]) => one - other).map(([, choice]) => choice);
}

function rank(choice, asked, query) {
  const { names, words } = choice;
  if (!asked.every((word) => words.some((one) => one.includes(word)))) return null;
  if (isNamed(choice, query)) return 0;
  if (names[0].startsWith(folded(query.trim()))) return 1;
  return asked.every((word) => words.some((one) => one.startsWith(word))) ? 2 : 3;
}
