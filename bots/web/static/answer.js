// One finished answer as elements; templates/answer.html is the same without scripts.

import { citeButton, pageLink } from "./citation.js";
import { checklist } from "./checklist.js";
import { element, freshId, icon } from "./dom.js";
import { deeds, rating } from "./after.js";

const MARK = /\[(\d{1,3})\]/g;
const SPACED_MARK = / ?\[\d{1,3}\]/g;
const BULLET = /^\s*[-•–*]\s+/;
const NUMBER = /^\s*\d{1,2}[.)]\s+/;
const SHOWN_AT_MOST = 100;
const LONG_CHARS = 320; // a question longer than this is folded
const LONG_LABEL_CHARS = 100; // a label longer than this is cut on its button, and stands whole in the text
const SYLLABLE = /^(?:NGH?|[CGKNPT]H|GI|QU|TR|[BCDĐGHKLMNPRSTVX])?[AEIOUY]{1,3}(?:CH|N[GH]|[CMNPT])?$/;
const HELD = "k-"; // how the ids of such turns begin
const ASKS_FOR_NUMBER = /gõ số/i;

/** The answer of a turn, with what can be done with it. */
export function reply(turn, chat) {
  const { answer } = turn;
  const bubble = element("div", { class: `bubble ${answer.behavior}` });
  bubble.append(lines(answer, chat));
  if (answer.checklist.length > 0) bubble.append(checklist(turn, chat));
  const about = procedures(answer, chat);
  if (about) bubble.append(about);
  const item = element("li", { class: "reply" }, heading(chat, "answered"), bubble);
  if (answer.options.length > 0) item.append(options(answer, chat));
  const held = answer.turn_id.startsWith(HELD); // an officer has the talk: nothing was answered that could be rated
  if (answer.behavior === "handoff" && !held) item.append(officerButton(chat));
  if (!held && !["greet", "error"].includes(answer.behavior)) {
    item.append(element("div", { class: "after" }, deeds(turn, chat), rating(turn, chat)));
  }
  return item;
}

/** What a person said, folded where it is long. */
export function said(question, chat) {
  const words = element("p", { id: freshId("hoi"), lang: "vi" }, question);
  const item = element("li", { class: "said" }, heading(chat, "asked"), words);
  if (question.length > LONG_CHARS || question.split("\n").length > 6) item.append(unfold(words, chat.say));
  return item;
}

/** What the program says about the talk itself. */
export function note(...children) {
  return element("li", { class: "note" }, element("p", {}, ...children));
}

/** The answer as it is read out: without marks of citations, the choices numbered as they are shown. */
export function spoken(answer) {
  const text = answer.text.replace(SPACED_MARK, "");
  const known = new Set(text.split("\n").map((line) => line.trim()));
  const more = answer.options.filter(({ label }, index) => !known.has(`${index + 1}. ${label}`)).map(({ label }) => label);
  return [...text.split("\n"), ...more].map((line) => line.trim()).filter(Boolean).join("\n");
}

export function heading(chat, word) {
  return element(chat.page ? "h2" : "h3", { class: "sr-only" }, chat.say(word));
}

function officerButton(chat) {
  return element("button", { type: "button", class: "button quiet", onclick: () => chat.meetOfficer() },
    icon("officer"), chat.say("officer"));
}

function unfold(words, say) {
  words.classList.add("folded");
  const button = element("button", {
    type: "button", class: "unfold", "aria-expanded": "false", "aria-controls": words.id,
    onclick: () => {
      const folded = words.classList.toggle("folded");
      button.setAttribute("aria-expanded", String(!folded));
      button.textContent = say(folded ? "more" : "less");
    },
  }, say("more"));
  return button;
}

function lines(answer, chat) {
  const box = element("div", { class: "lines", lang: "vi" });
  const cited = new Map(answer.citations.map((citation) => [citation.id, citation]));
  const cut = answer.options.some(({ label }) => label.length > LONG_LABEL_CHARS);
  const repeated = cut ? new Set() : repeatedOptions(answer);
  let gap = false;
  for (const text of answer.text.split("\n")) {
    if (!text.trim()) {
      gap = box.children.length > 0;
    } else if (!repeated.has(text.trim())) {
      box.append(line(text, cited, gap, { answer, chat }));
      gap = false;
    }
  }
  if (answer.behavior === "answer") box.firstElementChild?.classList.add("lead-line");
  return box;
}

function line(text, cited, gap, context) {
  const kind = kindOf(text);
  const made = element("p", { class: gap ? `${kind} gap` : kind });
  const words = text.replace(kind === "bullet" ? BULLET : kind === "number" ? NUMBER : "", "").trim();
  if (kind === "number") made.append(element("span", { class: "n" }, `${text.match(NUMBER)[0].trim()} `));
  let at = 0;
  for (const mark of words.matchAll(MARK)) {
    const citation = cited.get(Number(mark[1]));
    if (!citation) continue;
    made.append(words.slice(at, mark.index), citeButton(citation, made, context));
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

function options(answer, chat) {
  const row = element("div", { class: "options", role: "group", "aria-label": chat.say("choices") });
  const repeated = repeatedOptions(answer);
  const asksForNumber = ASKS_FOR_NUMBER.test(answer.text);
  answer.options.forEach(({ label, value }, index) => {
    const number = asksForNumber || repeated.has(`${index + 1}. ${label}`) ? `${index + 1}. ` : "";
    const title = label.length > LONG_LABEL_CHARS ? label : null;
    const words = element("span", { class: "label", lang: "vi" }, number, sentenceCase(label));
    row.append(element("button", { type: "button", name: "question", value, title }, words));
  });
  return row;
}

// A title in capitals as a sentence; what is no Vietnamese syllable, such as UBND or III, stays.
function sentenceCase(label) {
  if (label.length < 12 || label !== label.toUpperCase()) return label;
  const lowered = label.split(/(\P{L}+)/u).map((word) => isSyllable(word) ? word.toLowerCase() : word).join("");
  return lowered.charAt(0).toUpperCase() + lowered.slice(1);
}

function isSyllable(word) {
  const bare = word.normalize("NFD").replace(/\p{M}/gu, "");
  return SYLLABLE.test(bare) && !/^[IVX]+$/.test(word);
}

function procedures(answer, chat) {
  const [first, ...others] = answer.procedures;
  if (!first || answer.behavior === "clarify") return null;
  if (answer.behavior !== "answer") {
    return linked(chat.say("procedures", { n: answer.procedures.length }), answer.procedures, chat);
  }
  const about = element("div", { class: "about" }, chat.say("procedure"), pageLink(first, chat));
  if (others.length > 0) about.append(linked(chat.say("otherProcedures"), others.slice(0, 4), chat));
  return about;
}

function linked(title, many, chat) {
  const list = element("ul", {}, ...many.slice(0, SHOWN_AT_MOST).map((one) => element("li", {}, pageLink(one, chat))));
  return element("details", { class: "near" }, element("summary", {}, title), list);
}
