// Sends without leaving the page, and stays at the newest message unless someone scrolled up.
async function send(form, submitter) {
  const address = submitter?.getAttribute("formaction") || form.action;
  await fetch(address, { method: "POST", body: new FormData(form, submitter), redirect: "manual" });
  document.dispatchEvent(new Event("look-again"));
}

function bringToLife(screen) {
  const wall = screen.querySelector(".wall");
  const form = screen.querySelector("form.type");
  const field = form.elements.text;
  let atEnd = true;

  const toEnd = () => wall.scrollTo(0, wall.scrollHeight);
  const settle = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
    form.classList.toggle("typed", field.value.trim() !== "");
  };

  wall.addEventListener("scroll", () => {
    atEnd = wall.scrollHeight - wall.scrollTop - wall.clientHeight < 80;
  });
  wall.addEventListener("swapped", () => {
    if (atEnd) toEnd();
  });
  wall.addEventListener("load", () => atEnd && toEnd(), true);
  wall.addEventListener("submit", (event) => {
    event.preventDefault();
    atEnd = true;
    send(event.target, event.submitter);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const extra = event.submitter?.name === "kind";
    if (!extra && !field.value.trim()) return;
    atEnd = true;
    send(form, event.submitter);
    field.value = "";
    form.querySelector("details").open = false;
    settle();
    field.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".send"));
    }
  });
  field.addEventListener("input", settle);

  form.classList.add("alive");
  settle();
  toEnd();
  field.setSelectionRange(field.value.length, field.value.length);
}

document.querySelectorAll(".screen").forEach(bringToLife);

// A code goes to the clipboard, where the browser lets it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  navigator.clipboard?.writeText(button.dataset.copy);
  button.classList.add("copied");
});

// A menu closes as soon as something else is touched.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
