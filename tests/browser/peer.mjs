// SPDX-License-Identifier: Apache-2.0
// peer.mjs BASE COUNT - playwright-core doing what browser.journey.yaml does, on the same browser: a line of
// milliseconds a round, then its own memory in kB. The first round warms the browser up and is not told.
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";

const [base, count] = [process.argv[2], Number(process.argv[3])];
const mobile = "13800138011";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium-headless-shell", args: ["--no-sandbox", "--disable-gpu"] });
for (let i = 0; i <= count; i++) {
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
  if (i > 0) console.log((performance.now() - began).toFixed(1));
}
await browser.close();
console.log("memory", /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
