// SPDX-License-Identifier: Apache-2.0
// broken.mjs - each way in which the demo app breaks a page, seen as a customer would see it.
// Usage: broken.mjs BASE CONTROL TOKEN   (the demo app, its control port and token)

import assert from 'node:assert/strict';
import { launch, tests } from './watch.mjs';

const [base, control, token] = process.argv.slice(2);
const browser = await launch();

const headers = { 'X-Control-Token': token };
async function ask(method, path, body) {
    const answer = await fetch(control + path, { method, headers, body: body && JSON.stringify(body) });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
}

// The login page, broken as asked, in a phone's browser that is new.
async function broken(fault, path = '/h5/login') {
    await ask('DELETE', '/faults');
    if (fault) await ask('POST', '/faults', { endpoint: path, kind: 'page', ...fault });
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    const page = await context.newPage();
    page.setDefaultTimeout(60000);
    page.errors = [];
    page.console = [];
    page.asked = [];
    page.failed = [];
    page.on('pageerror', (error) => page.errors.push(error.message));
    page.on('console', (message) => page.console.push(`${message.type()}: ${message.text()}`));
    page.on('request', (request) => page.asked.push(new URL(request.url()).pathname));
    page.on('response', (response) => { if (response.status() >= 400) page.failed.push(new URL(response.url()).pathname); });
    await page.goto(base + path);
    page.logins = () => page.asked.filter((path) => path === '/api/auth/login').length;
    page.logIn = async () => {
        await page.getByLabel('手机号').fill('13800138000');
        await page.getByLabel('密码', { exact: true }).fill('Demo@2026');
        await page.getByTestId('login-submit').click();
    };
    return page;
}

// Two rounds of the page's own work: what a click would have done has begun by then.
const settle = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));

const submit = '[data-testid=login-submit]';

await tests([
    ['a page that is whole logs in', async () => {
        const page = await broken(null);
        await page.logIn();
        await page.getByText('验证码已发送至').waitFor();
        assert.deepEqual([page.errors, page.console, page.failed], [[], [], []]);
    }],
    ['a dead button does nothing at all, also by Enter', async () => {
        const page = await broken({ do: 'dead-button', target: submit });
        const before = await page.content();
        await page.logIn();
        await page.getByLabel('密码', { exact: true }).press('Enter');
        await settle(page);
        assert.equal(page.logins(), 0);
        assert.equal(await page.content(), before);
        assert.deepEqual([page.errors, page.console, page.failed], [[], [], []]);
    }],
    ['a script error in the handler: nothing happens, only the console knows', async () => {
        const page = await broken({ do: 'script-error', target: submit });
        await page.logIn();
        await settle(page);
        assert.equal(page.logins(), 0);
        assert.deepEqual(page.errors, ["Cannot read properties of undefined (reading 'amount')"]);
    }],
    ['a script error at load leaves the page usable', async () => {
        const page = await broken({ do: 'script-error' });
        await page.logIn();
        await page.getByText('验证码已发送至').waitFor();
        assert.equal(page.errors.length, 1);
    }],
    ['a page freezes when pressed, then goes on', async () => {
        const page = await broken({ do: 'freeze', target: submit, delay_us: 1500000 });
        const began = Date.now();
        await page.logIn();
        await settle(page);
        assert.ok(Date.now() - began >= 1500, `${Date.now() - began} ms`);
        await page.getByText('验证码已发送至').waitFor();
    }],
    ['a page freezes when it has loaded', async () => {
        const page = await broken({ do: 'freeze', delay_us: 1500000 });
        const long = await page.evaluate(() => new Promise((done) => new PerformanceObserver((list) => {
            const longest = Math.max(...list.getEntries().map((entry) => entry.duration));
            if (longest >= 1400) done(longest);
        }).observe({ type: 'longtask', buffered: true })));
        assert.ok(long >= 1400);
    }],
    ['an element is missing, its neighbours are not', async () => {
        const page = await broken({ do: 'missing-element', target: submit });
        await page.getByLabel('手机号').waitFor();
        assert.equal(await page.getByTestId('login-submit').count(), 0);
        assert.deepEqual(page.errors, []);
    }],
    ['a blank page is 200 and empty', async () => {
        const page = await broken({ do: 'blank' });
        assert.equal((await page.locator('body').innerText()).trim(), '');
        assert.equal(await page.title(), '登录 - 巡检金融');
        assert.deepEqual([page.errors, page.failed], [[], []]);
    }],
    ['an overlay takes the click of what it covers, and nothing else', async () => {
        const page = await broken({ do: 'overlay', target: submit });
        const box = await page.getByTestId('login-submit').boundingBox();
        const hit = ([x, y]) => document.elementFromPoint(x, y)?.tagName;
        assert.equal(await page.evaluate(hit, [box.x + box.width / 2, box.y + box.height / 2]), 'DIV');
        await page.getByLabel('手机号').click();
        assert.equal(await page.evaluate(() => document.activeElement.id), 'mobile');
        const whole = await broken({ do: 'overlay' });
        assert.equal(await whole.evaluate(hit, [195, 140]), 'DIV');
    }],
    ['an image is broken', async () => {
        const page = await broken({ do: 'broken-image' });
        assert.equal(await page.evaluate(() => document.images[0].complete && document.images[0].naturalWidth), 0);
        assert.deepEqual(page.failed, ['/h5/images/gone.png']);
    }],
    ['a script is not there', async () => {
        const page = await broken({ do: 'failed-resource' });
        assert.deepEqual(page.failed, ['/h5/vendor/gone.js']);
    }],
    ['a template is left as it was, also when the page writes over it', async () => {
        const page = await broken({ do: 'template', target: '#message', message: 'NaN' });
        await page.logIn();
        await page.getByTestId('code-form').waitFor();
        assert.equal(await page.locator('#message').innerText(), 'NaN');
        const plain = await broken({ do: 'template' });
        assert.match(await plain.locator('main').innerText(), /尊敬的 \{\{ name \}\}，欢迎回来/);
    }],
    ['submitting comes back to the same page', async () => {
        const page = await broken({ do: 'rage-loop', target: submit });
        for (let i = 0; i < 2; i++) {
            const again = page.waitForNavigation();
            await page.logIn();
            await again;
            assert.equal(await page.getByLabel('手机号').inputValue(), '');
        }
        assert.equal(page.logins(), 0);
        assert.equal(page.asked.filter((path) => path === '/h5/login').length, 3);
    }],
    ['the console complains, the page works', async () => {
        const page = await broken({ do: 'console-error', message: '支付组件初始化失败' });
        await page.logIn();
        await page.getByText('验证码已发送至').waitFor();
        assert.deepEqual(page.console, ['error: 支付组件初始化失败']);
    }],
    ['a style sheet is late, and the page with it', async () => {
        const began = Date.now();
        const page = await broken({ do: 'slow-resource', delay_us: 1200000 });
        const late = await page.evaluate(() => performance.getEntriesByType('resource').find((entry) => entry.name.includes('/test/slow/')).duration);
        assert.ok(late >= 1200 && Date.now() - began >= 1200, `${late} ms`);
    }],
    ['texts overlap', async () => {
        const boxes = async (page) => Promise.all([page.locator('label[for=password]').boundingBox(), page.getByLabel('手机号').boundingBox()]);
        const [label, field] = await boxes(await broken(null));
        assert.ok(label.y >= field.y + field.height);
        const [moved, above] = await boxes(await broken({ do: 'unstyled-overlap', target: 'label[for=password]' }));
        assert.ok(moved.y < above.y + above.height - 5);
    }],
    ['a text is cut off', async () => {
        const cut = (button) => button.scrollWidth > button.clientWidth;
        assert.equal(await (await broken(null)).getByTestId('login-submit').evaluate(cut), false);
        assert.equal(await (await broken({ do: 'cut-off', target: submit })).getByTestId('login-submit').evaluate(cut), true);
    }],
    ['an answer that is no page stays what it is', async () => {
        await ask('DELETE', '/faults');
        const { id } = await ask('POST', '/faults', { kind: 'page', do: 'blank' });
        assert.match(await (await fetch(base + '/h5/app.js')).text(), /^\/\/ What all pages/);
        assert.equal((await (await fetch(base + '/api/auth/public-key')).json()).code, '0000');
        assert.equal((await ask('GET', '/counts')).faults[id], 2);
    }],
    ['a fault that says too little or too much is refused', async () => {
        for (const wrong of [{}, { do: 'dance' }, { do: 'dead-button' }, { do: 'blank', field: 'x' }]) {
            const answer = await fetch(`${control}/faults`, { method: 'POST', headers, body: JSON.stringify({ kind: 'page', ...wrong }) });
            assert.equal(answer.status, 400, JSON.stringify(wrong));
        }
    }],
]);
await browser.close();
