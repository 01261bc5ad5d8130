// SPDX-License-Identifier: Apache-2.0
// graph-live.mjs - the page graph of a live robot: a journey is run, a page breaks, and the map, never loaded again, tells.
// Usage: graph-live.mjs BASE CONTROL TOKEN   (the robot's page; the demo app's control port and its token)

import assert from 'node:assert/strict';
import { launch, open, tests } from './watch.mjs';

const [base, control, token] = process.argv.slice(2);
const browser = await launch();
const page = await open(browser, base, { viewport: { width: 1280, height: 900 }, locale: 'en-US', colorScheme: 'light' });
const box = (id) => page.locator(`.box:has(.id:text-is("${id}"))`);
const isNow = (id, state) => page.locator(`.box.is-${state}:has(.id:text-is("${id}"))`).waitFor();

async function fault(method, body) {
    const answer = await fetch(`${control}/faults`, { method, body, headers: { 'X-Control-Token': token } });
    assert.ok(answer.ok, `${method} /faults: ${answer.status}`);
}

await tests([
    ['nothing has run: nobody is known to come here', async () => {
        await page.at('/graph');
        await isNow('/h5/repayment', 'not_covered');
        await page.picture('graph-live-1280');
    }],
    ['a journey is run, and the pages it came to are covered and well', async () => {
        await page.at('/journeys/h5-repayment?env=demo');
        await page.locator('button.main').click();
        await page.locator('.said.shown').waitFor();
        await page.locator('nav a[href="/graph"]').click();
        await isNow('/h5/repayment', 'ok');
        await isNow('/h5/home', 'ok');
        await isNow('/h5/profile', 'not_covered');
        await page.evaluate(() => { window.never_loaded_again = true; });
    }],
    ['its page says who comes and how', async () => {
        await box('/h5/repayment').click();
        await page.locator('.node .come a[href="/journeys/h5-repayment?env=demo"]').waitFor();
        await page.locator('.node .come:has-text("last came")').waitFor();
        assert.ok(await page.locator('.node .steps li').count() >= 2);
        assert.equal(await page.locator('.node .last li').count(), 1);
    }],
    ['the page breaks, its journey is run from here, and this page alone is told as failing', async () => {
        await fault('POST', '{"endpoint":"/h5/repayment","kind":"page","do":"blank"}');
        await page.locator('.node button.main').click();
        await isNow('/h5/repayment', 'fail');
        await isNow('/h5/home', 'ok');
        await page.locator('.node .badge.is-fail').waitFor();
        await page.locator('.node .last li:has(.shape.is-fail)').waitFor();
        await page.picture('graph-live-broken-1280');
    }],
    ['it is repaired, run again, and well again', async () => {
        await fault('DELETE');
        await page.locator('.node button.main:not(:disabled)').click();
        await isNow('/h5/repayment', 'ok');
        assert.equal(await page.locator('.node .last li').count(), 3);
        assert.ok(await page.evaluate(() => window.never_loaded_again), 'the document is still the same');
        await page.locator('.node .last li:has(.shape.is-fail) a').click();
        await page.locator('.broke, .finding.is-fail').first().waitFor();
        page.clean();
    }],
]);
await browser.close();
