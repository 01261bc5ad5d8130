// SPDX-License-Identifier: Apache-2.0
// page.mjs - somebody on call uses the page, by mouse, by keys, on a phone. Usage: page.mjs BASE
//
// BASE shows at least one broken journey with an open incident, and one that is well. The robot may
// be a live one: what changes by itself is waited for, never slept for.

import assert from 'node:assert/strict';
import { launch, open, tests } from './watch.mjs';

const base = process.argv[2];
const browser = await launch();
const desk = await open(browser, base, { viewport: { width: 1280, height: 900 }, locale: 'zh-CN', colorScheme: 'light' });
const phone = await open(browser, base, { viewport: { width: 375, height: 812 }, locale: 'en-US', colorScheme: 'dark',
    hasTouch: true, isMobile: true });
const rows = (page) => page.locator('.monitors tbody tr');
let broken;

await tests([
    ['the overview shows every journey, the broken ones first', async () => {
        await desk.at('/');
        await rows(desk).first().waitFor();
        assert.equal(await desk.locator('html').getAttribute('lang'), 'zh-CN');
        assert.match(await desk.title(), /总览/);
        await desk.locator('.monitors .trouble a').first().waitFor();
        broken = await desk.locator('tr:has(.trouble) th a').first().getAttribute('href');
        await desk.picture('overview-1280-light');
    }],
    ['a search and a state leave what matches', async () => {
        const all = await rows(desk).count();
        await desk.getByRole('searchbox').fill('no such journey');
        await desk.locator('.empty').waitFor();
        await desk.locator('.empty button').click();
        assert.equal(await rows(desk).count(), all);
        await desk.getByRole('searchbox').fill(decodeURIComponent(broken.split('/')[2].split('?')[0]));
        await desk.waitForFunction((n) => document.querySelectorAll('.monitors tbody tr').length < n, all);
        await desk.getByRole('searchbox').fill('');
        assert.equal(await rows(desk).count(), all);
        desk.clean();
    }],
    ['keys alone reach the content, and what has the focus is seen', async () => {
        await desk.at('/');
        await rows(desk).first().waitFor();
        await desk.keyboard.press('Tab');
        const skip = desk.locator('.skip');
        assert.ok(await skip.evaluate((e) => e === document.activeElement));
        assert.ok((await skip.boundingBox()).x >= 0, 'the skip link comes into sight');
        await desk.keyboard.press('Enter');
        assert.equal(await desk.evaluate(() => document.activeElement.id), 'main');
        for (let i = 0; i < 40 && !(await desk.evaluate(() => document.activeElement.closest('.monitors'))); i++)
            await desk.keyboard.press('Tab');
        const outline = await desk.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
        assert.equal(outline, 'solid');
        await desk.keyboard.press('Enter');
        await desk.waitForURL(/\/(journeys|runs)\//);
        await desk.goBack();
        await rows(desk).first().waitFor();
        desk.clean();
    }],
    ['a journey tells its latency, funnel and breakpoints', async () => {
        await desk.locator(`a[href="${broken}"]`).first().click();
        await desk.locator('h1').waitFor();
        await desk.locator('.chart canvas').first().waitFor();
        assert.ok(await desk.locator('h2').count() >= 5);
        await desk.locator('table:has(caption:text("断点")) tbody tr').first().waitFor();
        await desk.locator('.bars').first().waitFor();
        await desk.picture('journey-1280-light');
        const heights = await desk.locator('table:has(caption:text("最近的运行")) th a').evaluateAll((links) =>
            links.map((link) => link.getClientRects().length));
        assert.ok(heights.every((lines) => lines === 1), 'a moment stands on one line');
        const steps = desk.locator('label:has-text("耗时") select');
        await steps.selectOption({ index: 1 });
        await desk.locator('h3:text("阶段拆分")').waitFor();
        await desk.locator('.choice button:text("3 小时")').click();
        await desk.locator('.choice button[aria-pressed=true]:text("3 小时")').waitFor();
        await desk.locator('button.main').click();
        await desk.locator('.said.shown').waitFor();
        desk.clean();
    }],
    ['a run tells what was asked, answered and expected', async () => {
        await desk.locator('tr:has(.badge.is-fail) a[href^="/runs/"]').first().click();
        await desk.locator('.lanes .lane').first().waitFor();
        await desk.locator('.step[open] .finding.is-fail, .step[open] .bad').first().waitFor();
        assert.ok(await desk.locator('.step[open] .exchange').count() > 0 || await desk.locator('.step[open] .bad').count() > 0);
        await desk.locator('.step summary:has-text("open on a phone")').click();
        await desk.locator('.still').scrollIntoViewIfNeeded();
        await desk.waitForFunction(() => [...document.querySelectorAll('.still')].some((image) => image.naturalWidth === 1));
        await desk.locator('.fact:has(dt:text-is("滑动帧率")) dd:text-is("48 /s")').waitFor();
        await desk.locator('.step:has-text("open on a phone") summary:has-text("其他 1 个")').click();
        await desk.locator('summary:has-text("发送 1，接收 1")').click();
        await desk.locator('.exchange li:has-text("AAE=")').waitFor();
        assert.equal(await desk.locator('.still').count(), 1, 'a picture that is not kept leaves no gap');
        await desk.picture('run-1280-light');
        desk.clean();
    }],
    ['single keys go through the page, and ? says which', async () => {
        const isAt = (selector, i) => desk.waitForFunction(([s, n]) =>
            document.querySelectorAll(s)[n]?.contains(document.activeElement), [selector, i]);
        await desk.at('/');
        await rows(desk).first().waitFor();
        for (const [key, row] of [['j', 0], ['j', 1], ['k', 0], ['k', 0], ['j', 1]]) {
            await desk.keyboard.press(key);
            await isAt('.monitors tbody tr', row);
        }
        await desk.keyboard.press('Enter');
        await desk.waitForURL(/\/journeys\//);
        await desk.keyboard.press('i');
        await desk.locator('.incident.open').first().waitFor();
        await desk.keyboard.press('j');
        await isAt('.incident', 0);
        await desk.keyboard.press('n');
        await isAt('.incident form', 0);
        assert.equal(await desk.locator('.incident input[name=who]').inputValue(), '', 'the key is not typed into it');
        await desk.keyboard.type('jo');
        assert.equal(await desk.locator('.incident input[name=who]').inputValue(), 'jo', 'letters are letters in a field');
        await desk.keyboard.press('Escape');
        await desk.keyboard.press('m');
        await desk.locator('form').waitFor();
        await desk.keyboard.press('o');
        await rows(desk).first().waitFor();
        await desk.keyboard.press('/');
        await isAt('input[type=search]', 0);
        await desk.keyboard.press('Escape');
        await desk.keyboard.press('?');
        await desk.locator('dialog.keys dd:text-is("下一项")').waitFor();
        await desk.picture('keys-1280-light');
        await desk.locator('dialog.keys input').uncheck();
        await desk.keyboard.press('Escape');
        await desk.locator('dialog.keys').waitFor({ state: 'detached' });
        await desk.keyboard.press('i');
        await desk.locator('.tools .help').click();
        await desk.locator('dialog.keys input').check();
        assert.equal(new URL(desk.url()).pathname, '/', 'turned off, a key does nothing');
        await desk.locator('dialog.keys button').click();
        await desk.locator('dialog.keys').waitFor({ state: 'detached' });
        desk.clean();
    }],
    ['the robot’s own sentences are Chinese on a Chinese page', async () => {
        await desk.at('/incidents');
        await desk.locator('.incident.open').first().waitFor();
        const told = await desk.locator('.incident').allInnerTexts();
        for (const text of told) assert.doesNotMatch(text, /\b(fails at|is flapping|expected|well again|slower than|ends in)\b/);
        await desk.at(broken);
        await desk.locator('.broke').waitFor();
        assert.doesNotMatch(await desk.locator('dl.facts').innerText(), /\b(every|critical|error|warning)\b/);
        desk.clean();
    }],
    ['an incident is acknowledged, noted and muted by name', async () => {
        await desk.locator('nav a[href="/incidents"]').click();
        const open = desk.locator('.incident.open').first();
        await open.waitFor();
        await desk.picture('incidents-1280-light');
        const fill = async (button, text) => {
            await open.getByRole('button', { name: button, exact: true }).click();
            await open.locator('input[name=who]').fill('李雷');
            await open.locator('textarea').fill(text);
            await open.locator('form button[type=submit]').click();
            await open.locator('form').waitFor({ state: 'detached' });
        };
        await fill('添加备注', '正在回滚');
        await fill('静默', '回滚期间');
        await fill('认领', '我来');
        await desk.picture('incidents-after-1280-light');
    }],
    ['the link of an alert leads to its incident', async () => {
        const id = await desk.locator('.incident').last().getAttribute('id');
        await desk.at(`/incidents/${id.replace('incident-', '')}`);
        await desk.waitForFunction((wanted) => document.activeElement.id === wanted, id);
        desk.clean();
    }],
    ['a window is added and removed', async () => {
        await desk.locator('nav a[href="/maintenance"]').click();
        await desk.locator('form').waitFor();
        await desk.locator('tr:has-text("nightly") td:text("配置文件")').waitFor();
        assert.equal(await desk.locator('tr:has-text("nightly") button').count(), 0);
        await desk.locator('input[name=text]').fill('发布');
        await desk.locator('input[name=journey]').first().check();
        await desk.locator('form button[type=submit]').click();
        await desk.locator('.said.shown').waitFor();
        await desk.waitForFunction(() => !document.querySelector('input[name=journey]').checked);
        assert.equal(await desk.locator('input[name=who]').inputValue(), '李雷');
        let asked = '';
        desk.once('dialog', (dialog) => {
            asked = dialog.message();
            dialog.dismiss();
        });
        await desk.locator('form button[type=submit]').click();
        await desk.locator('form button[type=submit]:enabled').waitFor();
        assert.match(asked, /所有旅程/);
        desk.once('dialog', (dialog) => dialog.accept());
        await desk.locator('table button').first().click();
        await desk.picture('maintenance-1280-light');
    }],
    ['language and colours are kept', async () => {
        await desk.locator('.tools button').first().click();
        await desk.locator('h1:text("Maintenance")').waitFor();
        await desk.locator('.tools select').selectOption('dark');
        await desk.reload();
        await desk.locator('h1:text("Maintenance")').waitFor();
        assert.equal(await desk.evaluate(() => document.documentElement.dataset.theme), 'dark');
        await desk.at('/');
        await rows(desk).first().waitFor();
        await desk.picture('overview-1280-dark');
        await desk.at(broken);
        await desk.locator('.chart canvas').first().waitFor();
        await desk.picture('journey-1280-dark');
    }],
    ['on a phone nothing scrolls sideways', async () => {
        await phone.at('/');
        await rows(phone).first().waitFor();
        await phone.picture('overview-375-dark');
        await phone.locator(`a[href="${broken}"]`).first().tap();
        await phone.locator('.chart canvas').first().waitFor();
        await phone.picture('journey-375-dark');
        await phone.locator('tr:has(.badge.is-fail) a[href^="/runs/"]').first().tap();
        await phone.locator('.lanes .lane').first().waitFor();
        await phone.picture('run-375-dark');
        await phone.locator('nav a[href="/incidents"]').tap();
        await phone.locator('.incident').first().waitFor();
        await phone.picture('incidents-375-dark');
        await phone.locator('nav a[href="/maintenance"]').tap();
        await phone.locator('form').waitFor();
        await phone.picture('maintenance-375-dark');
        await phone.locator('.tools select').selectOption('light');
        await phone.at('/');
        await rows(phone).first().waitFor();
        await phone.picture('overview-375-light');
    }],
    ['when the robot is away the page says so, keeps what it has, and comes back by itself', async () => {
        phone.forgiven.push(/Failed to load resource|ERR_FAILED/);
        const shown = await rows(phone).count();
        await phone.route('**/api/**', (route) => route.abort());
        await phone.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
        await phone.locator('#away:not([hidden])').waitFor();
        assert.equal(await rows(phone).count(), shown);
        await phone.picture('away-375-light');
        await phone.unroute('**/api/**');
        await phone.locator('#away').waitFor({ state: 'hidden' });
        phone.clean();
    }],
    ['when the store fails the page says why and offers to try again', async () => {
        phone.forgiven.push(/503/);
        await phone.route('**/api/monitors', (route) => route.fulfill({ status: 503, contentType: 'application/json',
            headers: { 'content-security-policy': "default-src 'none'" },
            body: '{"error":{"code":"store","message":"disk I/O error"}}' }));
        await phone.at('/');
        await phone.locator('[role=alert]:has-text("disk I/O error")').waitFor();
        await phone.picture('error-375-light');
        await phone.unroute('**/api/monitors');
        await phone.locator('[role=alert] button').tap();
        await rows(phone).first().waitFor();
        phone.clean();
    }],
    ['what is not there is told', async () => {
        await desk.at('/journeys/nobody');
        await desk.locator('.empty').waitFor();
        desk.forgiven.push(/404/);
        await desk.at('/runs/none');
        await desk.locator('[role=alert]').waitFor();
        desk.clean();
    }],
]);
await browser.close();
