// What can be done with an answer: copy it, share it, have it read out.

import { procedurePage } from "./citation.js";
import { element, icon } from "./dom.js";
import { readOut } from "./speech.js";

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
