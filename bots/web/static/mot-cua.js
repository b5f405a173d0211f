// <mot-cua>: the chat in a shadow root of its own. mode="page" fills the page, mode="inline" the element's own box, and
// without a mode it is a button in the corner that opens a panel.

import { element, icon } from "./dom.js";
import { load } from "./device.js";
import { speaker } from "./words.js";

const HOME = new URL(import.meta.url).origin;
const NARROW = "(max-width: 34em), (max-height: 30em)";

class MotCua extends HTMLElement {
  #begun = false;

  connectedCallback() {
    if (this.#begun || typeof HTMLDialogElement === "undefined") return; // moved inside the page; or too old a browser
    this.#begun = true;
    const mode = this.getAttribute("mode");
    if (mode === "page" || mode === "inline") this.#fill(mode);
    else this.#standInCorner();
  }

  /** What stood inside the element goes only when the chat is ready: without scripts, or without a network, it stays. */
  async #fill(mode) {
    const [{ Chat }, styled] = await Promise.all([import("./chat.js"), adopt("base", "chat", "panel")]);
    const box = this.#room(styled, mode);
    const page = mode === "page";
    const chat = new Chat(box, { host: this, server: page ? "" : HOME, page });
    const typed = this.querySelector("[name=question][required]")?.value ?? "";
    this.replaceChildren();
    await chat.begin();
    if (typed) chat.type(typed);
    if (page && matchMedia("(hover: hover)").matches) chat.focus(); // a touch screen would lose half the page to its keys
  }

  async #standInCorner() {
    const box = this.#room(await adopt("base", "panel"), "button");
    const say = speaker(load().lang ?? this.getAttribute("lang"));
    const launcher = element("button", { type: "button", class: "launcher", "aria-expanded": "false" },
      icon("door"), element("span", {}, say("launch")));
    const panel = element("dialog", { class: "panel", "aria-label": say("title") });
    box.append(launcher, panel);
    box.setAttribute("aria-label", say("title"));
    let chat = null;
    const close = () => panel.close();
    launcher.addEventListener("click", async () => {
      if (panel.open) return close();
      if (matchMedia(NARROW).matches) panel.showModal();
      else panel.show();
      launcher.setAttribute("aria-expanded", "true");
      chat ??= await this.#open(panel, close);
      chat.shown(true);
    });
    panel.addEventListener("cancel", (event) => chat?.asking.stop() && event.preventDefault());
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !panel.matches(":modal") && !chat?.asking.stop()) close();
    });
    panel.addEventListener("close", () => {
      launcher.setAttribute("aria-expanded", "false");
      launcher.focus();
      chat?.shown(false);
    });
  }

  async #open(panel, close) {
    const inside = element("div", { class: "inside" });
    panel.append(inside);
    const [{ Chat }, styled] = await Promise.all([import("./chat.js"), adopt("chat")]);
    styled(this.shadowRoot);
    const chat = new Chat(inside, { host: this, server: HOME, page: false, close });
    await chat.begin();
    return chat;
  }

  #room(styled, mode) {
    const root = this.attachShadow({ mode: "open" });
    styled(root);
    const box = element(mode === "page" ? "div" : "section", { class: "mot-cua", "data-mode": mode });
    root.append(box);
    return box;
  }
}

// Style sheets for the shadow root. Constructed ones need no permission of the portal's style-src; where a browser has
// none, links are tried.
const CAN_CONSTRUCT = "adoptedStyleSheets" in Document.prototype;
const sheets = new Map();

/** Resolves, when the named sheets are here, to a function that puts them into a root. */
async function adopt(...names) {
  const made = await Promise.all(names.map(sheet));
  return (root) => {
    if (CAN_CONSTRUCT) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...made];
    else root.prepend(...made.map((link) => link.cloneNode()));
  };
}

function sheet(name) {
  if (!sheets.has(name)) sheets.set(name, CAN_CONSTRUCT ? construct(name) : link(name));
  return sheets.get(name);
}

async function construct(name) {
  const response = await fetch(address(name), { credentials: "omit" });
  if (!response.ok) throw new Error(`${name}.css: ${response.status}`); // the page without scripts stays
  const made = new CSSStyleSheet();
  made.replaceSync(await response.text());
  return made;
}

function link(name) {
  const made = document.createElement("link");
  made.rel = "stylesheet";
  made.href = address(name);
  return made;
}

function address(name) {
  return new URL(`./${name}.css`, import.meta.url).href;
}

if (!customElements.get("mot-cua")) customElements.define("mot-cua", MotCua);
