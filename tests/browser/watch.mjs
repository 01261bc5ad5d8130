// SPDX-License-Identifier: Apache-2.0
// watch.mjs - a browser under suspicion: what it asks for, what it complains of, what can be read.
//
// Every page is watched from its first byte: a request to another host, a line on the console, a
// policy that was violated or a script that threw is a failure of whichever test was running.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const { chromium } = createRequire(`${process.env.BROWSER_MODULES}/`)('playwright-core');

export const launch = (...more) => chromium.launch({
    executablePath: '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-gpu', ...more],
});

const out = process.env.BROWSER_OUT;
mkdirSync(out, { recursive: true });

export async function open(browser, base, options) {
    const { patience = 60000, ...context } = options;
    const made = await browser.newContext({ ignoreHTTPSErrors: true, ...context });
    const page = await made.newPage();
    page.setDefaultTimeout(patience);
    page.wrong = [];
    page.forgiven = []; // patterns of complaints a test provokes
    const complain = (text) => page.forgiven.some((p) => p.test(text)) || page.wrong.push(text);
    page.on('request', (request) => {
        const url = new URL(request.url());
        if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== base)
            complain(`a request to somebody else: ${url}`);
    });
    page.on('console', (message) => complain(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complain(`a script threw: ${error.stack}`));
    page.on('response', (response) => {
        const policy = response.headers()['content-security-policy'] || '';
        if (!policy.includes("default-src 'none'")) complain(`no policy: ${response.url()}`);
    });
    page.at = (path) => page.goto(base + path, { waitUntil: 'domcontentloaded' });
    page.clean = () => assert.deepEqual(page.wrong, []);
    page.picture = async (name) => {
        await page.screenshot({ path: `${out}/${name}.png`, fullPage: true });
        await fits(page, name);
        await legible(page, name);
        await named(page, name);
        page.clean();
    };
    return page;
}

async function fits(page, name) {
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${name}: ${over} pixels wider than the window`);
}

// WCAG 2.2, 1.4.3: 4.5 to 1, for large text 3 to 1.
async function legible(page, name) {
    const faint = await page.evaluate(() => {
        const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const rgba = (colour) => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
            return [r, g, b, a / 255];
        };
        const ground = (element) => {
            for (let e = element; e; e = e.parentElement) {
                const colour = rgba(getComputedStyle(e).backgroundColor);
                if (colour[3] > 0.99) return colour;
            }
            return [255, 255, 255, 1];
        };
        const light = (c) => c.slice(0, 3).map((v) => v / 255)
            .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const found = new Set();
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const element = node.parentElement;
            if (!node.textContent.trim() || !element.checkVisibility({ visibilityProperty: true }) || element.closest(':disabled')) continue;
            const style = getComputedStyle(element);
            const [a, b] = [light(rgba(style.color)), light(ground(element))].sort((x, y) => y - x);
            const size = parseFloat(style.fontSize);
            const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < (large ? 3 : 4.5)) found.add(`${ratio.toFixed(2)}: "${node.textContent.trim().slice(0, 30)}" .${element.className}`);
        }
        return [...found];
    });
    assert.deepEqual(faint, [], `${name}: too faint to read`);
}

// Everything that can be used says what it is, and every table has its headings.
async function named(page, name) {
    const nameless = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, textarea')]
        .filter((e) => e.checkVisibility() && !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length))
        .map((e) => e.outerHTML.slice(0, 100))
        .concat([...document.querySelectorAll('table:not(.u-legend)')].filter((table) => !table.querySelector('th[scope=col]')
            || !table.querySelector('caption')).map(() => 'a table without headings')));
    assert.deepEqual(nameless, [], `${name}: no name to be called by`);
}

// Tests one after the other, each told as it ends; the first that fails ends them all.
export async function tests(all) {
    for (const [name, test] of all) {
        const began = Date.now();
        try {
            await test();
            console.log(`ok ${name} (${Date.now() - began} ms)`);
        } catch (error) {
            console.log(`not ok ${name}\n${error.stack}`);
            process.exitCode = 1;
            return;
        }
    }
}
