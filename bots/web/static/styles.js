// Style sheets for the shadow root. Constructed ones need no permission of the portal's style-src; where a browser has
// none, links are tried.

const CAN_CONSTRUCT = "adoptedStyleSheets" in Document.prototype;
const sheets = new Map();

/** Resolves, when the named sheets are here, to a function that puts them into a root. */
export async function adopt(...names) {
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
