// Digits stand in groups while they are typed; whoever types in the middle is left alone.
"use strict";
for (const field of document.querySelectorAll("[data-groups]")) {
  const groups = field.dataset.groups.split(" ").map(Number);
  const grouped = (text) => {
    const digits = text.replace(/[ .-]/g, "");
    if (/[^0-9]/.test(digits)) return text;
    let rest = digits;
    const parts = groups.map((size) => { const part = rest.slice(0, size); rest = rest.slice(size); return part; });
    return [...parts, rest].filter(Boolean).join(" ");
  };
  const tidy = () => {
    if (field.selectionEnd === field.value.length) field.value = grouped(field.value);
  };
  field.addEventListener("input", (event) => { if (!(event.inputType || "").startsWith("delete")) tidy(); });
  tidy();
}
