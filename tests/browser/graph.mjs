// SPDX-License-Identifier: Apache-2.0
// graph.mjs - somebody looks at the page graph: by mouse, by keys, with two fingers on a phone. Usage: graph.mjs BASE
//
// BASE shows the map of tests/web/test_browser.c: /home is well, /apply fails, /done was not reached, /about is not covered.

import assert from 'node:assert/strict';
import { launch, open, tests } from './watch.mjs';

const base = process.argv[2];
const browser = await launch();
const desk = await open(browser, base, { viewport: { width: 1280, height: 900 }, locale: 'zh-CN', colorScheme: 'light' });
const phone = await open(browser, base, { viewport: { width: 375, height: 812 }, locale: 'en-US', colorScheme: 'dark',
    hasTouch: true, isMobile: true });
const box = (page, id) => page.locator(`.box:has(.id:text-is("${id}"))`);
const view = async (page) => (await page.locator('svg.map').getAttribute('viewBox')).split(' ').map(Number);
const viewIs = (page, test, before) => page.waitForFunction(([source, was]) => {
    const now = document.querySelector('svg.map').getAttribute('viewBox').split(' ').map(Number);
    return new Function('now', 'was', `return ${source}`)(now, was);
}, [test, before]);

await tests([
    ['every page is drawn with its state, by shape and by word', async () => {
        await desk.at('/');
        await desk.locator('nav a[href="/graph"]').click();
        await box(desk, '/home').waitFor();
        assert.equal(await desk.locator('.box').count(), 6);
        for (const [id, state, word] of [['/home', 'ok', '正常'], ['/apply', 'fail', '故障'], ['/done', 'unknown', '未到达'],
            ['/about', 'not_covered', '未覆盖']]) {
            await desk.locator(`.box.is-${state}:has(.id:text-is("${id}"))`).waitFor();
            assert.match(await box(desk, id).getAttribute('aria-label'), new RegExp(`, ${word}$`));
            assert.equal(await box(desk, id).locator(`.shape.is-${state}`).count(), 1);
        }
        assert.equal(await desk.locator('.way').count(), 5);
        await desk.picture('graph-1280-light');
    }],
    ['the wheel zooms where the mouse is, a drag moves, a button shows the whole', async () => {
        const whole = await view(desk);
        const r = await desk.locator('svg.map').boundingBox();
        await desk.mouse.move(r.x + r.width - 30, r.y + 40);
        await desk.mouse.wheel(0, -400);
        await viewIs(desk, 'now[2] < was[2]', whole);
        const near = await view(desk);
        assert.ok(Math.abs((near[0] + near[2]) - (whole[0] + whole[2])) < whole[2] * 0.05, 'the place under the mouse stays');
        await desk.mouse.down();
        await desk.mouse.move(r.x + r.width - 130, r.y + 90, { steps: 4 });
        await desk.mouse.up();
        await viewIs(desk, 'now[0] > was[0] && now[1] < was[1]', near);
        assert.equal(new URL(desk.url()).pathname, '/graph', 'a drag chooses nothing');
        await desk.getByRole('button', { name: '全图' }).click();
        await viewIs(desk, 'Math.abs(now[2] - was[2]) < 1', whole);
        desk.clean();
    }],
    ['a page that is chosen tells its journeys, its runs and the way to it', async () => {
        await box(desk, '/done').click();
        const panel = desk.locator('.node');
        await panel.locator('.badge.is-unknown').waitFor();
        assert.equal(new URL(desk.url()).pathname, '/graph/%2Fdone');
        await panel.locator('.come a[href="/journeys/credit-application?env=staging"]').waitFor();
        await panel.locator('.come:has-text("没有走到这里") a[href^="/runs/credit-application-9"]').waitFor();
        assert.deepEqual(await panel.locator('.steps button').allInnerTexts(), ['页面 /home', '页面 /apply', '页面 /done']);
        await panel.locator('.steps li:has-text("点链接「去」")').first().waitFor();
        assert.equal(await panel.locator('.last li').count(), 10);
        assert.equal(await desk.locator('.way.near').count(), 1);
        assert.equal(await desk.locator('.way.path').count(), 2, 'the way to it is seen');
        await desk.picture('graph-node-1280-light');
        await panel.locator('.steps button').nth(1).click();
        await panel.locator('.badge.is-fail').waitFor();
        assert.equal(new URL(desk.url()).pathname, '/graph/%2Fapply');
    }],
    ['its journey is run from here', async () => {
        await desk.locator('.node').getByRole('button', { name: '立即运行' }).click();
        await desk.locator('.said.shown:has-text("已开始运行")').waitFor();
        assert.equal(await desk.locator('.said.bad').count(), 0);
        desk.clean();
    }],
    ['what nobody covers says so and cannot be run', async () => {
        await desk.at('/graph/%2Fabout');
        await desk.locator('.node:has-text("没有旅程经过这个页面")').waitFor();
        assert.equal(await desk.locator('.node button.main').count(), 0);
        await desk.locator('.node').getByRole('button', { name: '关闭' }).click();
        await desk.locator('.node').waitFor({ state: 'hidden' });
        assert.equal(new URL(desk.url()).pathname, '/graph');
    }],
    ['keys alone go from page to page, open one and come back', async () => {
        const isAt = (id) => desk.waitForFunction((name) =>
            document.activeElement.closest?.('.box')?.querySelector('.id').textContent === name, id);
        await desk.at('/graph');
        await box(desk, '/home').waitFor();
        assert.equal(await desk.locator('.box[tabindex="0"]').count(), 1, 'one stop of Tab');
        await box(desk, '/home').focus();
        await desk.keyboard.press('ArrowRight');
        const second = await desk.evaluate(() => document.activeElement.querySelector('.id').textContent);
        assert.ok(['/apply', '/card', '/about'].includes(second), second);
        await desk.keyboard.press('ArrowLeft');
        await isAt('/home');
        const before = await view(desk);
        await desk.keyboard.press('+');
        await viewIs(desk, 'now[2] < was[2]', before);
        const near = await view(desk);
        await desk.keyboard.press('Shift+ArrowRight');
        await viewIs(desk, 'now[0] > was[0]', near);
        await desk.keyboard.press('0');
        await desk.keyboard.press('Enter');
        await desk.waitForFunction(() => document.activeElement.closest('.node h2'));
        await desk.locator('.node .title button').press('Enter');
        await isAt('/home');
        desk.clean();
    }],
    ['a search finds pages by their journeys, a state leaves its own', async () => {
        await desk.getByRole('searchbox').fill('授信');
        await desk.locator('output:has-text("找到 3 个")').waitFor();
        assert.equal(await desk.locator('.box.found').count(), 3);
        await desk.keyboard.press('Enter');
        await desk.locator('.node h2').waitFor();
        await desk.locator('output:has-text("1 / ")').waitFor();
        await desk.getByRole('searchbox').fill('');
        await desk.locator('.choice button:has-text("故障")').click();
        await desk.waitForFunction(() => document.querySelectorAll('.box:not(.dim)').length === 1);
        await desk.locator('.choice button:has-text("全部")').click();
        desk.clean();
    }],
    ['all pages are a list, too', async () => {
        await desk.locator('summary').click();
        assert.equal(await desk.locator('table tbody tr').count(), 6);
        await desk.locator('table a[href="/graph/%2Fapply"]').click();
        await desk.locator('.node .badge.is-fail').waitFor();
        desk.clean();
    }],
    ['on a phone two fingers zoom, one moves, a tap opens', async () => {
        await phone.at('/graph');
        await box(phone, '/home').waitFor();
        await phone.picture('graph-375-dark');
        const touch = await phone.context().newCDPSession(phone);
        const r = await phone.locator('svg.map').boundingBox();
        const at = (x, y) => ({ x: r.x + x, y: r.y + y });
        const fingers = (type, ...points) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points });
        const whole = await view(phone);
        await fingers('touchStart', at(150, 150), at(200, 150));
        await fingers('touchMove', at(120, 150), at(230, 150));
        await fingers('touchMove', at(80, 150), at(270, 150));
        await fingers('touchEnd');
        await viewIs(phone, 'now[2] < was[2] / 2', whole);
        const near = await view(phone);
        await fingers('touchStart', at(200, 200));
        await fingers('touchMove', at(150, 200));
        await fingers('touchMove', at(100, 200));
        await fingers('touchEnd');
        await viewIs(phone, 'now[0] > was[0]', near);
        await phone.getByRole('button', { name: 'The whole map' }).click(); // a slow tap is a long press
        await viewIs(phone, 'Math.abs(now[0] - was[0]) < 1 && Math.abs(now[2] - was[2]) < 1', whole);
        await box(phone, '/home').tap();
        await phone.locator('.node h2').waitFor();
        await phone.waitForFunction(() => document.querySelector('.node h2').getBoundingClientRect().top < window.innerHeight);
        await phone.picture('graph-node-375-dark');
    }],
]);
await browser.close();
