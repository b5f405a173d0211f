// What can be done with an answer: copy it, share it, have it read out, say whether it helped.

import { procedurePage } from "./citation.js";
import { element, freshId, icon } from "./dom.js";
import { readOut } from "./speech.js";
import { words } from "./words.js";

export function deeds(turn, chat) {
  const { say } = chat;
  const row = element("div", { class: "deeds" },
    deed("copy", say("copy"), () => copied(plain(turn.answer, chat), chat)),
    deed("share", say("share"), () => share(turn, chat)));
  if ("speechSynthesis" in window) row.append(deed("speak", say("readOut"), () => readOut(turn.answer, chat)));
  return row;
}

function deed(name, label, onclick) {
  return element("button", { type: "button", class: "deed", onclick }, icon(name), element("span", {}, label));
}

/** The answer as text to paste elsewhere, with where each mark leads. */
function plain(answer, chat) {
  const sources = answer.citations.map(({ id, code, span }) => `[${id}] ${whole(chat, procedurePage(chat, code, span))}`);
  return [answer.text, "", ...sources].join("\n").trim();
}

function whole(chat, address) {
  return new URL(address, chat.server.origin || location.origin).href;
}

/** Copies, and tells; resolves to whether it worked. */
export async function copied(text, chat) {
  const done = await written(text, chat.box);
  chat.tell(done ? chat.say("copied") : chat.say("notCopied"));
  return done;
}

async function written(text, inside) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writtenByHand(text, inside); // no TLS, or the portal's policy forbids the clipboard
  }
}

function writtenByHand(text, inside) {
  const before = inside.getRootNode().activeElement;
  const area = element("textarea", { class: "sr-only", "aria-hidden": "true", tabindex: "-1" });
  area.value = text;
  inside.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  return done;
}

// A procedure's address says nothing about who asks. A link with the question does: a person has to choose it.
function share({ question, answer }, chat) {
  const { say } = chat;
  const procedure = answer.behavior === "clarify" ? null : answer.procedures[0];
  const pass = (title, address) => () => {
    chat.sheet.close();
    shared({ title, url: whole(chat, address) }, chat);
  };
  const asked = chat.server.url(`/?q=${encodeURIComponent(question)}`);
  chat.sheet.open(say("share"),
    procedure && choice(say("shareProcedure"), procedure.title, pass(procedure.title, procedurePage(chat, procedure.code))),
    choice(say("shareQuestion"), say("shareQuestionNote"), pass(say("title"), asked)));
}

function choice(label, detail, onclick) {
  return element("button", { type: "button", class: "row", onclick },
    element("strong", {}, label), element("span", {}, detail));
}

async function shared(what, chat) {
  if (!navigator.share) return copied(what.url, chat);
  try {
    await navigator.share(what);
  } catch (error) {
    if (error.name !== "AbortError") await copied(what.url, chat);
  }
}

// Thumbs; a thumb down may say why. Reasons are sent in Vietnamese, whatever the interface speaks.
const REASONS = ["wrong", "missing", "otherMatter", "unclear"];

export function rating(turn, chat) {
  const { say } = chat;
  const thanks = element("p", { class: "thanks" });
  const [up, down] = [["up", "helpful"], ["down", "notHelpful"]].map(([name, label]) =>
    element("button", { type: "button", class: `thumb ${name}`, "aria-label": say(label), title: say(label), "aria-pressed": "false" }, icon("thumb")));
  const box = element("div", { class: "rating", role: "group", "aria-label": say("didItHelp") },
    element("p", {}, say("didItHelp")), up, down, thanks);
  const press = (pressed) => {
    for (const thumb of [up, down]) thumb.setAttribute("aria-pressed", String(thumb === pressed));
    box.querySelector(".why")?.remove();
    thanks.textContent = "";
  };
  const send = (rated) => rate(chat, thanks, { turn_id: turn.answer.turn_id, ...rated });
  up.addEventListener("click", () => {
    press(up);
    send({ rating: 1, reasons: [] });
  });
  down.addEventListener("click", () => {
    press(down);
    const asked = why(chat, (given) => {
      asked.remove();
      down.focus();
      send({ rating: -1, ...given });
    });
    box.append(asked);
    asked.querySelector("input").focus({ preventScroll: true });
    asked.scrollIntoView({ block: "nearest" });
  });
  return box;
}

function why(chat, done) {
  const { say } = chat;
  const boxes = REASONS.map((reason) => element("input", { type: "checkbox", value: words.vi[reason] }));
  const comment = element("textarea", { rows: 2, maxlength: 1000, id: freshId("gop-y") });
  const sent = () => done({
    reasons: boxes.filter((box) => box.checked).map((box) => box.value), comment: comment.value.trim() || null,
  });
  return element("fieldset", { class: "why" }, element("legend", {}, say("whatIsWrong")),
    element("div", { class: "chips" }, ...boxes.map((box, place) => element("label", { class: "chip" }, box, say(REASONS[place])))),
    element("label", { class: "comment", for: comment.id }, say("comment")), comment,
    element("button", { type: "button", class: "button", onclick: sent }, say("sendComment")));
}

/** Sends a rating, says beside it what became of it, and resolves to whether it was taken. */
export async function rate(chat, beside, feedback) {
  let told = chat.say("thanks");
  let taken = true;
  try {
    await chat.server.post("/api/feedback", feedback);
  } catch (error) {
    told = chat.say("notSent", { why: chat.explain(error) });
    taken = false;
  }
  beside.textContent = told;
  chat.announce(told);
  return taken;
}
