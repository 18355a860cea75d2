// Press a page's buttons in headless Chromium: steps as JSON on standard input, answers on output.
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";

const { page: file, steps, folder, picture, script } = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--lang=en-GB",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
context.setDefaultTimeout(240000);  // a button waits for its file, on a slow machine for long
const page = await context.newPage();
const requests = [], errors = [], refused = [];
context.on("request", (request) => { if (!/^(file|blob|data):/.test(request.url())) requests.push(request.url()); });
page.on("pageerror", (error) => errors.push(String(error)));
page.on("console", (message) => { if (/Content Security Policy/.test(message.text())) refused.push(message.text()); });
await page.goto(`file://${file}`);
await page.waitForFunction(() => document.body.dataset.ready, null, { timeout: 180000 });
const answers = [];
for (const [number, step] of steps.entries()) {
  await page.setInputFiles("#file", step.book);
  if (step.as_at) await page.fill("#as-at", step.as_at);
  if (step.ref !== undefined) await page.fill("#ref", step.ref);
  await page.evaluate(() => delete document.body.dataset.answer);
  await page.click(`[data-do=${step.do}]`);
  await page.waitForFunction(() => document.body.dataset.answer, null, { timeout: 300000 });
  const answer = JSON.parse(await page.evaluate(() => document.body.dataset.answer));
  answer.status = await page.textContent("#status");
  answer.text = await page.innerText("#result");
  answer.saved = [];
  for (const link of await page.locator("#files a").all()) {
    const waiting = page.waitForEvent("download");
    await link.click();
    const path = `${folder}/${number}-${(await waiting).suggestedFilename()}`;
    await (await waiting).saveAs(path);
    answer.saved.push(path);
  }
  answers.push(answer);
}
if (script) await page.evaluate(script).catch((error) => errors.push(String(error)));
if (picture) await page.screenshot({ path: picture, fullPage: true });
await browser.close();
process.stdout.write(JSON.stringify({ answers, requests, errors, refused }));
