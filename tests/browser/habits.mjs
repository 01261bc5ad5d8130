// SPDX-License-Identifier: Apache-2.0
// habits.mjs - somebody with habits of their own, while `xunjian record` watches: the keys where others click, a label
// instead of its box, a password that is shown as dots by style alone, a field that goes away when it is full.
// Usage: habits.mjs PORT

import { enter, pageAt, recorder, until } from './recorded.mjs';

const browser = await enter(process.argv[2]);
const page = await pageAt(browser, '/habits.html');
const watching = await recorder(page);
await watching.listens();
const log = page.locator('#log');
const says = (text) => log.filter({ hasText: text }).waitFor();
await page.getByText('我已阅读并同意').click();
await says('agreed');
await page.locator('#space').focus();
await page.keyboard.press('Space');
await says('space');
await page.locator('#enter').focus();
await page.keyboard.press('Enter');
await says('enter');
await page.locator('#dots').click();
await page.keyboard.type('hush-hush');
await page.locator('#search').click();
await page.keyboard.type('abc');
await page.keyboard.press('Enter');
await says('search abc');
await page.locator('#full').click();
await page.keyboard.type('wxyz');
await says('full wxyz');
await page.frameLocator('[name=one]').getByText('in einem').click();
await page.frameLocator('[name=two]').frameLocator('iframe').getByText('ganz innen').click();
await page.locator('.odd-8f3a2c1').click();
await watching.told({ do: 'shows', text: '申请已受理' });
await until(() => page.close().then(() => true));
await browser.close();
