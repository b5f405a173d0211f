// What the server keeps of a conversation: to download, to delete, to go on with.

import { element } from "./dom.js";

const MARK = / ?\[\d{1,3}\]/g;

export function address(id) {
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
export function asTurns({ conversation_id: id, turns }) {
  return turns.map(({ question, turn_id: turn, behavior, text, procedures }) => ({
    question,
    answer: {
      conversation_id: id, turn_id: turn, behavior, text: text.replace(MARK, ""),
      procedures: procedures.map((code) => ({ code, title: `Thủ tục ${code}` })), citations: [], options: [], checklist: [],
    },
  }));
}
