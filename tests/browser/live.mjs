// SPDX-License-Identifier: Apache-2.0
// live.mjs - a night on call: the app breaks and is repaired, and the page, never loaded again, tells.
// Usage: live.mjs BASE CONTROL TOKEN   (the robot's page; the demo app's control port and its token)

import assert from 'node:assert/strict';
import { launch, open, tests } from './watch.mjs';

const [base, control, token] = process.argv.slice(2);
const browser = await launch();
const page = await open(browser, base, { viewport: { width: 1280, height: 900 }, locale: 'zh-CN', colorScheme: 'light',
    patience: 60000 });
const phone = await open(browser, base, { viewport: { width: 375, height: 812 }, locale: 'en-US', colorScheme: 'dark',
    hasTouch: true, isMobile: true, patience: 60000 });

async function fault(method, body) {
    const answer = await fetch(`${control}/faults`, { method, body, headers: { 'X-Control-Token': token } });
    assert.ok(answer.ok, `${method} /faults: ${answer.status}`);
}

const rowOf = (on, journey) => on.locator(`tr:has(a[href^="/journeys/${journey}?"])`);

await tests([
    ['all is well', async () => {
        await page.at('/');
        await rowOf(page, 'keys').locator('.badge.is-ok').waitFor();
        await rowOf(page, 'agreements').locator('.badge.is-ok').waitFor();
        await page.evaluate(() => { window.never_loaded_again = true; });
        await page.picture('live-well-1280');
    }],
    ['the app breaks: the overview says which journey, where and why', async () => {
        await fault('POST', '{"endpoint":"GET /api/auth/public-key","kind":"status","status":503}');
        await rowOf(page, 'keys').locator('.badge.is-firing').waitFor();
        await rowOf(page, 'keys').locator('.trouble:has-text("public key")').waitFor();
        assert.equal(await rowOf(page, 'agreements').locator('.badge.is-ok').count(), 1);
        await page.locator('nav .number:text("1")').waitFor();
        await page.picture('live-broken-1280');
    }],
    ['its run shows the answer that was not expected', async () => {
        await rowOf(page, 'keys').locator('.trouble a').click();
        await page.locator('.step[open] .finding.is-fail:has-text("503")').first().waitFor();
        await page.locator('.exchange .code:has-text("503")').first().waitFor();
        await page.picture('live-run-1280');
    }],
    ['the incident is taken by name and noted, for all to see', async () => {
        await page.locator('nav a[href="/incidents"]').click();
        const card = page.locator('.incident.open');
        await card.waitFor();
        await card.locator('h2:has-text("公钥在步骤「public key」失败（判定：状态码不符合期望）")').waitFor();
        await card.locator('.broke:has-text("期望等于 200，实际为数字 503")').waitFor();
        await card.getByRole('button', { name: '认领', exact: true }).click();
        await card.locator('input[name=who]').fill('李雷');
        await card.locator('form button[type=submit]').click();
        await card.locator('.fact:has-text("认领人"):has-text("李雷")').waitFor();
        await card.getByRole('button', { name: '添加备注', exact: true }).click();
        await card.locator('textarea').fill('正在回滚');
        await card.locator('form button[type=submit]').click();
        await card.locator('.events:has-text("正在回滚")').waitFor();
        await page.picture('live-incident-1280');
        await phone.at('/incidents');
        await phone.locator('.events:has-text("正在回滚")').waitFor();
        await phone.picture('live-incident-375');
    }],
    ['the app is repaired: the incident closes, the journey is well', async () => {
        await fault('DELETE');
        await page.locator('.incident.open').waitFor({ state: 'detached' });
        await page.locator('.incident .badge.is-closed').waitFor();
        await phone.locator('.incident .badge.is-closed').waitFor();
        await page.locator('nav a[href="/"]').first().click();
        await rowOf(page, 'keys').locator('.badge.is-ok').waitFor();
        await page.picture('live-repaired-1280');
    }],
    ['a journey is run by hand', async () => {
        await rowOf(page, 'agreements').locator('th a').click();
        await page.locator('.chart canvas').first().waitFor();
        await page.locator('button.main').click();
        await page.locator('td:text("手动")').first().waitFor();
        await page.picture('live-journey-1280');
    }],
    ['what fails within a window is silent, and speaks when the window is removed', async () => {
        await page.locator('nav a[href="/maintenance"]').click();
        await page.locator('input[name=journey][value=keys]').check();
        await page.locator('input[name=text]').fill('发布');
        await page.locator('form button[type=submit]').click();
        await page.locator('tbody tr:has-text("keys")').waitFor();
        await page.picture('live-maintenance-1280');
        await fault('POST', '{"endpoint":"GET /api/auth/public-key","kind":"status","status":500}');
        await page.locator('nav a[href="/"]').first().click();
        await rowOf(page, 'keys').locator('.badge.is-muted').waitFor();
        assert.equal(await page.locator('nav .number').count(), 0);
        await page.locator('nav a[href="/maintenance"]').click();
        page.once('dialog', (dialog) => dialog.accept());
        await page.locator('tbody tr:has-text("keys") button').click();
        await page.locator('.empty').waitFor();
        await page.locator('nav a[href="/"]').first().click();
        await rowOf(page, 'keys').locator('.badge.is-firing').waitFor();
        await fault('DELETE');
        await rowOf(page, 'keys').locator('.badge.is-ok').waitFor();
    }],
    ['all that without the page being loaded again', async () => {
        assert.ok(await page.evaluate(() => window.never_loaded_again));
        page.clean();
        phone.clean();
    }],
]);
await browser.close();
