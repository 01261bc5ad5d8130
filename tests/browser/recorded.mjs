// SPDX-License-Identifier: Apache-2.0
// recorded.mjs - the browser that `xunjian record` has opened, found through its port for developer tools.

import { createRequire } from 'node:module';

const { chromium } = createRequire(`${process.env.BROWSER_MODULES}/`)('playwright-core');

export const until = async (look) => {
    for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {
        const found = await look().catch(() => null);
        if (found) return found;
    }
    throw new Error(`it never came: ${look}`);
};
export const enter = (port) => until(() => chromium.connectOverCDP(`http://127.0.0.1:${port}`));
export const pageAt = (browser, part) =>
    until(async () => browser.contexts().flatMap((c) => c.pages()).find((p) => p.url().includes(part)));

// Looks into the recorder's own world: whether it listens, and what it has told last.
export const recorder = async (page) => {
    const tools = await page.context().newCDPSession(page);
    const worlds = new Set();
    tools.on('Runtime.executionContextCreated', ({ context }) => { if (context.name === 'xunjian') worlds.add(context.id); });
    tools.on('Runtime.executionContextsCleared', () => worlds.clear());
    tools.on('Runtime.executionContextDestroyed', ({ executionContextId }) => worlds.delete(executionContextId));
    await tools.send('Runtime.enable');
    const said = async (what) => {
        for (const contextId of worlds) {
            const { result } = await tools.send('Runtime.evaluate', { contextId, returnByValue: true,
                expression: `globalThis.__xunjianRecorder ? (${what})(__xunjianRecorder) : false` }).catch(() => ({ result: {} }));
            if (result.value) return true;
        }
        return false;
    };
    return {
        tools,
        listens: () => until(() => said('() => true')),
        told: (what) => until(() => said(`(me) => me.last.do === ${JSON.stringify(what.do)} && (me.last.text ?? "") === ${JSON.stringify(what.text ?? '')}`)),
    };
};
