// <script src="https://…/widget.js" defer></script> puts the chat on any page: as a button in its corner, or in the
// <mot-cua> that stands there. What the tag says in data-* becomes attributes, such as data-lang="en".

(() => {
  const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
  const module = new URL("/static/mot-cua.js", script.src).href;
  const begin = () => {
    if (document.querySelector("mot-cua")) return;
    const chat = document.createElement("mot-cua");
    for (const [name, value] of Object.entries(script.dataset)) chat.setAttribute(name, value);
    document.body.append(chat);
  };
  import(module).then(() => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
    else begin();
  });
})();
