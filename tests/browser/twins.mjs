// SPDX-License-Identifier: Apache-2.0
// twins.mjs - that each page of fixtures/pages is broken, or innocent, as its folder says.
// Usage: twins.mjs BASE   (the demo app)
//
// The facts are looked at directly, page by page, in other ways than a check for all pages could.

import assert from 'node:assert/strict';
import { launch, tests } from './watch.mjs';

const [base] = process.argv.slice(2);
const browser = await launch();

async function open(path) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    const page = await context.newPage();
    page.setDefaultTimeout(60000);
    page.errors = [];
    page.failed = [];
    page.on('pageerror', (error) => page.errors.push(error.message));
    page.on('response', (response) => { if (response.status() >= 400) page.failed.push(new URL(response.url()).pathname.split('/').pop()); });
    await page.goto(`${base}/fixtures/pages/${path}.html`);
    page.settle = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
    page.act = () => page.getByTestId('act').click();
    return page;
}

// What a customer could notice of a click: words, attributes, where the page stands.
const state = (page) => page.evaluate(() => JSON.stringify([document.body.outerHTML.replace(/\d+\.\d</, '<'), scrollY, location.href]));
async function changes(path) {
    const page = await open(path);
    const before = await state(page);
    await page.act();
    await page.settle();
    return await state(page) !== before;
}

// Whether the picture of the page has more than one colour.
async function coloured(path) {
    const page = await open(path);
    const picture = (await page.screenshot()).toString('base64');
    return page.evaluate(async (base64) => {
        const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + base64)).blob());
        const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
        canvas.drawImage(image, 0, 0);
        return new Set(new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer)).size > 1;
    }, picture);
}

const brokenImages = (page) => page.evaluate(async () => {
    document.querySelectorAll('[loading=lazy]').forEach((image) => image.scrollIntoView());
    const pictures = [...document.images].filter((image) => image.hasAttribute('src'));
    await Promise.allSettled(pictures.map((image) => image.decode()));
    return pictures.filter((image) => !image.naturalWidth).length;
});

// How long no frame was drawn, and in how many frames the page said how far it was.
async function calculated(path) {
    const page = await open(path);
    await page.evaluate(() => {
        window.saw = { longest: 0, progress: 0 };
        let last = performance.now();
        (function frame(now) {
            window.saw.longest = Math.max(window.saw.longest, now - last);
            window.saw.progress += document.getElementById('result').textContent.startsWith('正在');
            last = now;
            requestAnimationFrame(frame);
        })(last);
    });
    await page.act();
    await page.getByText('试算完成').waitFor();
    return page.evaluate(() => window.saw);
}

// How long ten steps of scrolling take, a step a frame.
async function scrolled(path) {
    const page = await open(path);
    return page.evaluate(async () => {
        const began = performance.now();
        for (let step = 0; step < 10; step++) {
            scrollBy(0, 100);
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        }
        return performance.now() - began;
    });
}

async function resubmitted(path) {
    const page = await open(path);
    await page.locator('input').fill('a@example.com');
    const again = page.waitForNavigation();
    await page.act();
    await again;
    return page;
}

const shownText = async (path) => (await open(path)).locator('body').innerText();

await tests([
    ['blank', async () => {
        assert.equal(await coloured('blank/violating'), false);
        assert.equal(await coloured('blank/violating-white'), false);
        assert.equal((await shownText('blank/violating')).trim(), '');
        assert.match(await shownText('blank/violating-white'), /总资产/);
        assert.equal(await coloured('blank/innocent'), true);
    }],
    ['broken image', async () => {
        assert.equal(await brokenImages(await open('broken-image/violating')), 1);
        const innocent = await open('broken-image/innocent');
        assert.equal(await brokenImages(innocent), 0);
        assert.deepEqual(innocent.failed, []);
    }],
    ['cut-off text', async () => {
        const cut = (button) => button.scrollWidth > button.clientWidth;
        assert.equal(await (await open('cut-off-text/violating')).locator('.pay').evaluate(cut), true);
        assert.equal(await (await open('cut-off-text/innocent')).locator('.pay').evaluate(cut), false);
    }],
    ['dead click', async () => {
        assert.equal(await changes('dead-click/violating'), false);
        assert.equal(await changes('dead-click/violating-countdown'), false);
        assert.equal(await changes('dead-click/innocent'), true);
        assert.equal(await changes('dead-click/innocent-scroll'), true);
        const counting = await open('dead-click/innocent-count');
        await counting.act();
        assert.equal(await counting.locator('#count').innerText(), '2');
    }],
    ['failed resource', async () => {
        assert.deepEqual((await open('failed-resource/violating')).failed.sort(), ['wealth.8f31c2.css', 'wealth.8f31c2.js']);
        const innocent = await open('failed-resource/innocent');
        assert.deepEqual(innocent.failed, []);
        await innocent.getByText('1.86%').waitFor();
    }],
    ['frozen', async () => {
        const [violating, innocent] = [await calculated('frozen/violating'), await calculated('frozen/innocent')];
        assert.ok(violating.longest >= 5900 && violating.progress === 0, JSON.stringify(violating));
        assert.ok(innocent.longest < violating.longest && innocent.progress > 1, JSON.stringify(innocent));
    }],
    ['overlapping text', async () => {
        const page = await open('overlapping-text/violating');
        const name = await page.locator('.name').first().boundingBox();
        const amount = await page.locator('.amount').first().boundingBox();
        assert.ok(amount.y + 10 < name.y + name.height, 'they overlap');
        const twin = await open('overlapping-text/innocent');
        const clear = await twin.locator('.name').first().boundingBox();
        assert.ok((await twin.locator('.amount').first().boundingBox()).y >= clear.y + clear.height);
        const within = async (path) => {
            const form = await open(path);
            const [label, field] = [await form.locator('label').first().boundingBox(), await form.locator('#name').boundingBox()];
            return label.y > field.y && label.y + label.height < field.y + field.height;
        };
        assert.equal(await within('overlapping-text/violating-field'), true);
        assert.equal(await within('overlapping-text/innocent-field'), false);
    }],
    ['rage loop', async () => {
        const violating = await resubmitted('rage-loop/violating');
        assert.equal(await violating.locator('input').inputValue(), '');
        const innocent = await resubmitted('rage-loop/innocent');
        assert.equal(await innocent.locator('li').count(), 3);
        assert.equal(new URL(innocent.url()).pathname, '/fixtures/pages/rage-loop/innocent.html');
    }],
    ['script error', async () => {
        const violating = await open('script-error/violating');
        assert.deepEqual(violating.errors, ["Cannot read properties of undefined (reading 'balance')"]);
        assert.match(await violating.locator('body').innerText(), /可用余额：\s*—/);
        const innocent = await open('script-error/innocent');
        await innocent.settle();
        assert.deepEqual(innocent.errors.filter((text) => !text.startsWith('ResizeObserver loop')), []);
        assert.match(await innocent.locator('body').innerText(), /0\.00/);
    }],
    ['stutter', async () => {
        const [violating, innocent] = [await scrolled('stutter/violating'), await scrolled('stutter/innocent')];
        assert.ok(violating >= 2900, `${violating} ms`);
        assert.ok(innocent < violating, `${innocent} ms`);
    }],
    ['untranslated template', async () => {
        const violating = await shownText('untranslated-template/violating');
        for (const left of ['{{ customer.name }}', 'undefined', 'NaN']) assert.ok(violating.includes(left), left);
        const innocent = await shownText('untranslated-template/innocent');
        assert.ok(!innocent.includes('{{ row.title }}') && !innocent.includes('{{ loading.text }}'));
    }],
]);
await browser.close();
