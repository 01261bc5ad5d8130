// SPDX-License-Identifier: Apache-2.0
// login.mjs - a page with a token, over TLS: nobody in without, everybody out at the end.
// Usage: login.mjs BASE TOKEN

import assert from 'node:assert/strict';
import { launch, open, tests } from './watch.mjs';

const [base, token] = process.argv.slice(2);
const browser = await launch();
const page = await open(browser, base, { viewport: { width: 375, height: 812 }, locale: 'zh-CN', colorScheme: 'light' });
const rows = page.locator('.monitors tbody tr');

await tests([
    ['a stranger with a link is asked for the token', async () => {
        await page.at('/maintenance');
        await page.waitForURL(/\/login\?to=/);
        await page.picture('login-375-light');
    }],
    ['a wrong token is told', async () => {
        await page.locator('#token').fill('wrong');
        await page.keyboard.press('Enter');
        await page.locator('#wrong:visible').waitFor();
        await page.picture('login-wrong-375-light');
    }],
    ['the right one leads where the link pointed', async () => {
        await page.locator('#token').fill(token);
        await page.keyboard.press('Enter');
        await page.waitForURL(`${base}/maintenance`);
        await page.locator('form').waitFor();
        const [cookie] = await page.context().cookies();
        assert.ok(cookie.name.startsWith('__Host-') && cookie.secure && cookie.httpOnly && cookie.sameSite === 'Strict');
        assert.equal(await page.evaluate(() => document.cookie), '');
    }],
    ['what is done from the page is allowed', async () => {
        await page.locator('nav a[href="/"]').click();
        await rows.first().locator('th a').first().click();
        await page.locator('button.main').click();
        await page.locator('.said.shown:not(.bad)').waitFor();
        page.clean();
    }],
    ['after the log-out nothing is shown', async () => {
        await page.locator('.tools button').last().click();
        await page.waitForURL(/\/login/);
        page.forgiven.push(/401/);
        await page.at('/');
        await page.waitForURL(/\/login/);
        assert.equal((await page.request.get(`${base}/api/monitors`)).status(), 401);
        page.clean();
    }],
]);
await browser.close();
