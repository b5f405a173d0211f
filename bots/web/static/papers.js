// The list to print: the address's fragment names the papers that are meant (can) and those that are ready (co), such as
// #can=0.0,0.1&co=0.1 for papers of the first case. Nothing of it reaches the server.

const named = new URLSearchParams(location.hash.slice(1));
const list = (name) => new Set((named.get(name) ?? "").split(",").filter(Boolean));
const [wanted, ready] = [list("can"), list("co")];

for (const row of document.querySelectorAll("[data-paper]")) {
  if (wanted.size > 0 && !wanted.has(row.dataset.paper)) row.remove();
  row.querySelector("input").checked = ready.has(row.dataset.paper);
}
for (const section of document.querySelectorAll(".case")) {
  if (!section.querySelector("[data-paper]") && wanted.size > 0) section.remove();
}

const print = document.getElementById("in");
print.hidden = false;
print.addEventListener("click", () => window.print());
if (location.hash) window.print();
