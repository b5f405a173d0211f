// What the server keeps of a conversation: to download, to delete, to take to another channel by a short code.

import { copied } from "./after.js";
import { fresh } from "./device.js";
import { element, freshId } from "./dom.js";

const MARK = / ?\[\d{1,3}\]/g;

function address(id) {
  return `/api/conversations/${encodeURIComponent(id)}`;
}

/** Deletes the talk on the server and here; says in `failed` why it could not be. */
export async function conversationDeleted(chat, failed) {
  const { talk } = chat;
  try {
    if (talk.id) await chat.server.remove(address(talk.id));
  } catch (error) {
    failed.textContent = chat.say("notDeleted", { why: chat.explain(error) });
    return chat.announce(failed.textContent);
  }
  talk.turns = [];
  chat.talks.remove(talk.key);
  chat.sheet.close();
  chat.start();
  chat.tell(chat.say("deleted"));
}

/** Downloads all that the server keeps of the talk, as it is kept, and as a text for people. */
export async function conversationFetched(chat) {
  const { say, talk } = chat;
  const failed = element("p", { class: "failed" });
  const offer = element("div", { class: "buttons" });
  chat.sheet.open(say("download"), element("p", {}, say("downloadNote")), offer, failed);
  try {
    const kept = await (await chat.server.get(address(talk.id))).json();
    offer.append(file(say("asText"), "mot-cua.txt", "text/plain", asText(kept)),
      file(say("asRecord"), "mot-cua.json", "application/json", JSON.stringify(kept, null, 2)));
    offer.firstElementChild.focus();
  } catch (error) {
    failed.textContent = error.status === 404 ? say("nothingKept") : chat.explain(error);
    chat.announce(failed.textContent);
  }
}

function file(label, name, type, content) {
  const href = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  return element("a", { class: "button quiet", href, download: name }, label);
}

function asText({ turns }) {
  const lines = turns.map(({ asked_at: at, question, text }) => `${new Date(at).toLocaleString("vi-VN")}\nHỏi: ${question}\n\n${text}\n`);
  return lines.join("\n----------\n\n");
}

/** What was said on another channel, as turns of a talk here; the quoted words stand in the procedures' pages. */
function asTurns({ conversation_id: id, turns }) {
  return turns.map(({ question, turn_id: turn, behavior, text, procedures }) => ({
    question,
    answer: {
      conversation_id: id, turn_id: turn, behavior, text: text.replace(MARK, ""),
      procedures: procedures.map((code) => ({ code, title: `Thủ tục ${code}` })), citations: [], options: [], checklist: [],
    },
  }));
}

export function openMove(chat) {
  const { say, talk } = chat;
  const given = element("div", { class: "given" });
  const give = element("button", { type: "button", class: "button", onclick: () => giveCode(chat, given) }, say("giveCode"));
  chat.sheet.open(say("move"),
    element("h3", {}, say("moveOut")), element("p", {}, say(talk.id ? "moveOutNote" : "moveNothing")),
    talk.id && give, given, element("h3", {}, say("moveIn")), joining(chat));
}

async function giveCode(chat, given) {
  const { say } = chat;
  try {
    const sent = await chat.server.post(`${address(chat.talk.id)}/code`, {});
    const { code, expires_in_seconds: seconds } = await sent.json();
    const advice = say("codeAdvice", { minutes: Math.round(seconds / 60) });
    given.replaceChildren(element("p", { class: "code" }, code), element("p", {}, advice),
      element("button", { type: "button", class: "button quiet", onclick: () => copied(code, chat) }, say("copyCode")));
    chat.announce(`${code.split("").join(" ")}\n${advice}`);
  } catch (error) {
    given.replaceChildren(element("p", { class: "failed" }, chat.explain(error)));
    chat.announce(chat.explain(error));
  }
}

function joining(chat) {
  const { say } = chat;
  const code = element("input", { id: freshId("ma"), required: true, maxlength: 20, autocomplete: "off", autocapitalize: "characters", spellcheck: "false" });
  const failed = element("p", { class: "failed" });
  const form = element("form", {}, element("label", { for: code.id }, say("code")),
    element("div", { class: "inline" }, code, element("button", { class: "button" }, say("join"))), failed);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await join(chat, code.value.trim().toUpperCase());
    } catch (error) {
      failed.textContent = error.status === 404 ? say("wrongCode") : chat.explain(error);
      chat.announce(failed.textContent);
      code.focus();
    }
  });
  return form;
}

async function join(chat, code) {
  const { conversation_id: id } = await (await chat.server.post("/api/conversations/join", { code })).json();
  const kept = await (await chat.server.get(address(id))).json();
  chat.sheet.close();
  chat.start({ ...fresh(), id, turns: asTurns(kept) });
  chat.tell(chat.say("joined", { n: kept.turns.length }));
}
