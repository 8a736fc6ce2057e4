"use strict";
// What only makes the list handier: ticking without a reload, a count, copying numbers.

const form = document.getElementById("daftar");
const boxes = (within) => [...within.querySelectorAll("input[name=pick]")];

function count() {
  const ticked = boxes(form).filter((box) => box.checked).length;
  document.getElementById("dipilih").textContent = ticked ? `${ticked} dicentang:` : "Untuk yang dicentang:";
}

function tick(event) {
  event.preventDefault();
  const within = boxes(event.currentTarget.closest(".group") ?? form);
  const all = within.every((box) => box.checked);
  for (const box of within) box.checked = !all;
  count();
}

function addCopyButton(numbers) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Salin semua";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(numbers.textContent);
      button.textContent = "Tersalin";
    } catch {
      getSelection().selectAllChildren(numbers); // Ctrl+C does the rest
      button.textContent = "Tekan Ctrl+C";
    }
    setTimeout(() => { button.textContent = "Salin semua"; }, 2000);
  });
  numbers.after(button);
}

form.querySelectorAll(".tick").forEach((button) => button.addEventListener("click", tick));
form.querySelectorAll("pre.copyable").forEach(addCopyButton);
form.addEventListener("change", count);
count();
