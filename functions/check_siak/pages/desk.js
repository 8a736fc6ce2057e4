"use strict";
// What only makes the desk handier: copying numbers, keys, a queue that keeps itself up to date.

const typing = (element) => element && /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) &&
  !/^(radio|checkbox)$/.test(element.type);

function addCopyButton(number) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Salin";
  button.setAttribute("aria-label", `Salin ${number.textContent.trim()}`);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(number.textContent.trim());
      button.textContent = "Tersalin";
    } catch {
      getSelection().selectAllChildren(number); // Ctrl+C does the rest
      button.textContent = "Tekan Ctrl+C";
    }
    setTimeout(() => { button.textContent = "Salin"; }, 2000);
  });
  number.after(button);
}

async function refresh(section) {
  const inside = section.contains(document.activeElement) && document.activeElement.getAttribute("href");
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(section.id);
  if (!fresh) return;
  section.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  document.title = page.title;
  if (inside) section.querySelector(`[href="${CSS.escape(inside)}"]`)?.focus();
}

function keepFresh(section) {
  setInterval(() => {
    if (!document.hidden) refresh(section).catch(() => {}); // the next turn may succeed
  }, Number(section.dataset.refresh) * 1000);
}

function choose(number) {
  const choice = document.getElementById(`answer-${number}`);
  if (!choice?.offsetParent) return; // none, or folded away
  choice.checked = true;
  choice.focus();
}

function onKey(event) {
  const { key, target } = event;
  if ((event.ctrlKey || event.metaKey) && key === "Enter" && target.form?.id === "jawaban") {
    target.form.requestSubmit();
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !typing(target)) {
    const field = document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`);
    if (field) { event.preventDefault(); field.focus(); }
    if (/^[1-9]$/.test(key)) choose(key);
  }
}

document.querySelectorAll("main .copyable").forEach(addCopyButton);
document.querySelectorAll("[data-refresh]").forEach(keepFresh);
document.addEventListener("keydown", onKey);
