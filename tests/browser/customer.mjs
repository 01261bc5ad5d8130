// SPDX-License-Identifier: Apache-2.0
// customer.mjs - the four journeys on the demo app's pages, on a phone, by fingers and keys alone.
// Usage: customer.mjs BASE   (the demo app)
//
// Playwright's witness that the pages can be used: whatever the robot finds there is not their fault.

import assert from 'node:assert/strict';
import { launch, tests } from './watch.mjs';

const [base] = process.argv.slice(2);
const camera = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${process.cwd()}/scenarios/h5/face.y4m`];
const browser = await launch(...camera, '--use-fake-ui-for-media-stream');
const blind = await launch();

async function phone(from = browser) {
    const context = await from.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'zh-CN' });
    const page = await context.newPage();
    page.setDefaultTimeout(60000);
    page.errors = [];
    page.on('pageerror', (error) => page.errors.push(error.message));
    page.on('console', (message) => page.errors.push(message.text()));
    page.tap = (id) => page.getByTestId(id).tap();
    page.press = (name) => page.getByRole('button', { name, exact: true }).tap();
    page.type = async (label, text) => {
        await page.getByLabel(label, { exact: true }).tap();
        await page.getByLabel(label, { exact: true }).pressSequentially(text);
    };
    page.says = (id, text) => page.getByTestId(id).filter({ hasText: text }).waitFor();
    page.picture = async (name) => {
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, `${name} is too wide`);
        await page.screenshot({ path: `${process.env.BROWSER_OUT}/customer-${name}.png`, fullPage: true });
    };
    return page;
}

async function code(mobile) {
    const inbox = await (await fetch(`${base}/test/inbox/${mobile}`)).json();
    return /验证码(\d{6})/.exec(inbox.data.latest)[1];
}

async function loggedIn(mobile, from) {
    const page = await phone(from);
    await page.goto(`${base}/h5/login`);
    await page.type('手机号', mobile);
    await page.type('密码', 'Demo@2026');
    await page.press('获取验证码');
    await page.getByText('验证码已发送至').waitFor();
    await page.type('短信验证码', await code(mobile));
    await page.press('登录');
    await page.waitForURL('**/h5/home');
    await page.locator('body[data-ready=true]').waitFor();
    return page;
}

// The application, up to where the camera is asked for.
async function appliedUntilLiveness(page, mobile) {
    await page.getByRole('link', { name: '申请额度' }).tap();
    await page.press('开始申请');
    for (const box of ['contract-1', 'contract-2', 'bureau']) await page.tap(box);
    await page.picture('authorisation');
    await page.press('同意并继续');
    await page.type('姓名', '马亮坚');
    await page.type('身份证号', '533422197504199972');
    await page.tap('identity-submit');
    await page.type('银行卡号', '6226984231090267');
    await page.type('银行预留手机号', mobile);
    await page.press('获取验证码');
    await page.says('message', '验证码已发送');
    await page.type('验证码', await code(mobile));
    await page.press('绑定银行卡');
    await page.type('联系人姓名', '王嘉怡');
    await page.type('联系人手机号', '13912345678');
    await page.getByLabel('关系').selectOption('朋友');
    await page.type('月收入（元）', '12000');
    await page.type('工作单位', '巡检科技有限公司');
    await page.tap('profile-submit');
    await page.says('actions', /眨眼|摇头|点头|张嘴/);
}

await tests([
    ['login', async () => {
        const page = await loggedIn('13800138010');
        await page.says('masked-mobile', '138****8010');
        await page.picture('home');
        assert.deepEqual(page.errors, []);
    }],
    ['credit application, with a face before the camera', async () => {
        const page = await loggedIn('13800138020');
        await appliedUntilLiveness(page, '15157010711');
        await page.press('开始检测');
        await page.says('decision', 'APPROVED');
        assert.equal(await page.getByTestId('camera-state').textContent(), '已完成');
        await page.getByText('已通过').waitFor();
        await page.says('limit', '50000.00');
        await page.picture('approved');
        assert.deepEqual(page.errors, []);
    }],
    ['without a camera the application waits, and says why', async () => {
        const page = await loggedIn('13800138030', blind);
        await appliedUntilLiveness(page, '15157010712');
        await page.press('开始检测');
        await page.says('camera-state', '无法使用相机');
        await page.says('message', '无法使用相机，');
        assert.equal(await page.getByRole('button', { name: '开始检测' }).isEnabled(), true);
        await page.picture('no-camera');
    }],
    ['fund purchase, with the questionnaire, by the password pad', async () => {
        const page = await loggedIn('13800138040');
        await page.tap('nav-funds');
        await page.waitForURL('**/h5/funds');
        await page.picture('funds');
        await page.tap('fund-000001');
        await page.getByRole('link', { name: '立即购买' }).tap();
        const level = page.getByTestId('risk-form').or(page.getByTestId('purchase-form')).filter({ visible: true });
        await level.waitFor();
        if (await page.getByTestId('risk-form').isVisible()) {
            for (const question of ['q1', 'q2', 'q3', 'q4', 'q5']) await page.getByTestId(question).selectOption('C');
            await page.picture('questionnaire');
            await page.press('提交测评');
        }
        await page.type('购买金额（元）', '100.00');
        for (const key of '24687') await page.tap(`pad-${key}`);
        await page.tap('pad-back');
        for (const key of '10') await page.tap(`pad-${key}`);
        assert.equal(await page.getByLabel('交易密码').inputValue(), '246810');
        await page.picture('purchase');
        await page.press('确认购买');
        await page.says('order-state', 'CONFIRMED');
        await page.getByText('已确认').waitFor();
        await page.says('shares', /^\d+\.\d{2}$/);
        assert.deepEqual(page.errors, []);
    }],
    ['repayment of the next term', async () => {
        const page = await loggedIn('13800138042');
        await page.tap('nav-repayment');
        await page.locator('#plan td[data-state=DUE]').first().waitFor();
        const paid = () => page.locator('#plan td[data-state=PAID]').count();
        const before = await paid();
        await page.press('还本期');
        await page.says('repayment-state', 'SUCCESS');
        await page.locator('#plan td[data-state=PAID]').nth(before).waitFor();
        assert.equal(await paid(), before + 1);
        await page.picture('repaid');
        assert.deepEqual(page.errors, []);
    }],
]);
await browser.close();
await blind.close();
