// Elements without innerHTML: nothing that a source or a user wrote is ever read as markup.

/** Makes an element; an attribute that begins with "on" is a listener, one that is null or false is left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  door: "M6 21V9a6 6 0 0 1 12 0v12M4 21h16M9.5 14.5h.01M6 21V9a6 6 0 0 1 6-6v18",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  large: "M3 19 8 6l5 13M4.8 15h6.4M15 19l3-8 3 8M16.2 16h3.6",
  thumb: "M7 10.5v9.5H4.2A1.2 1.2 0 0 1 3 18.8v-7.1a1.2 1.2 0 0 1 1.2-1.2zM7 10.5l4-7.2c1.5 0 2.7 1.2 2.7 2.7L13 9.3h5.3a2.2 2.2 0 0 1 2.1 2.7l-1.5 6.3A2.2 2.2 0 0 1 16.8 20H7",
  copy: "M9 9h10v11H9zM15 9V5H5v11h4",
  share: "M12 15V4M8 7.5 12 4l4 3.5M6 12v8h12v-8",
  speak: "M4 10v4h3l5 4V6l-5 4zM15.5 9.5a4 4 0 0 1 0 5M18 7a8 8 0 0 1 0 10",
  mic: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3.5",
  officer: "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.5-4 3.3-6 7-6s6.5 2 7 6",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
};

/** A drawing in the colour of the text; it says nothing, so what it stands in has to. */
export function icon(name) {
  return drawing(`icon ${name}`, "0 0 24 24", [["", SHAPES[name]]]);
}

/** A drawing of shapes, each with its class. */
export function drawing(name, viewBox, shapes) {
  const made = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ class: name, viewBox, "aria-hidden": "true", focusable: "false" })) {
    made.setAttribute(key, value);
  }
  for (const [kind, d] of shapes) {
    const shape = document.createElementNS(SVG, "path");
    if (kind) shape.setAttribute("class", kind);
    shape.setAttribute("d", d);
    made.append(shape);
  }
  return made;
}

let count = 0;
export function freshId(stem) {
  count += 1;
  return `${stem}-${count}`;
}

/** 32 random hexadecimal digits; `crypto.randomUUID` is missing on pages without TLS. */
export function freshKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// One dialog for all that is asked beside the talk; the browser keeps focus in it, closes it on Esc and gives focus back.
export class Sheet {
  constructor(say) {
    const id = freshId("tam");
    this.title = element("h2", { id, tabindex: "-1" });
    this.body = element("div", { class: "sheet-body" });
    const close = element("button", { type: "button", class: "icon-button", "aria-label": say("close"), title: say("close"), onclick: () => this.close() }, icon("close"));
    this.dialog = element("dialog", { class: "sheet", "aria-labelledby": id },
      element("div", { class: "sheet-head" }, this.title, close), this.body);
    this.dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.stopPropagation());
    this.dialog.addEventListener("cancel", (event) => event.stopPropagation()); // the panel around it stays
    this.dialog.addEventListener("close", (event) => event.stopPropagation());
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.close());
  }

  /** Shows these children under the title, in the place of what was shown before. */
  open(title, ...children) {
    this.title.textContent = title;
    this.body.replaceChildren(...children.filter(Boolean));
    if (!this.dialog.open) this.dialog.showModal();
    this.title.focus();
  }

  close() {
    this.dialog.close();
  }
}
