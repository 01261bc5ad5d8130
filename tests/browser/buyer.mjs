// SPDX-License-Identifier: Apache-2.0
// buyer.mjs - a customer who is logged in buys a fund with the fingers, while `xunjian record` watches.
// Usage: buyer.mjs PORT

import { enter, pageAt, recorder } from './recorded.mjs';

const browser = await enter(process.argv[2]);
const page = await pageAt(browser, '/h5/home');
const watching = await recorder(page);
await watching.listens();
const tap = async (what) => {
    await what.waitFor();
    await what.scrollIntoViewIfNeeded();
    const box = await what.boundingBox(), at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await watching.tools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
    await watching.tools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
};
await tap(page.getByTestId('nav-funds'));
await tap(page.getByTestId('fund-000001'));
await page.getByTestId('fund-code').filter({ hasText: '000001' }).waitFor();
await tap(page.getByTestId('to-purchase'));
await tap(page.getByLabel('购买金额'));
await page.keyboard.type('100.00');
await tap(page.getByLabel('交易密码'));
await page.keyboard.type('246810');
await tap(page.getByText('我已知晓产品风险'));
await tap(page.getByText('确认购买'));
await watching.told({ do: 'shows', text: 'CONFIRMED' });
await page.close();
await browser.close();
