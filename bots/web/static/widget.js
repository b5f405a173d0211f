// <script src="https://…/widget.js" defer></script> puts a button on any page that opens the chat.

(() => {
  const origin = new URL(document.currentScript.src).origin;
  const place = (target, styles) => Object.assign(target.style, styles);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Hỏi thủ tục";
  button.setAttribute("aria-expanded", "false");
  place(button, {
    position: "fixed", right: "1rem", bottom: "1rem", zIndex: "2147483000", minHeight: "48px", padding: "0 1.3rem",
    border: "0", borderRadius: "999px", background: "#0b6455", color: "#ffffff", font: "600 16px system-ui, sans-serif",
    boxShadow: "0 6px 24px rgb(0 0 0 / .25)", cursor: "pointer",
  });
  let frame = null;

  const open = () => {
    frame = document.createElement("iframe");
    frame.src = `${origin}/?khung=1`;
    frame.title = "Một Cửa: hỏi đáp thủ tục hành chính";
    place(frame, {
      position: "fixed", right: "1rem", bottom: "5rem", zIndex: "2147483000", width: "min(26rem, calc(100vw - 2rem))",
      height: "min(40rem, calc(100vh - 7rem))", border: "1px solid #85887f", borderRadius: "16px", background: "#faf8f3",
      boxShadow: "0 12px 48px rgb(0 0 0 / .3)",
    });
    document.body.append(frame);
  };
  const toggle = () => {
    if (frame === null) open();
    else frame.hidden = !frame.hidden;
    place(frame, { display: frame.hidden ? "none" : "block" });
    button.textContent = frame.hidden ? "Hỏi thủ tục" : "Đóng";
    button.setAttribute("aria-expanded", String(!frame.hidden));
    if (frame.hidden) button.focus();
    else frame.focus();
  };
  const show = () => document.body.append(button);
  button.addEventListener("click", toggle);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && frame !== null && !frame.hidden) toggle();
  });
  if (document.body) show();
  else document.addEventListener("DOMContentLoaded", show);
})();
