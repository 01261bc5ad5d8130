// SPDX-License-Identifier: Apache-2.0
// telling.js - the robot's own sentences in the reader's language.
//
// The robot writes English: into its store, its log, its reports. What it says by a pattern is said again
// here; what it does not know (an app's own words, a newer robot's sentence) stays as it is.

import { language, named } from './words.js';

const HOW = '(?: \\((\\w+)(?:: ([\\w -]+))?\\))?$';

function how(phase, reason) {
    const words = [phase && named('phase_', phase), reason && named('reason_', reason)].filter(Boolean);
    return words.length > 0 ? `（${words.join('：')}）` : '';
}

const whys = {
    'well again': '恢复正常', renewed: '证书已更新', 'as fast as usual again': '速度恢复正常',
    'the robot works again': '机器人恢复正常', 'no longer in the configuration': '已从配置中移除',
    'no longer flapping': '不再时好时坏', 'no longer watched': '不再监测', 'latency is no longer watched': '不再监测耗时',
    'most monitors are well again': '大多数旅程已恢复', 'fails steadily now': '现在持续失败',
    'the robot seems to be cut off: nearly everything fails at once': '机器人疑似断网：几乎所有旅程同时失败',
    'the robot is cut off: no connectivity target answers': '机器人断网：所有连通性目标都没有响应',
};

const predicates = { 'something at': '能提取到', equals: '等于', contains: '包含', matches: '匹配', 'starts with': '以此开头：', 'ends with': '以此结尾：',
    exists: '存在', empty: '为空', lt: '小于', le: '小于等于', gt: '大于', ge: '大于等于', between: '介于', in: '属于' };
const types = { number: '数字', string: '文本', text: '文本', boolean: '布尔值', nothing: '无', object: '对象', array: '数组' };

const first = (words) => (text) => {
    for (const [english, chinese] of Object.entries(words))
        if (text === english || text.startsWith(`${english} `)) return `${chinese}${text.slice(english.length)}`;
    return text;
};
const expected = first(predicates);
const actual = first(types);

export const wanted = (text) => (language() === 'en' ? text : expected(text));
export const got = (text) => (language() === 'en' ? text : actual(text));

const compared = (what, wanted, got) => `${what ? `${what}：` : ''}期望${expected(wanted)}，实际为${actual(got)}`;

const slower = (text) => text.replace(/^the journey: /, '整个旅程：').replace(/median (\S+) -> ([^\s;,]+)/, '中位数 $1 → $2')
    .replace(/; most of it at ([^,]+)/, '；主要在「$1」').replace(/, (\w+) (\S+) -> (\S+)$/, (_, phase, was, is) =>
        `，${named('phase_', phase)} ${was} → ${is}`);

// [pattern, how to say it]; `name` gives a journey's title for its id.
const sentences = [
    [new RegExp(`^(\\d+) journeys fail at (.+?) on (\\S+?)${HOW}`), (name, n, where, host, phase, reason) =>
        `${n} 个旅程在 ${host} 的 ${where} 失败${how(phase, reason)}`],
    [new RegExp(`^(\\d+) journeys fail at (.+?)${HOW}`), (name, n, where, phase, reason) =>
        `${n} 个旅程在 ${where} 失败${how(phase, reason)}`],
    [new RegExp(`^(\\S+) (fails|is flapping)(?: at (.+?))?${HOW}`), (name, journey, verb, step, phase, reason) =>
        `${name(journey)}${step ? `在步骤「${step}」` : ''}${verb === 'fails' ? '失败' : '时好时坏'}${how(phase, reason)}`],
    [/^(\d+) journeys are slower than usual at (.+)$/, (name, n, where) => `${n} 个旅程在 ${where} 比平时慢`],
    [/^(\S+) is slower than usual: (.+)$/, (name, journey, rest) => `${name(journey)}比平时慢：${slower(rest)}`],
    [/^(.+: median \S+ -> \S+.*)$/, (name, text) => slower(text)],
    [/^(\S+) is slower$/, (name, journey) => `${name(journey)}变慢`],
    [/^the certificate of (\S+) ends in (\d+) days?$/, (name, host, days) => `${host} 的证书将在 ${days} 天后到期`],
    [/^the certificate of (\S+) ends within a day$/, (name, host) => `${host} 的证书将在一天内到期`],
    [/^the certificate of (\S+) has ended$/, (name, host) => `${host} 的证书已过期`],
    [/^the robot fails at (\d+) journeys?, which nobody watches now$/, (name, n) => `机器人无法巡检 ${n} 个旅程，它们目前无人监测`],
    [/^(critical|error|warning|info) -> (critical|error|warning|info)$/, (name, was, is) =>
        `${named('severity_', was)} → ${named('severity_', is)}`],
    [/^by (.+)$/, (name, who) => who],
    [/^(.+) \((.+?): expected (.+), actual (.+)\)$/, (name, words, what, wanted, got) => `${words}（${compared(what, wanted, got)}）`],
    [/^(?:(.+?): )?expected (.+), actual (.+)$/, (name, ...said) => compared(...said)],
    [/^(\S+): (.+)$/, (name, journey, why) => (whys[why] ? `${name(journey)}：${whys[why]}` : null)],
    [/^every (\d+)(ms|s|m|h)$/, (name, n, unit) => `每 ${n} ${{ ms: '毫秒', s: '秒', m: '分钟', h: '小时' }[unit]}`],
];

function line(text, name) {
    if (whys[text]) return whys[text];
    for (const [pattern, say] of sentences) {
        const match = text.match(pattern);
        const said = match && say(name, ...match.slice(1));
        if (said) return said;
    }
    return text;
}

// `journeys`: [{journey, title}] to call them by their titles.
export function telling(text, journeys = []) {
    if (!text || language() === 'en') return text;
    const name = (id) => journeys.find((j) => j.journey === id)?.title || id;
    return text.split('\n').map((one) => line(one, name)).join('\n');
}
