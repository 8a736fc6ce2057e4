// Sends without leaving the page, and stays at the newest message unless someone scrolled up.
const wall = document.getElementById("pesan");
const form = document.querySelector("form.type");
const field = form.elements.text;
let atEnd = true;

const toEnd = () => wall.scrollTo(0, wall.scrollHeight);
const grow = () => {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
};

async function send(address, body) {
  await fetch(address, { method: "POST", body, redirect: "manual" });
  atEnd = true;
  document.dispatchEvent(new Event("look-again"));
}

wall.addEventListener("scroll", () => {
  atEnd = wall.scrollHeight - wall.scrollTop - wall.clientHeight < 80;
});
wall.addEventListener("swapped", () => {
  if (atEnd) toEnd();
});
wall.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target.action, new FormData(event.target));
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const body = new FormData(form);
  field.value = "";
  grow();
  field.focus();
  if (body.get("text").trim()) send(form.action, body);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
field.addEventListener("input", grow);

grow();
toEnd();
field.setSelectionRange(field.value.length, field.value.length);
