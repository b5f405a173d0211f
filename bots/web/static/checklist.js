// The papers to bring, to tick off and to print.

import { citeButton } from "./citation.js";
import { element } from "./dom.js";

const UNKNOWN = "Chưa công bố";

export function checklist(answer) {
  const box = element("details", { class: "checklist" },
    element("summary", {}, `Danh sách giấy tờ (${answer.checklist.length})`));
  const [procedure] = answer.procedures;
  if (procedure) box.append(element("p", { class: "on-paper" }, `${procedure.title} (mã thủ tục ${procedure.code})`));
  for (const [title, items] of byCase(answer.checklist)) {
    if (title) box.append(element("h3", {}, title));
    box.append(table(items, answer));
  }
  box.append(element("button", { type: "button", class: "button quiet", onclick: (event) => print(event.target) }, "In danh sách"));
  return box;
}

function byCase(items) {
  const cases = new Map();
  for (const item of items) cases.set(item.case, [...(cases.get(item.case) ?? []), item]);
  return cases;
}

function table(items, answer) {
  const cited = new Map(answer.citations.map((citation) => [citation.id, citation]));
  const head = element("thead", {}, element("tr", {},
    ...["Giấy tờ", "Bản chính", "Bản sao"].map((name) => element("th", { scope: "col" }, name))));
  return element("table", {}, head, element("tbody", {}, ...items.map((item) => row(item, cited, answer))));
}

function row(item, cited, answer) {
  const name = element("label", {}, element("input", { type: "checkbox" }), element("span", {}, item.name));
  const paper = element("div", { class: "paper" }, name);
  const first = element("td", {}, paper);
  const citation = cited.get(item.citation);
  if (citation) paper.append(citeButton(citation, answer, paper));
  for (const extra of [item.form, item.note]) if (extra) first.append(element("small", {}, extra));
  return element("tr", {}, first,
    element("td", { "data-label": "Bản chính" }, String(item.originals ?? UNKNOWN)),
    element("td", { "data-label": "Bản sao" }, String(item.copies ?? UNKNOWN)));
}

function print(button) {
  const message = button.closest("li");
  const done = () => {
    document.body.classList.remove("one-list");
    message.classList.remove("printed");
  };
  document.body.classList.add("one-list");
  message.classList.add("printed");
  window.addEventListener("afterprint", done, { once: true });
  window.print();
}
