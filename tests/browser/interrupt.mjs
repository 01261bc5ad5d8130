// SPDX-License-Identifier: Apache-2.0
// interrupt.mjs - somebody who, while `xunjian record` watches, does one thing and presses Control+C in the terminal.
// Usage: interrupt.mjs PORT PID

import { enter, pageAt, recorder } from './recorded.mjs';

const [port, pid] = process.argv.slice(2);
const browser = await enter(port);
const page = await pageAt(browser, '/habits.html');
const watching = await recorder(page);
await watching.listens();
await page.getByText('我已阅读并同意').click();
await watching.told({ do: 'click' });
await page.locator('#log').filter({ hasText: 'agreed' }).waitFor();
process.kill(Number(pid), 'SIGINT');
process.exit(0);
