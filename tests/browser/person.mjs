// SPDX-License-Identifier: Apache-2.0
// person.mjs - a person in the browser that `xunjian record` has opened: real clicks and keys, by Playwright through
// the port for developer tools.
// Usage: person.mjs PORT FILE   FILE: to be uploaded

import { enter, pageAt, recorder } from './recorded.mjs';

const [port, file] = process.argv.slice(2);
const browser = await enter(port);
const page = await pageAt(browser, '/page.html');
await page.waitForLoadState();
await (await recorder(page)).listens();

const out = page.locator('#out');
const says = (text) => out.filter({ hasText: text }).waitFor();
await page.getByText('提交').click();
await page.getByLabel('姓名').click();
await page.keyboard.type('李四');
await page.getByLabel('省').focus();
await page.keyboard.press('ArrowDown');
page.once('dialog', (dialog) => dialog.dismiss());
await page.getByText('询问').click();
await says('否');
await page.frameLocator('#fr').getByText('框内').click();
const knob = await page.locator('#knob').boundingBox();
await page.mouse.move(knob.x + 5, knob.y + 5);
await page.mouse.down();
await page.mouse.move(knob.x + 65, knob.y + 5, { steps: 5 });
await page.mouse.up();
await says('拖到');
await page.locator('#up').setInputFiles(file);
const opened = page.context().waitForEvent('page');
await page.getByText('新窗口').click();
const second = await opened;
await second.waitForLoadState();
await (await recorder(second)).listens();
await second.getByText('提交').click();
await page.bringToFront();
await page.getByText('远处').click();
await says('远');
await page.goto(page.url().replace('page.html', 'page.html?late'));
await page.getByText('迟到').click();
await says('来了');
await page.goBack();
await page.getByText('提交').click();
await page.waitForTimeout(300);
await second.close();
await page.close();
await browser.close();
