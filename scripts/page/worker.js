// The program itself, away from the page so that the page stays quick: Python, its parts out of
// the page's own text. It can reach nothing: `fetch` gives what the page holds, or fails.
let files, python, run;

const answer = (name) =>
  new Response(files[name], {
    headers: { "Content-Type": name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream" },
  });

self.fetch = async (address) => {
  const name = String(address.url ?? address).split("/").pop();
  if (!(name in files)) throw new Error(`This page connects to nothing (${name}).`);
  return answer(name);
};

const module = (name) => import(URL.createObjectURL(new Blob([files[name]], { type: "text/javascript" })));
const tell = (what) => self.postMessage({ stage: String(what) });

async function start(parts) {
  files = parts;
  tell("Starting …");
  const { loadPyodide } = await module("pyodide.mjs");
  const { default: createPyodideModule } = await module("pyodide.asm.mjs");
  python = await loadPyodide({
    indexURL: "page:///",
    createPyodideModule,
    lockFileContents: new TextDecoder().decode(files["lock.json"]),
    stdLibURL: "page:///python_stdlib.zip",
    env: { HOME: "/home/pyodide", PYDANTIC_DISABLE_PLUGINS: "1", XL_RECOUP_USER: "the page's user" },
  });
  const where = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
  python.unpackArchive(files["program.zip"], "zip", { extractDir: where });
  tell("Loading the program …");
  run = python.runPython("import os; os.chdir('/home/pyodide'); from xl_recoup.page.commands import run; run");
}

function done({ words, given, wanted, user }) {
  const fs = python.FS;
  for (const name of fs.readdir(".")) if (name !== "." && name !== "..") remove(fs, name);
  for (const [name, bytes] of Object.entries(given)) fs.writeFile(name, bytes);
  if (user) python.runPython("import os; os.environ.__setitem__").call(null, "XL_RECOUP_USER", user);
  const said = JSON.parse(run(python.toPy(words), tell));
  const made = {};
  for (const name of wanted) collect(fs, name, made);
  return { said, made };
}

function remove(fs, path) {
  if (fs.isDir(fs.stat(path).mode)) {
    for (const name of fs.readdir(path)) if (name !== "." && name !== "..") remove(fs, `${path}/${name}`);
    fs.rmdir(path);
  } else fs.unlink(path);
}

// A file as it is, a folder as one archive: nobody saves forty files one by one.
function collect(fs, path, into) {
  if (!fs.analyzePath(path).exists) return;
  if (fs.isDir(fs.stat(path).mode)) {
    python.runPython("import shutil; shutil.make_archive").call(null, path, "zip", path);
    path = `${path}.zip`;
  }
  into[path] = fs.readFile(path);
}

self.onmessage = async ({ data }) => {
  try {
    if (data.parts) await start(data.parts);
    self.postMessage({ id: data.id, ...(data.parts ? { ready: true } : done(data)) });
  } catch (error) {
    self.postMessage({ id: data.id, defect: String(error) });
  }
};
