// What the chat consists of, before anything was said.

import { away } from "./citation.js";
import { drawing, element, freshId, icon } from "./dom.js";
import { micButton } from "./speech.js";

/** Puts the empty chat into its box and returns its parts by name. */
export function build(chat) {
  const view = { ...header(chat), ...middle(chat), ...composer(chat) };
  view.announcer = element("div", { class: "sr-only", role: "status" });
  const body = [view.title, view.welcome, view.log, view.live, view.failure];
  const heading = chat.page ? null : element("h2", { class: "sr-only" }, chat.say("title"));
  const scroll = element(chat.page ? "main" : "div", { class: "scroll", tabindex: chat.page ? null : "-1" }, heading,
    element("div", { class: "column" }, ...body));
  const skip = element("button", { type: "button", class: "skip", onclick: () => view.input.focus() }, chat.say("skip"));
  chat.box.replaceChildren(chat.page ? skip : "", view.bar, scroll, view.form, view.announcer, chat.sheet.dialog);
  return view;
}

function header(chat) {
  const { say } = chat;
  const brand = [logo(), element("span", { class: "name" }, "Một Cửa"), element("span", { class: "line" }, say("line"))];
  const [other, name] = chat.lang === "vi" ? ["en", "English"] : ["vi", "Tiếng Việt"];
  const language = element("button", { type: "button", class: "icon-button text", lang: other, "aria-label": name, title: name, onclick: () => chat.speak() },
    element("span", { class: "full" }, name), element("span", { class: "short", "aria-hidden": "true" }, other.toUpperCase()));
  const large = iconButton("large", say("large"), () => chat.enlarge(), { "aria-pressed": String(Boolean(chat.wishes.large)) });
  const menu = iconButton("menu", say("menu"), () => chat.openMenu(), { "aria-haspopup": "dialog" });
  const close = chat.close ? iconButton("close", say("closeChat"), chat.close) : null;
  const home = chat.page
    ? element("a", { class: "brand", href: "/", "aria-label": say("home") }, ...brand)
    : element("span", { class: "brand" }, ...brand);
  const bar = element(chat.page ? "header" : "div", { class: "bar" },
    element("div", { class: "bar-inner" }, home, element("div", { class: "bar-actions" }, language, large, menu, close)));
  return { bar, language, large, menu };
}

function iconButton(name, label, onclick, more = {}) {
  return element("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...more }, icon(name));
}

function middle(chat) {
  const { say, about } = chat;
  const examples = about.examples.map((question) =>
    element("button", { type: "button", lang: "vi", onclick: () => chat.asking.ask(question) }, question));
  const welcome = element("section", { class: "welcome" }, chat.page ? door() : null,
    element(chat.page ? "h1" : "h3", {}, say("welcome")),
    element("p", { class: "lead" }, say("lead")),
    element("div", { class: "examples", role: "group", "aria-label": say("examples") }, ...examples),
    element("p", { class: "held" }, about.held ? say("held", { n: about.held }) : null, " ", say("silence")),
    element("p", { class: "held" }, ...firstWords(chat)));
  const title = element(chat.page ? "h1" : "h3", { class: "sr-only", hidden: true }, say("title"));
  const talk = element("ol", { class: "turns" });
  const log = element("div", { role: "log", "aria-live": "off", "aria-label": say("talk") }, talk); // announced elsewhere
  const typing = element("p", { class: "typing", lang: "vi" });
  const live = element("div", { class: "reply live", "aria-busy": "true", hidden: true }, element("div", { class: "bubble" }, typing));
  const told = element("p", {});
  const retry = element("button", { type: "button", class: "button", onclick: () => chat.asking.retry() }, say("retry"));
  const failure = element("div", { class: "failure", hidden: true }, told, retry);
  return { welcome, title, talk, log, live, typing, failure, told, retry };
}

/** What the first message says: that nobody is there, what is never asked, and where it is told what is kept. */
export function firstWords(chat) {
  return [`${chat.say("automated")} `, away(chat, chat.server.url("/rieng-tu"), {}, chat.say("privacy")), "."];
}

function composer(chat) {
  const { say, about } = chat;
  const id = freshId("cau-hoi");
  const notice = freshId("luu-y");
  const input = element("textarea", { id, rows: 1, placeholder: say("placeholder"), autocomplete: "off", "aria-describedby": notice, lang: "vi" });
  const send = element("button", { class: "button send" }, say("send"));
  const stop = element("button", { type: "button", class: "button send", hidden: true, onclick: () => chat.asking.stop() }, say("stop"));
  const mic = micButton(chat, (heard) => chat.type(heard));
  const offline = element("p", { class: "offline", hidden: true }, say("offline"));
  const officer = element("button", { type: "button", class: "meet", onclick: () => chat.meetOfficer() }, icon("officer"), say("officer"));
  const safety = element("p", { id: notice }, say("safety"));
  if (about.hotline) safety.append(` ${say("hotline")} `, hotline(about.hotline), ".");
  const form = element("form", { class: "composer", "aria-label": say("ask") }, element("div", { class: "column" }, offline,
    element("label", { for: id, class: "sr-only" }, say("yourQuestion")),
    element("div", { class: "box" }, input, mic, send, stop),
    element("div", { class: "under" }, officer, safety)));
  return { form, input, send, stop, offline };
}

export function hotline(number) {
  return element("a", { href: `tel:${number.replace(/[^+\d]/g, "")}` }, number);
}

function logo() {
  return drawing("logo", "0 0 32 32", [["logo-wall", "M9 0h14a9 9 0 0 1 9 9v14a9 9 0 0 1-9 9H9a9 9 0 0 1-9-9V9a9 9 0 0 1 9-9z"],
    ["logo-light", "M9 26V13.5a7 7 0 0 1 14 0V26z"], ["logo-leaf", "M9 26V13.5a7 7 0 0 1 7-7V28.5z"],
    ["logo-light", "M12.5 18a1.1 1.1 0 1 1 2.2 0 1.1 1.1 0 0 1-2.2 0z"]]);
}

function door() {
  return drawing("door", "0 0 200 220", [["door-beam", "M72 204 20 220H196L136 204z"],
    ["door-frame", "M58 204V86a46 46 0 0 1 92 0V204z"], ["door-light", "M68 204V88a36 36 0 0 1 72 0V204z"],
    ["door-leaf", "M68 204V88c0-18 13-33 30-36l8 172z"], ["door-light", "M90.6 142a3.4 3.4 0 1 1 6.8 0 3.4 3.4 0 0 1-6.8 0z"]]);
}
