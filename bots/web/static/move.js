// One person, several channels: a short code takes the conversation along.

import { address, asTurns } from "./conversation.js";
import { copied } from "./deeds.js";
import { element, freshId } from "./dom.js";
import { fresh } from "./talks.js";

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
