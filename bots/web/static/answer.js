// One finished answer as elements; templates/answer.html is the same without scripts.

import { citeButton, procedurePage } from "./citation.js";
import { checklist } from "./checklist.js";
import { element } from "./dom.js";
import { rating } from "./rating.js";

const MARK = /\[(\d{1,3})\]/g;
const BULLET = /^\s*[-•–*]\s+/;
const NUMBER = /^\s*\d{1,2}[.)]\s+/;
const SHOWN_AT_MOST = 100;

export function reply(answer) {
  const bubble = element("div", { class: `bubble ${answer.behavior}` });
  bubble.append(lines(answer));
  if (answer.checklist.length > 0) bubble.append(checklist(answer));
  const about = procedures(answer);
  if (about) bubble.append(about);
  const item = element("li", { class: "reply" }, element("h2", { class: "sr-only" }, "Trợ lý trả lời"), bubble);
  if (answer.options.length > 0) item.append(options(answer));
  if (!["greet", "error"].includes(answer.behavior)) item.append(rating(answer.turn_id));
  return item;
}

export function said(question) {
  return element("li", { class: "said" }, element("h2", { class: "sr-only" }, "Bạn hỏi"), element("p", {}, question));
}

function lines(answer) {
  const box = element("div", { class: "lines" });
  const cited = new Map(answer.citations.map((citation) => [citation.id, citation]));
  const repeated = repeatedOptions(answer);
  let gap = false;
  for (const text of answer.text.split("\n")) {
    if (!text.trim()) {
      gap = box.children.length > 0;
    } else if (!repeated.has(text.trim())) {
      box.append(line(text, cited, answer, gap));
      gap = false;
    }
  }
  if (answer.behavior === "answer") box.firstElementChild?.classList.add("lead-line");
  return box;
}

function line(text, cited, answer, gap) {
  const kind = kindOf(text);
  const made = element("p", { class: gap ? `${kind} gap` : kind });
  const words = text.replace(kind === "bullet" ? BULLET : kind === "number" ? NUMBER : "", "").trim();
  if (kind === "number") made.append(element("span", { class: "n" }, `${text.match(NUMBER)[0].trim()} `));
  let at = 0;
  for (const mark of words.matchAll(MARK)) {
    const citation = cited.get(Number(mark[1]));
    if (!citation) continue;
    made.append(words.slice(at, mark.index), citeButton(citation, answer, made));
    at = mark.index + mark[0].length;
  }
  made.append(words.slice(at));
  return made;
}

function kindOf(text) {
  if (BULLET.test(text)) return "bullet";
  if (NUMBER.test(text)) return "number";
  if (text.startsWith("  ")) return "more";
  return text.replace(MARK, "").trim().endsWith(":") ? "head" : "text";
}

// Lines of the text that only repeat the options, which stand below as buttons.
function repeatedOptions(answer) {
  const lines = new Set(answer.text.split("\n").map((text) => text.trim()));
  return new Set(answer.options.map(({ label }, index) => `${index + 1}. ${label}`).filter((text) => lines.has(text)));
}

function options(answer) {
  const row = element("div", { class: "options", role: "group", "aria-label": "Lựa chọn" });
  const repeated = repeatedOptions(answer);
  answer.options.forEach(({ label, value }, index) => {
    const numbered = `${index + 1}. ${label}`;
    row.append(element("button", { type: "button", name: "question", value }, repeated.has(numbered) ? numbered : label));
  });
  return row;
}

function procedures(answer) {
  const [first, ...others] = answer.procedures;
  if (!first || answer.behavior === "clarify") return null;
  if (answer.behavior !== "answer") return linked(`Các thủ tục (${answer.procedures.length})`, answer.procedures);
  const about = element("div", { class: "about" }, "Thủ tục: ", link(first));
  if (others.length > 0) about.append(linked("Không đúng thủ tục bạn cần?", others.slice(0, 4)));
  return about;
}

function linked(title, many) {
  const list = element("ul", {}, ...many.slice(0, SHOWN_AT_MOST).map((one) => element("li", {}, link(one))));
  return element("details", { class: "near" }, element("summary", {}, title), list);
}

function link({ code, title }) {
  return element("a", { href: procedurePage(code), target: document.body.classList.contains("framed") ? "_blank" : null }, title);
}
