// What is seen: a workbook is chosen, a button is pressed, what came out is shown. The sentences
// are the program's own; the page sets them out.
const at = (id) => document.getElementById(id);
const buttons = [...document.querySelectorAll("[data-do]")];
const status = at("status");
let book = null, ready = false, busy = false, asked = 0;
const waiting = new Map();

const worker = new Worker(URL.createObjectURL(new Blob([__WORKER__], { type: "text/javascript" })));
worker.onmessage = ({ data }) => {
  if (data.stage) status.textContent = data.stage;
  else { waiting.get(data.id)(data); waiting.delete(data.id); }
};
const ask = (question, moved = []) => new Promise((answer) => {
  waiting.set(++asked, answer);
  worker.postMessage({ id: asked, ...question }, moved);
});

async function unpacked() {
  const packed = Uint8Array.from(atob(at("parts").textContent), (c) => c.charCodeAt(0));
  at("parts").remove();
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const whole = new Uint8Array(await new Response(stream).arrayBuffer());
  const head = new DataView(whole.buffer).getUint32(0);
  const parts = {};
  let next = 4 + head;
  for (const [name, size] of JSON.parse(new TextDecoder().decode(whole.subarray(4, next)))) {
    parts[name] = whole.slice(next, next += size);
  }
  return parts;
}

function may() {
  for (const button of buttons) button.disabled = busy || !ready || !book;
  at("progress").hidden = ready && !busy;
}

function say(text, refused = false) {
  status.textContent = text;
  status.classList.toggle("refused", refused);
}

async function choose(file) {
  if (!file) return;
  book = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  at("chosen").hidden = false;
  at("chosen").textContent = `${book.name}, ${Math.max(1, Math.round(book.bytes.length / 1024)).toLocaleString("en-GB")} KB`;
  clear();
  if (ready) say("Ready. Say what to do.");
  may();
}

function clear() {
  for (const link of at("files").querySelectorAll("a")) URL.revokeObjectURL(link.href);
  at("files").replaceChildren();
  at("result").replaceChildren();
}

const ASKS = {
  validate: () => ({ words: ["validate", book.name] }),
  recalculate: () => ({ words: ["recalculate", book.name], wanted: [book.name] }),
  explain: () => ({ words: ["explain", book.name, at("ref").value.trim()] }),
  forecast: () => ({ words: ["forecast", book.name], wanted: [book.name] }),
  compare: () => ({ words: ["compare", book.name], wanted: [book.name] }),
  forum: () => ({ words: ["forum", book.name, "--output", "forum report.xlsx"], wanted: ["forum report.xlsx"] }),
  statements: () => ({ words: ["statements", book.name, "--to", "statements", "--formats", "xlsx"], wanted: [book.name, "statements"] }),
  export: () => ({ words: ["export", book.name, "--to", "export"], wanted: ["export"] }),
};

async function act(what) {
  if (what === "explain" && !at("ref").value.trim()) {
    clear();
    say("Type the reference of a placement or of a charge first.", true);
    at("ref").focus();
    document.body.dataset.answer = "{}";
    return;
  }
  busy = true;
  clear();
  may();
  say("Working …");
  const { words, wanted = [] } = ASKS[what]();
  if (at("as-at").value) words.push("--as-at", at("as-at").value);
  const answer = await ask({ words, wanted, given: { [book.name]: book.bytes }, user: at("user").value.trim() });
  busy = false;
  may();
  if (answer.defect) {
    document.body.dataset.answer = JSON.stringify({ defect: answer.defect });
    say("The page itself went wrong, and nothing was changed. Load it again; if it happens again, tell whoever keeps it.", true);
    at("result").append(made("pre", answer.defect));
    return;
  }
  show(answer, what);
  at("outcome").focus();
}

function show({ said, made: files }, what) {
  const [first, ...more] = said.told;
  say(said.refused ? first : "Done.", said.refused);
  const own = said.refused ? more : said.told;
  for (const sentence of own) at("result").append(made("p", sentence));
  if (!said.refused) for (const [path, bytes] of Object.entries(files)) offer(path, bytes, what);
  for (const part of said.parts) at("result").append(...("text" in part ? text(part.text, what) : overview(part)));
  document.body.dataset.answer = JSON.stringify({ code: said.code, json: said.json, files: Object.keys(files) });
}

function offer(path, bytes, what) {
  const name = path.split("/").pop();
  const link = made("a", ["recalculate", "statements", "forecast", "compare"].includes(what) && path === book.name ? `Save the filled workbook (${name})` : `Save ${name}`);
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  const item = document.createElement("li");
  item.append(link);
  at("files").append(item);
}

function made(tag, content, name = "") {
  const element = document.createElement(tag);
  element.textContent = content;
  if (name) element.className = name;
  return element;
}

const text = (content, what) => [made("pre", content, ["forum", "forecast", "compare"].includes(what) ? "columns" : "")];

function overview({ rows, totals, found, findings }) {
  const amounts = document.createElement("table");
  for (const [what, amount, words] of totals) {
    const row = amounts.insertRow();
    if (what === "total") row.className = "total";
    row.append(made("td", what), made("td", amount, "amount"), made("td", words, "words"));
  }
  const parts = [made("p", rows), amounts, made("p", found)];
  for (const severity of ["error", "warning"]) {
    const some = findings.filter((each) => each.severity === severity);
    if (some.length) parts.push(list(severity, some));
  }
  return parts;
}

function list(severity, findings) {
  const details = document.createElement("details");
  details.open = severity === "error";
  details.append(made("summary", `${findings.length.toLocaleString("en-GB")} ${severity}${findings.length === 1 ? "" : "s"}`, severity));
  const table = made("table", "", "findings");
  for (const { code, message } of findings) {
    table.insertRow().append(made("td", code, severity), made("td", message));
  }
  details.append(table);
  return details;
}

const drop = at("drop");
for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
drop.addEventListener("drop", (event) => choose(event.dataTransfer.files[0]));
at("file").addEventListener("change", (event) => choose(event.target.files[0]));
at("ref").addEventListener("keydown", (event) => { if (event.key === "Enter" && !buttons[0].disabled) act("explain"); });
for (const button of buttons) button.addEventListener("click", () => act(button.dataset.do));
may();

const parts = await unpacked();
const begun = await ask({ parts }, Object.values(parts).map((part) => part.buffer));
ready = Boolean(begun.ready);
document.body.dataset.ready = begun.defect ?? "yes";
say(ready ? (book ? "Ready. Say what to do." : "Ready. Choose a workbook.") : `The program did not start: ${begun.defect}`, !ready);
may();
