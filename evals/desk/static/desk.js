// Keys for people who judge many answers. They work only while the focus is in a sentence or the verdict, and never in a text field.
const parts = [...document.querySelectorAll(".sentence")];
const form = document.getElementById("review");

function go(part) {
  const picks = [...part.querySelectorAll("input[type=radio]")];
  const wanted = picks.find((one) => one.checked) || picks[0];
  wanted.focus();
  part.scrollIntoView({ block: "nearest" });
}

form.addEventListener("keydown", (event) => {
  const part = event.target.closest(".sentence");
  const typing = event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  if (!part || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = parts.indexOf(part);
  const key = event.key.toLowerCase();
  const pick = part.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (pick) {
    pick.click();
    pick.focus();
  } else if (key === "j" && parts[at + 1]) go(parts[at + 1]);
  else if (key === "k" && parts[at - 1]) go(parts[at - 1]);
  else if (key === "s") document.getElementById("save").click();
  else if (key === "n") document.getElementById("skip").click();
  else return;
  event.preventDefault();
});

if (parts.length && !document.querySelector(".failure")) go(parts[0]);
