"use strict";
// Shows which words belong to which statement. Without it the numbers still lead from text to list and back.
const named = (part) => part.dataset.s.split(" ");
const partsOf = new Map();
for (const part of document.querySelectorAll(".part")) {
  for (const id of named(part)) partsOf.set(id, [...(partsOf.get(id) || []), part]);
}
let shown = [];
const show = (ids) => {
  shown.forEach((element) => element.classList.remove("on"));
  shown = ids.flatMap((id) => [document.getElementById(id), ...(partsOf.get(id) || [])]);
  shown.forEach((element) => element.classList.add("on"));
};
const here = (element) => {
  if (!(element instanceof Element)) return null;
  const part = element.closest(".part");
  if (part) return named(part);
  const link = element.closest(".ref");
  if (link) return [link.hash.slice(1)];
  const statement = element.closest(".statement");
  return statement ? [statement.id] : null;
};
const target = () => here(document.getElementById(decodeURIComponent(location.hash.slice(1)))) || [];
const bring = (element) => element && element.scrollIntoView({ block: "nearest" });

document.addEventListener("pointerover", (event) => show(here(event.target) || target()));
document.addEventListener("focusin", (event) => show(here(event.target) || target()));
addEventListener("hashchange", () => show(target()));
document.addEventListener("click", (event) => {
  if (event.target.closest("a") || !getSelection().isCollapsed) return;
  const part = event.target.closest(".part");
  if (part) return void (location.hash = named(part).at(-1));
  const statement = event.target.closest(".statement");
  if (statement) bring((partsOf.get(statement.id) || [])[0]);
});
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const from = event.target.closest(".number, .ref");
  if (!step || !from || event.ctrlKey || event.altKey || event.metaKey) return;
  const row = [...document.querySelectorAll(from.matches(".ref") ? ".ref" : ".number")];
  const next = row[row.indexOf(from) + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
show(target());
