"use strict";
// Files go from the browser straight into the bucket, a few at a time; what the gate found comes
// with the page itself, which is fetched again until it knows of each.
const form = document.querySelector("#unggah");
const AT_ONCE = 4;
const PATIENCE = 300;
const WHY = {
  names: "Nama berkas tidak dapat dibaca. Ganti namanya, lalu coba lagi.",
  closed: "Unggahan ini tidak menerima berkas lagi. Mulai unggahan baru.",
  busy: "Belum berhasil. Coba lagi.",
};
const words = new Map(); // of files that the page does not know of yet
const open = new Set();
let following = false;

const say = (text) => { form.querySelector("[data-status]").textContent = text; };

function show() {
  for (const [number, text] of words) {
    const cell = document.querySelector(`[data-berkas="${number}"] td`);
    if (cell) cell.textContent = text;
  }
}

async function refresh() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#hasil");
  if (!fresh) return;
  document.querySelector("#hasil").replaceWith(document.importNode(fresh, true));
  fresh.querySelectorAll("[data-settled]").forEach((row) => words.delete(Number(row.dataset.berkas)));
  show();
}

async function follow() {
  if (following) return;
  following = true;
  for (let turn = 0; turn < PATIENCE && open.size; turn += 1) {
    await refresh().catch(() => {});
    document.querySelectorAll("[data-berkas][data-settled]").forEach((row) => {
      open.delete(Number(row.dataset.berkas));
    });
    await new Promise((later) => setTimeout(later, 1000));
  }
  following = false;
}

function upload(file, invitation) {
  const content = new FormData();
  for (const [name, value] of Object.entries(invitation.fields)) content.append(name, value);
  content.append("file", file);
  return new Promise((ended) => {
    const request = new XMLHttpRequest();
    const failed = () => {
      words.set(invitation.number, "× Gagal diunggah. Pilih berkas ini sekali lagi.");
      open.delete(invitation.number);
      show();
      ended();
    };
    request.upload.addEventListener("progress", (event) => {
      const part = Math.floor((100 * event.loaded) / event.total);
      words.set(invitation.number, `… Mengunggah ${part}%`);
      show();
    });
    request.addEventListener("error", failed);
    request.addEventListener("load", () => {
      if (request.status >= 300) return failed();
      words.set(invitation.number, "… Sedang diperiksa");
      show();
      return ended();
    });
    request.open("POST", invitation.url);
    request.send(content);
  });
}

async function announce(files) {
  const names = JSON.stringify(files.map((file) => file.name.slice(0, 200)));
  const body = new URLSearchParams({ csrf: form.dataset.csrf, names });
  const answer = await fetch(`${location.pathname}/berkas`, { method: "POST", body });
  const told = await answer.json();
  if (!answer.ok) throw new Error(WHY[told.why] || WHY.busy);
  return told.files;
}

function refused(files) {
  if (files.length > Number(form.dataset.left)) return `Paling banyak ${form.dataset.left} berkas lagi.`;
  const unfit = files.find((file) => file.size < 1 || file.size > Number(form.dataset.largest));
  return unfit ? `${unfit.name}: kosong, atau lebih dari 25 MB.` : "";
}

async function bring(files) {
  const why = refused(files);
  say(why);
  if (why || !files.length) return;
  const invited = await announce(files).catch((error) => { say(error.message); return []; });
  form.dataset.left = String(Number(form.dataset.left) - invited.length);
  for (const { number } of invited) {
    words.set(number, "… Menunggu giliran");
    open.add(number);
  }
  const pairs = invited.map((invitation, place) => [files[place], invitation]);
  const worker = async () => {
    while (pairs.length) await upload(...pairs.shift());
  };
  await Promise.all([follow(), ...Array.from({ length: AT_ONCE }, worker)]);
}

if (form) {
  const input = form.querySelector("#file");
  input.multiple = true;
  form.querySelector("[data-scriptless]").remove();
  form.querySelector("[data-scripted]").hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = "";
    bring(chosen);
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    bring([...event.dataTransfer.files]);
  });
}
document.querySelectorAll("[data-berkas]:not([data-settled])").forEach((row) => {
  open.add(Number(row.dataset.berkas));
});
follow();
