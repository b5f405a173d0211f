// The history on this device: earlier talks to go on with or to delete.

import { element } from "./dom.js";
import { DAYS } from "./talks.js";

export function openPast(chat) {
  const { say } = chat;
  const talks = chat.talks.all().filter(({ turns }) => turns.some(({ question }) => question));
  const keep = element("input", { type: "checkbox", onchange: () => {
    chat.wish({ forget: !keep.checked });
    if (keep.checked) chat.keep();
    else chat.talks.clear();
    openPast(chat);
  } });
  keep.checked = !chat.wishes.forget;
  const clear = element("button", { type: "button", class: "button quiet", onclick: () => cleared(chat) }, say("clearPast"));
  chat.sheet.open(say("past"), element("p", {}, say("pastNote", { n: DAYS })),
    element("label", { class: "tick" }, keep, say("keepPast")),
    talks.length > 0 ? element("ul", { class: "talks" }, ...talks.map((talk) => line(talk, chat))) : element("p", {}, say("noPast")),
    talks.length > 0 && clear);
}

function line(talk, chat) {
  const { say } = chat;
  const question = talk.turns.find((turn) => turn.question).question;
  const at = new Date(talk.at).toLocaleString(chat.lang === "vi" ? "vi-VN" : "en-GB", { dateStyle: "short", timeStyle: "short" });
  const open = () => {
    chat.sheet.close();
    chat.start(talk);
  };
  const remove = () => {
    chat.talks.remove(talk.key);
    openPast(chat);
  };
  return element("li", {},
    element("button", { type: "button", class: "row", onclick: open }, element("strong", { lang: "vi" }, question.slice(0, 90)), element("span", {}, at)),
    element("button", { type: "button", class: "icon-button text", "aria-label": say("removeTalk", { question: question.slice(0, 40) }), onclick: remove }, say("remove")));
}

function cleared(chat) {
  chat.talks.clear();
  chat.sheet.close();
  chat.talk.turns = [];
  chat.start();
  chat.tell(chat.say("pastCleared"));
}
