// One dialog for all that is asked beside the talk; the browser keeps focus in it, closes it on Esc and gives focus back.

import { element, freshId, icon } from "./dom.js";

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
