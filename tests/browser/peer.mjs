// SPDX-License-Identifier: Apache-2.0
// peer.mjs BASE COUNT [PARALLEL] - playwright-core doing what browser.journey.yaml does, on the same browser: a line of
// milliseconds a round, then its own memory in kB. The first round warms the browser up and is not told. With PARALLEL, so
// many at a time, and one line: the milliseconds of all.
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";

const [base, count, parallel] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4] || 1)];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium-headless-shell", args: ["--no-sandbox", "--disable-gpu"] });
async function once(mobile) {
  const began = performance.now();
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(base + "/h5/login");
  await page.locator("#mobile").pressSequentially(mobile);
  await page.locator("#password").pressSequentially("Demo@2026");
  await page.getByTestId("login-submit").click();
  await page.locator("#code").waitFor();
  const inbox = await (await fetch(`${base}/test/inbox/${mobile}`)).json();
  await page.locator("#code").pressSequentially(/验证码(\d{6})/.exec(inbox.data.latest)[1]);
  await page.getByTestId("code-submit").click();
  await page.getByTestId("masked-mobile").waitFor();
  await page.getByTestId("nav-repayment").click();
  await page.locator("body[data-ready=true]").waitFor();
  await page.locator("#amount").pressSequentially("1200.00");
  await page.locator("#terms").selectOption("6");
  if (await page.locator("#amount").inputValue() !== "1200.00") throw new Error("the form was not filled in");
  await context.close();
  return performance.now() - began;
}
await once("13800138011");
if (parallel > 1) {
  const began = performance.now();
  let next = 0;
  const worker = async () => { while (next < count) await once("1380013" + (8000 + 10 * (next++ % 90) + 1)); };
  await Promise.all(Array.from({ length: parallel }, worker));
  console.log((performance.now() - began).toFixed(1));
} else {
  for (let i = 0; i < count; i++) console.log((await once("13800138011")).toFixed(1));
}
await browser.close();
console.log("anonymous", /RssAnon:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
console.log("memory", /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
