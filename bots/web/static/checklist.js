// The papers to bring, to tick off and to print; what is ticked stays on the device.

import { away, citeButton, procedurePage } from "./citation.js";
import { element, icon } from "./dom.js";

const PAPER = /^cases\.(\d+)\.items\.(\d+)/;

/** The list, folded; a tick is kept with its turn. */
export function checklist(turn, chat) {
  const { answer } = turn;
  const count = element("span", { class: "count" });
  const box = element("details", { class: "checklist" },
    element("summary", {}, chat.say("papers", { n: answer.checklist.length }), count));
  const rows = new Map(answer.checklist.map((item, index) => [item, String(index)]));
  const ticked = new Set(turn.ticked);
  const tell = () => count.replaceChildren(ticked.size > 0 ? ` · ${chat.say("ready", { n: ticked.size })}` : "");
  const tick = (item, is) => {
    if (is) ticked.add(rows.get(item));
    else ticked.delete(rows.get(item));
    turn.ticked = [...ticked];
    tell();
    chat.keep();
  };
  for (const [title, items] of byCase(answer.checklist)) {
    if (title) box.append(element(chat.page ? "h3" : "h4", { lang: "vi" }, title));
    box.append(table(items, { answer, chat, tick, isTicked: (item) => ticked.has(rows.get(item)) }));
  }
  box.append(...printLinks(answer, chat, (item) => ticked.has(rows.get(item))));
  tell();
  return box;
}

function byCase(items) {
  const cases = new Map();
  for (const item of items) cases.set(item.case, [...(cases.get(item.case) ?? []), item]);
  return cases;
}

function table(items, context) {
  const { say } = context.chat;
  const heads = ["paper", "originals", "copies"].map((name) => element("th", { scope: "col" }, say(name)));
  return element("table", {}, element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...items.map((item) => row(item, context))));
}

function row(item, context) {
  const { say } = context.chat;
  const box = element("input", { type: "checkbox", onchange: () => context.tick(item, box.checked) });
  box.checked = context.isTicked(item);
  const paper = element("div", { class: "paper" }, element("label", {}, box, element("span", { lang: "vi" }, item.name)));
  const first = element("td", {}, paper);
  const citation = context.answer.citations.find(({ id }) => id === item.citation);
  if (citation) paper.append(citeButton(citation, paper, context));
  for (const extra of [item.form, item.note]) if (extra) first.append(element("small", { lang: "vi" }, extra));
  const counts = [["originals", item.originals], ["copies", item.copies]];
  return element("tr", {}, first, ...counts.map(([name, count]) =>
    element("td", { "data-label": say(name) }, count === null ? say("unknown") : String(count))));
}

// The list stands on a page of the server's own, in the record's words; which papers are meant and which are ticked is
// in the address's fragment, which never leaves the browser.
function printLinks(answer, chat, isTicked) {
  return byProcedure(answer).map(({ code, papers }, _, all) => {
    const link = away(chat, printPage(chat, code), { class: "button quiet", target: "_blank", rel: "noopener" },
      icon("print"), chat.say("print"), all.length > 1 ? ` (${code})` : null);
    link.addEventListener("click", () => {
      const ready = papers.filter(({ item }) => isTicked(item));
      const [wanted, had] = [papers, ready].map((some) => some.map(({ place }) => place).filter(Boolean).join(","));
      link.href = `${printPage(chat, code)}#can=${wanted}&co=${had}`;
    });
    return link;
  });
}

function byProcedure(answer) {
  const found = new Map();
  for (const item of answer.checklist) {
    const citation = answer.citations.find(({ id }) => id === item.citation);
    const code = citation?.code ?? answer.procedures[0]?.code;
    const place = PAPER.exec(citation?.field ?? "")?.slice(1).join(".");
    if (code) found.set(code, [...(found.get(code) ?? []), { item, place }]);
  }
  return [...found].map(([code, papers]) => ({ code, papers }));
}

function printPage(chat, code) {
  return `${procedurePage(chat, code)}/giay-to`;
}
