// SPDX-License-Identifier: Apache-2.0
// discover.mjs - the single-page part of the demo app, on a phone: routes, history, what is for good.
// Usage: discover.mjs BASE CONTROL TOKEN   (the demo app, its control port and token)

import assert from 'node:assert/strict';
import { launch, tests } from './watch.mjs';

const [base, control, token] = process.argv.slice(2);
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'zh-CN' });
const page = await context.newPage();
page.setDefaultTimeout(60000);
const errors = [];
page.on('pageerror', (error) => errors.push(error.message));
let documents = 0;
page.on('request', (request) => { if (request.isNavigationRequest()) documents++; });

const view = async (path, title) => {
    await page.locator('body[data-ready=true]').waitFor();
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    assert.equal(new URL(page.url()).pathname, path);
    assert.equal(await page.title(), `${title} - 巡检金融`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, `${path} is too wide`);
    await page.screenshot({ path: `${process.env.BROWSER_OUT}/discover${path.replaceAll('/', '-')}.png` });
};
const tap = (id) => page.getByTestId(id).tap();

async function counted(endpoint) {
    const answer = await fetch(`${control}/counts`, { headers: { 'X-Control-Token': token } });
    return (await answer.json()).endpoints[endpoint] || 0;
}

await tests([
    ['a route is opened directly, and others without loading a document', async () => {
        await page.goto(`${base}/app`);
        await view('/app', '发现');
        await tap('tab-funds');
        await view('/app/funds', '基金');
        assert.equal(await page.getByTestId('tab-funds').getAttribute('aria-current'), 'page');
        assert.equal(await page.getByTestId('fund-list').getByRole('link').count(), 24);
        await tap('type-BOND');
        const bonds = await page.getByTestId('fund-list').getByRole('link').count();
        assert.ok(bonds > 0 && bonds < 24);
        await tap('type-ALL');
        await page.getByTestId('fund-list').getByRole('link').first().tap();
        await view('/app/fund/1', '稳盈货币A');
        assert.equal(await page.getByTestId('fund-code').innerText(), '000001');
        await tap('next');
        await page.getByTestId('previous').waitFor();
        assert.notEqual(await page.getByTestId('fund-code').innerText(), '000001');
        assert.equal(documents, 1);
    }],
    ['back and forward are routes, too', async () => {
        await page.goBack();
        await page.getByText('000001').waitFor();
        await page.goBack();
        await view('/app/funds', '基金');
        await page.goForward();
        await page.getByText('000001').waitFor();
        assert.equal(documents, 1);
    }],
    ['a part is opened without leaving the route', async () => {
        await tap('history');
        await page.locator('#history').waitFor();
        assert.equal(await page.getByTestId('history').getAttribute('aria-expanded'), 'true');
    }],
    ['what is not there says so', async () => {
        for (const path of ['/app/fund/25', '/app/news/9', '/app/other', '/app/calendar/2026-13']) {
            await page.goto(base + path);
            await view(path, '页面不存在');
        }
    }],
    ['the calendar has no end', async () => {
        await page.goto(`${base}/app/calendar/2026-12`);
        await tap('next-month');
        await view('/app/calendar/2027-01', '2027-01 还款日历');
    }],
    ['what belongs to a customer asks who it is', async () => {
        await tap('tab-me');
        await page.waitForURL('**/h5/login');
    }],
    ['a card is unbound by one press, for good', async () => {
        await page.getByLabel('手机号').fill('13800138001');
        await page.getByLabel('密码', { exact: true }).fill('Demo@2026');
        await tap('login-submit');
        await page.getByText('验证码已发送至').waitFor();
        const inbox = await (await fetch(`${base}/test/inbox/13800138001`)).json();
        await page.getByLabel('短信验证码').fill(/\d{6}/.exec(inbox.data.latest)[0]);
        await tap('code-submit');
        await page.waitForURL('**/h5/home');
        await tap('nav-discover');
        await tap('tab-me');
        await view('/app/me', '我的');
        await tap('to-cards');
        await view('/app/cards', '银行卡');
        assert.equal(await page.getByTestId('card').innerText(), '6222 **** 2230');
        await tap('unbind-card');
        await page.getByTestId('no-card').waitFor();
        await page.getByText('银行卡已解绑').waitFor();
        assert.equal(await counted('DELETE /api/cards/{}'), 1);
    }],
    ['logging out is a link', async () => {
        await tap('tab-me');
        await tap('logout');
        await page.waitForURL('**/h5/login');
        await page.goto(`${base}/app/me`);
        await page.waitForURL('**/h5/login');
        assert.deepEqual(errors, []);
    }],
]);
await browser.close();
