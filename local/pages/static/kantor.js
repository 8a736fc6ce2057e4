// Looks again every second while the page is in view, and swaps what has changed inside each
// element that has an id and the attribute data-live. Nothing else is touched: not what is typed.
const live = [...document.querySelectorAll("[data-live]")];

async function lookAgain() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const element of live) {
    const next = fresh.getElementById(element.id);
    if (!next || next.innerHTML === element.innerHTML) continue;
    element.innerHTML = next.innerHTML;
    element.dispatchEvent(new Event("swapped"));
  }
}

if (live.length) {
  const quietly = () => lookAgain().catch(() => {});
  setInterval(quietly, 1000);
  document.addEventListener("visibilitychange", quietly);
  document.addEventListener("look-again", quietly);
}
