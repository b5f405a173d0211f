// "Gặp cán bộ": the talk goes to an officer, whose replies are looked for gently while somebody can read them.

import { heading, note } from "./answer.js";
import { element, freshId, freshKey, icon } from "./dom.js";
import { hotline } from "./view.js";

const FIRST_MS = 4000;
const LONGEST_MS = 60_000;
const SLOWER = 1.6;

/** Asks whether the talk shall go to an officer; says who has it where one has it already. */
export function meetOfficer(chat) {
  const { say, talk, about } = chat;
  if (talk.officer?.open) return chat.sheet.open(say("officer"), facts(talk.officer, say), resumeButton(chat), ...otherWays(about, say));
  const words = element("textarea", { id: freshId("loi-nhan"), rows: 3, maxlength: 1000, lang: "vi" });
  const failed = element("p", { class: "failed" });
  const send = element("button", { class: "button" }, icon("officer"), say("sendToOfficer"));
  const form = element("form", {}, element("p", {}, say("officerReads")),
    element("label", { for: words.id }, say("noteToOfficer")), words, failed, send);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    await handOver(chat, words.value.trim(), failed);
    send.disabled = false;
  });
  chat.sheet.open(say("officer"), form, ...otherWays(about, say));
}

function otherWays(about, say) {
  const ways = [];
  if (about.hotline) ways.push(element("p", {}, `${say("hotline")} `, hotline(about.hotline)));
  ways.push(element("p", { lang: about.office ? "vi" : null }, about.office ?? say("anyOffice")));
  if (about.office_hours) ways.push(element("p", { lang: "vi" }, about.office_hours));
  return [element("h3", {}, say("otherWays")), ...ways];
}

function facts({ ticket, where, when }, say) {
  const rows = [["ticket", ticket], ["where", where], ["when", when]].filter(([, value]) => value);
  return element("dl", { class: "facts" }, ...rows.map(([name, value]) =>
    element("div", {}, element("dt", {}, say(name)), element("dd", { lang: "vi" }, value))));
}

async function handOver(chat, words, failed) {
  const { talk } = chat;
  talk.id ??= `w-${freshKey()}`; // nothing was asked yet: the talk gets an id that nobody guesses
  const sent = { conversation_id: talk.id, ...(words ? { note: words } : {}) };
  try {
    const given = await (await chat.server.post("/api/handoff", sent)).json();
    const { ticket, where, when, silent_until: silent } = given; // its text says until when the assistant is silent
    talk.officer = { ticket, where, when, silent, seen: given.messages?.length ?? 0, open: true };
    chat.add({ from: "handed", text: given.text, ticket, where, when });
    chat.sheet.close();
    const rest = [where, when].filter((line) => line && !given.text.includes(line));
    chat.announce([given.text, ...rest].join("\n"), "vi");
    chat.line.follow();
  } catch (error) {
    failed.textContent = chat.say("notSent", { why: chat.explain(error) });
    chat.announce(failed.textContent);
  }
}

/** What an officer said, or what was said about the ticket, as a line of the talk. */
export function officerSays(turn, chat) {
  const { say } = chat;
  if (turn.from !== "officer" && turn.from !== "handed") return note(element("span", { lang: turn.lang ?? "vi" }, turn.text));
  const words = turn.text.split("\n").map((line) => element("p", { lang: "vi" }, line));
  const head = element("p", { class: "who" }, icon("officer"), say(turn.from === "handed" ? "handed" : "officerSays"));
  return element("li", { class: "reply officer" }, heading(chat, turn.from === "handed" ? "handed" : "officerSays"),
    element("div", { class: "bubble" }, head, ...words, ...(turn.from === "handed" ? [facts(turn, say), resumeButton(chat)] : [])));
}

function resumeButton(chat) {
  const button = element("button", { class: "button quiet", type: "button" }, chat.say("resume"));
  button.addEventListener("click", () => resume(chat, button));
  return button;
}

/** The person wants the assistant back: the ticket is closed, here and for the officer. */
async function resume(chat, button) {
  const { talk } = chat;
  button.disabled = true;
  try {
    await chat.server.post(`/api/handoff/${encodeURIComponent(talk.id)}/close`, {});
    if (talk.officer) talk.officer.open = false;
    chat.sheet.close();
    chat.add({ from: "system", text: chat.say("resumed"), lang: chat.lang });
    chat.announce(chat.say("resumed"));
  } catch (error) {
    button.disabled = false;
    chat.announce(chat.explain(error));
  }
}

export class OfficerLine {
  #timer = 0;
  #wait = FIRST_MS;

  constructor(chat) {
    this.chat = chat;
  }

  /** Looks soon, then ever less often: after a ticket, a reply, or when somebody looks at the chat again. */
  follow() {
    this.#wait = FIRST_MS;
    this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    if (this.chat.talk.officer?.open && this.chat.isShown && navigator.onLine) {
      this.#timer = setTimeout(() => this.#look(), this.#wait);
    }
  }

  async #look() {
    const { chat } = this;
    const { talk } = chat;
    if (!chat.isShown) return; // seen again, it goes on
    try {
      const response = await chat.server.get(`/api/handoff/${encodeURIComponent(talk.id)}`);
      const state = await response.json();
      if (talk === chat.talk) this.#told(talk, state);
    } catch {
      // looked for again, later
    }
    this.#wait = Math.min(this.#wait * SLOWER, LONGEST_MS);
    this.#later();
  }

  /** What is said, once, about the assistant's silence; null where it was said or there is none. */
  #silence({ officer }, until) {
    if (!until || officer.silent) return null;
    officer.silent = until;
    const { lang, say } = this.chat;
    return say("silent", { at: new Date(until).toLocaleString(lang === "vi" ? "vi-VN" : "en-GB", { dateStyle: "short", timeStyle: "short" }) });
  }

  #told(talk, state) {
    const { chat } = this;
    const news = state.messages.slice(talk.officer.seen);
    const open = state.state === "open";
    Object.assign(talk.officer, { seen: state.messages.length, open });
    const heard = news.filter(({ from }) => from !== "person").map(({ from, text }) => ({ from, text }));
    const closedBySomebody = news.some(({ from }) => from === "system"); // the server's own words say it then
    const remark = open ? this.#silence(talk, state.silent_until) : closedBySomebody ? null : chat.say("ticketClosed");
    if (remark) heard.push({ from: "system", text: remark, lang: chat.lang });
    for (const turn of heard) chat.add(turn);
    if (heard.length === 0) return;
    const spoken = heard.map(({ from, text }) => (from === "officer" ? `${chat.say("officerSays")}: ${text}` : text));
    chat.announce(spoken.join("\n"), "vi");
    this.#wait = FIRST_MS / SLOWER;
  }
}
