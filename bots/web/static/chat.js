// The chat: the talk that is shown and kept, what is said to whom, what a person wishes. Its parts receive it as context.

import { note, reply, said } from "./answer.js";
import { Asking } from "./asking.js";
import { openMenu } from "./menu.js";
import { OfficerLine, meetOfficer, officerSays } from "./officer.js";
import { RequestFailed, Server } from "./server.js";
import { hush } from "./speech.js";
import { Sheet, element } from "./dom.js";
import { build, firstWords } from "./view.js";
import { Talks, fresh, load, save } from "./device.js";
import { speaker } from "./words.js";

const CLEARED_AFTER_MS = 20_000; // what was read out is not found a second time at the end of the page
const TOAST_MS = 6000;
const hasKeyboard = matchMedia("(hover: hover)");

export class Chat {
  #clearing = 0;
  #isShown = true;

  /**
   * @param {HTMLElement} box what the chat fills
   * @param {object} place
   * @param {HTMLElement} place.host the custom element
   * @param {string} place.server its origin; empty on its own pages
   * @param {boolean} place.page whether the chat is the page
   * @param {() => void} [place.close] closes the panel around it
   */
  constructor(box, { host, server, page, close = null }) {
    Object.assign(this, { box, host, page, close, server: new Server(server), wishes: load() });
    this.talks = new Talks(() => !this.wishes.forget);
    this.talk = this.talks.current();
    this.asking = new Asking(this);
    this.line = new OfficerLine(this);
  }

  /** Shows the chat, and the talk that goes on. */
  async begin() {
    this.about = await this.#described();
    const turn = this.host.getAttribute("turn"); // the server has answered a form or a link: a talk of its own
    if (turn) this.talk = fresh();
    this.#draw();
    if (turn) {
      this.add(JSON.parse(turn));
      history.replaceState(null, "", "/"); // opened again, it is not asked again
    }
    for (const change of ["online", "offline"]) addEventListener(change, () => this.#connected());
    document.addEventListener("visibilitychange", () => this.line.follow());
  }

  async #described() {
    const here = this.host.getAttribute("about");
    try {
      return here ? JSON.parse(here) : await (await this.server.get("/api/about")).json();
    } catch {
      return { hotline: null, examples: [] }; // the chat works without
    }
  }

  #draw() {
    this.lang = this.wishes.lang ?? (this.host.getAttribute("lang") === "en" ? "en" : "vi");
    this.say = speaker(this.lang);
    this.sheet = new Sheet(this.say);
    this.box.lang = this.lang;
    if (this.page) document.documentElement.lang = this.lang;
    this.box.classList.toggle("large", Boolean(this.wishes.large));
    this.view = build(this);
    this.#listen();
    for (const turn of this.talk.turns) this.show(this.#shown(turn));
    this.view.talk.lastElementChild?.scrollIntoView({ block: "nearest", behavior: "instant" });
    this.#connected();
  }

  #listen() {
    const { form, input, talk } = this.view;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.asking.send();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return; // an input method confirms with Enter too
      event.preventDefault();
      this.asking.send();
    });
    talk.addEventListener("click", (event) => {
      const choice = event.target.closest('button[name="question"]');
      if (choice) this.asking.ask(choice.value, choice.title || choice.textContent);
    });
    if (!this.page) return;
    this.box.onkeydown = ({ key }) => {
      if (key === "Escape" && !this.asking.stop()) this.focus();
    };
  }

  #connected() {
    this.asking.online();
    this.line.follow();
  }

  #shown(turn) {
    return turn.from ? [officerSays(turn, this)] : [said(turn.question, this), reply(turn, this)];
  }

  /** Puts items at the end of the talk. */
  show(items) {
    const { talk } = this.view;
    this.#welcome(false);
    if (talk.children.length === 0) talk.append(note(...firstWords(this)));
    talk.append(...items);
  }

  /** Takes back what was asked and is not answered. */
  unsay(asked) {
    asked.remove();
    if (this.talk.turns.length > 0) return;
    this.view.talk.replaceChildren();
    this.#welcome(true);
  }

  #welcome(is) {
    this.view.welcome.hidden = !is;
    this.view.title.hidden = is;
  }

  /** Keeps a turn and shows it; with `asked` its question stands there already. */
  add(turn, asked = null) {
    if (turn.answer) this.talk.id = turn.answer.conversation_id;
    this.talk.turns.push(turn);
    this.talk.at = Date.now();
    this.keep();
    const items = this.#shown(turn).slice(asked ? 1 : 0);
    this.show(items);
    items.at(-1).scrollIntoView({ block: "start" }); // reading starts at the answer's beginning, not at its end
  }

  keep() {
    this.talks.put(this.talk);
  }

  wish(more) {
    Object.assign(this.wishes, more);
    save(this.wishes);
  }

  /** Says it once to a screen reader. */
  announce(text, lang = this.lang) {
    const { announcer } = this.view;
    announcer.replaceChildren(...text.split("\n").map((line) => element("p", { lang }, line)));
    clearTimeout(this.#clearing);
    this.#clearing = setTimeout(() => announcer.replaceChildren(), CLEARED_AFTER_MS);
  }

  /** Shows it for a while above the field, and says it once to a screen reader. */
  tell(text) {
    this.view.form.querySelector(".toast")?.remove();
    const toast = element("p", { class: "toast" }, text);
    this.view.form.prepend(toast);
    setTimeout(() => toast.remove(), TOAST_MS);
    this.announce(text);
  }

  /** What went wrong, in words for people. */
  explain(error) {
    return error instanceof RequestFailed ? error.told || this.say(`${error.kind}Failure`) : this.say("failure");
  }

  type(words) {
    const { input } = this.view;
    input.value = [input.value.trim(), words].filter(Boolean).join(" ");
    this.focus();
  }

  focus() {
    this.view.input.focus({ preventScroll: true });
  }

  /** Leaves the talk as it is and begins another one, or goes on with an earlier one. */
  start(talk = fresh()) {
    this.asking.drop();
    hush();
    if (this.talk.turns.length > 0) this.talks.put({ ...this.talk, open: false });
    this.talk = Object.assign(talk, { open: true });
    if (talk.turns.length > 0) this.keep();
    if (this.page && (location.search || location.hash)) history.replaceState(null, "", "/");
    this.#draw();
    this.focus();
  }

  openMenu() {
    openMenu(this);
  }

  meetOfficer() {
    meetOfficer(this);
  }

  /** Speaks the other language; answers stay in Vietnamese. */
  speak() {
    const typed = this.asking.drop() || this.view.input.value;
    this.wish({ lang: this.lang === "vi" ? "en" : "vi" });
    this.#draw();
    this.view.input.value = typed;
    this.view.language.focus();
    this.announce(this.say("speaks"));
  }

  enlarge() {
    this.wish({ large: !this.wishes.large });
    this.box.classList.toggle("large", this.wishes.large);
    this.view.large.setAttribute("aria-pressed", String(this.wishes.large));
  }

  /** Whether people can see it: an officer's reply is looked for only then. */
  get isShown() {
    return this.#isShown && !document.hidden;
  }

  /** Told when the panel around it opens and closes. */
  shown(is) {
    this.#isShown = is;
    if (!is) return hush();
    this.line.follow();
    if (hasKeyboard.matches) this.focus(); // a touch screen would lose half of the panel to its keys
    else this.box.querySelector(".scroll").focus({ preventScroll: true });
  }
}
