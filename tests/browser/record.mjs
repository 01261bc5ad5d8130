// SPDX-License-Identifier: Apache-2.0
// record.mjs - a tester who records what a customer does on the H5 pages, by Playwright's recordHar.
// Usage: record.mjs BASE FLOW MOBILE FILE   FLOW: login, purchase, credit, repayment or register
//
// The code of a text message is read as testers do: in another tab, from the test inbox.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const { chromium } = createRequire(`${process.env.BROWSER_MODULES}/`)('playwright-core');
const [base, flow, mobile, file] = process.argv.slice(2);
const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-gpu', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
});
const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'zh-CN',
    viewport: { width: 375, height: 812 },
    recordHar: { path: file, content: 'embed', mode: 'full' },
});

// A browser forgets the bodies of a page that is left. So nothing is posted before all that came until then is
// recorded; what the post itself answers may still be lost, as it may in any recording.
const bodies = new Set();
await context.route('**/api/**', async (route) => {
    if (route.request().method() === 'POST') await Promise.all(bodies);
    await route.continue();
});
const page = await context.newPage();
page.on('response', (response) => {
    const body = response.body().catch(() => {}).finally(() => bodies.delete(body));
    bodies.add(body);
});
page.setDefaultTimeout(60000);
const at = (id) => page.getByTestId(id);
const fill = async (fields) => {
    for (const [id, value] of Object.entries(fields)) await page.locator(`#${id}`).fill(value);
};
const text = (id, wanted) => at(id).filter({ hasText: wanted }).waitFor();

async function code(number) {
    const tab = await context.newPage();
    await tab.goto(`${base}/test/inbox/${number}`);
    const [, found] = /验证码(\d{6})/.exec(await tab.locator('body').innerText());
    await tab.close();
    return found;
}

async function login() {
    await page.goto(`${base}/h5/login`);
    await fill({ mobile, password: 'Demo@2026' });
    await at('login-submit').click();
    await at('code-form').waitFor();
    await fill({ code: await code(mobile) });
    await at('code-submit').click();
    await page.waitForURL('**/h5/home');
    await page.locator('body[data-ready=true]').waitFor();
}

async function purchase() {
    await login();
    await at('nav-funds').click();
    await at('fund-000001').click();
    await at('to-purchase').click();
    for (const question of ['q1', 'q2', 'q3', 'q4', 'q5']) await at(question).selectOption('C');
    await at('risk-submit').click();
    await fill({ amount: '100.00', 'trade-password': '246810' });
    await at('purchase-submit').click();
    await text('order-state', 'CONFIRMED');
}

async function credit() {
    await login();
    await at('nav-credit').click();
    await at('start-submit').click();
    for (const box of ['contract-1', 'contract-2', 'bureau']) await at(box).check();
    await at('authorisation-submit').click();
    await fill({ name: '马亮坚', 'id-number': '533422197504199972' });
    await at('identity-submit').click();
    await fill({ 'card-number': '6226984231090267', 'card-mobile': '15157010711' });
    await at('card-send-code').click();
    await text('message', '验证码已发送');
    await fill({ 'card-code': await code('15157010711') });
    await at('bank-card-submit').click();
    await fill({ 'contact-name': '王嘉怡', 'contact-mobile': '13912345678', income: '12000', employer: '巡检科技有限公司' });
    await at('profile-submit').click();
    await at('liveness-submit').click();
    await text('decision', 'APPROVED');
}

async function repayment() {
    await login();
    await at('nav-repayment').click();
    await page.locator('body[data-ready=true]').waitFor();
    await fill({ amount: '3000.00' });
    await at('loan-submit').click();
    await text('loan-state', 'ACTIVE');
    await at('repay').click();
    await text('repayment-state', 'SUCCESS');
    await page.locator('#plan tr[data-term="1"]').filter({ hasText: 'PAID' }).waitFor();
    await at('repay-early').click();
    await text('loan-state', 'SETTLED');
}

async function register() {
    await page.goto(`${base}/h5/register`);
    await fill({ mobile });
    await at('send-code').click();
    await at('register-form').waitFor();
    await fill({ code: await code(mobile), password: 'Demo@2026' });
    for (const box of ['agreement-1', 'agreement-2']) await at(box).check();
    await at('register-submit').click();
    await page.waitForURL('**/h5/home');
    await page.locator('body[data-ready=true]').waitFor();
}

const flows = { login, purchase, credit, repayment, register };
assert.ok(flows[flow], `no flow ${flow}`);
await flows[flow]();
await context.close();
await browser.close();
