// SPDX-License-Identifier: Apache-2.0
// run.js - one run as a support desk reads it: what was asked, what came back, when, and what was
// expected instead.

import { get } from './api.js';
import { h } from './dom.js';
import { badge, fact, say, section, shape, toJourney } from './parts.js';
import { got, telling, wanted } from './telling.js';
import { has, moment, ms, named, t } from './words.js';

const PHASES = ['dns', 'connect', 'tls', 'send', 'wait', 'receive'];
const NS = 1e6;

function phaseBars(timing, whole) {
    return PHASES.map((phase) => {
        const ns = timing[`${phase}_ns`];
        return ns > 0 && h('span', { class: `phase ${phase}`, style: { width: `${(ns / NS / whole) * 100}%` },
            title: `${named('phase_', phase)} ${ms(ns / NS)}` });
    });
}

function lane(name, tried, from, whole, verdict) {
    const at = Date.parse(tried.started) - from;
    const total = (tried.timing.total_ns ?? 0) / NS;
    return h('div', { class: 'lane' },
        h('span', { class: 'lane-name' }, shape(verdict), ' ', name),
        h('span', { class: 'lane-track' }, h('span', { class: `lane-bar is-${verdict}`, style: {
            left: `${Math.min(99.5, Math.max(0, (at / whole) * 100))}%`,
            width: `${Math.max(0.4, Math.min(100, (total / whole) * 100))}%` } },
        phaseBars(tried.timing, total || 1))),
        h('span', { class: 'lane-time num' }, ms(total)));
}

function timeline(run) {
    const from = Date.parse(run.started);
    const whole = Math.max(run.duration_ns / NS, 1);
    const lanes = run.steps.flatMap((step) => (step.tries.length === 0
        ? [h('div', { class: 'lane' }, h('span', { class: 'lane-name' }, shape(step.verdict), ' ', step.name),
            h('span', { class: 'lane-track quiet' }, named('skipped_', step.skipped_because) || named('', step.verdict)), h('span'))]
        : step.tries.map((tried, i) => lane(i === 0 ? step.name : `↳ ${t('attempt_n', i + 1)}`, tried, from, whole,
            tried.verdict))));
    return [h('p', { class: 'quiet' }, t('timeline_text')),
        h('p', { class: 'legend' }, PHASES.map((phase) => h('span', {}, h('span', { class: `key ${phase}` }),
            named('phase_', phase))), run.steps.some((s) => s.kind === 'browser')
            && h('span', {}, h('span', { class: 'key rest' }), t('rest'))),
        h('div', { class: 'lanes' }, lanes)];
}

function headers(list) {
    return list.length > 0 && h('details', { class: 'headers' }, h('summary', {}, t('headers_n', list.length)),
        h('dl', {}, list.map(({ name, value }) => [h('dt', {}, name), h('dd', {}, value)])));
}

function pretty(text) {
    try {
        return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
        return text;
    }
}

function body(part) {
    if (!part) return null;
    const text = part.text !== undefined ? (part.cut ? part.text : pretty(part.text)) : `base64: ${part.base64}`;
    return text && [h('pre', { tabindex: '0', 'aria-label': t('body') }, text), part.cut && h('p', { class: 'quiet' }, t('cut'))];
}

function exchange(e) {
    return h('div', { class: 'exchange' },
        h('div', {}, h('h4', {}, t('request')), h('p', { class: 'code' }, `${e.request.method} ${e.request.url}`),
            headers(e.request.headers), body(e.request.body)),
        h('div', {}, h('h4', {}, t('answer')), e.answer
            ? [h('p', { class: 'code' }, `${e.answer.status} ${e.answer.protocol ?? ''}`,
                e.remote && ` · ${e.remote.address}:${e.remote.port}`, e.tls && ` · ${e.tls.version ?? ''}`),
            headers(e.answer.headers), body(e.answer.body)]
            : h('p', { class: 'bad' }, t('no_answer'), e.fault && `: ${e.fault.message}`), talk(e.socket)));
}

function talk(socket) {
    return socket && h('details', {}, h('summary', {}, t('messages_n', socket.sent, socket.received)),
        h('ul', { class: 'findings' }, socket.messages.map((m) => h('li', {}, m.sent ? '↑ ' : '↓ ',
            h('span', { class: 'code' }, m.body && (m.body.text ?? `base64: ${m.body.base64}`))))));
}

// How the page felt; what was not measured is left out.
function felt(m) {
    if (!m) return null;
    const told = (name, ns) => ns !== null && ns !== undefined && fact(t(name), ms(ns / NS));
    return h('dl', { class: 'facts' }, told('fcp', m.fcp_ns), told('lcp', m.lcp_ns), told('loaded', m.load_ns),
        told('interaction', m.interaction_ns), m.blocked_ns > 0 && told('blocked', m.blocked_ns),
        m.layout_shift > 0 && fact(t('layout_shift'), m.layout_shift.toFixed(3)),
        m.motion && fact(t('frame_rate'), `${m.motion.frame_rate} /s`), m.motion && m.motion.stall_ns > 0 && told('stall', m.motion.stall_ns));
}

// Of the pictures that the evidence names, the store has the newest; each opens in full.
function picture(one, kept, action) {
    return one && kept(one.sha256) && h('a', { href: kept(one.sha256), target: '_blank', rel: 'noopener',
        'aria-label': t('picture_of', action.name, action.target ?? '') },
    h('img', { class: 'still', src: kept(one.sha256), loading: 'lazy', alt: '' }));
}

// What a browser's try did and saw.
function acted(page, kept) {
    return h('ol', { class: 'findings' }, page.actions.map((a) => h('li', { class: `finding is-${a.fault ? 'fail' : 'pass'}` },
        shape(a.fault ? 'fail' : 'pass'), h('div', {},
            h('p', {}, h('b', {}, a.name), ' ', a.target, ' ', h('span', { class: 'quiet num' }, ms(a.duration_ns / NS)),
                a.effect === false && h('span', { class: 'tag' }, t('no_effect'))),
            a.element && h('p', { class: 'code' }, a.element),
            a.fault && a.at && h('p', { class: 'quiet' }, `${a.at.file}:${a.at.line}:${a.at.column}`),
            picture(a.before, kept, a), picture(a.after, kept, a)))));
}

function said(page) {
    return h('ul', { class: 'findings' },
        page.console.map((c) => h('li', {}, h('b', { class: c.level === 'exception' || c.level === 'error' ? 'bad' : '' }, c.level),
            ' ', h('span', { class: 'code' }, c.text), c.url && h('span', { class: 'quiet' },
                ` ${c.url}${c.line > 0 ? `:${c.line}:${c.column}` : ''}`))),
        page.dialogs.map((d) => h('li', {}, h('b', {}, d.kind), ' ', d.message)));
}

function browsed(page, kept) {
    return [h('p', {}, h('b', {}, page.title), ' ', h('span', { class: 'code' }, page.url)),
        h('h4', {}, t('actions')), acted(page, kept),
        felt(page.metrics),
        page.console.length + page.dialogs.length > 0 && [h('h4', {}, t('console')), said(page)]];
}

// A page asks for dozens of things; those that came as they should are folded away.
function exchanges(tried) {
    if (!tried.page) return tried.exchanges.map(exchange);
    const missed = tried.exchanges.filter((e) => e.fault || (e.answer && e.answer.status >= 400));
    const came = tried.exchanges.filter((e) => !missed.includes(e));
    return [missed.map(exchange), came.length > 0 && h('details', {}, h('summary', {}, t('requests_n', came.length)),
        came.map(exchange))];
}

function finding(f) {
    return h('li', { class: `finding is-${f.verdict}` }, shape(f.verdict), h('div', {},
        h('p', {}, h('b', {}, f.check), f.soft && h('span', { class: 'tag' }, t('soft')), ' ', f.message),
        (f.expected || f.actual) && h('dl', { class: 'pair' }, h('dt', {}, t('expected')), h('dd', {}, f.expected ? wanted(f.expected) : '–'),
            h('dt', {}, t('actual')), h('dd', {}, f.actual ? got(f.actual) : '–')),
        f.at && h('p', { class: 'quiet' }, `${f.at.file}:${f.at.line}:${f.at.column}`)));
}

function attempt(tried, i, several, kept) {
    const bad = tried.findings.filter((f) => f.verdict !== 'pass');
    const good = tried.findings.filter((f) => f.verdict === 'pass');
    const unsure = tried.timing.uncertainty_ns;
    return h('div', { class: 'attempt' },
        several && h('h3', {}, t('attempt_n', i + 1), ' ', badge(tried.verdict)),
        h('p', { class: 'quiet' }, moment(tried.started), ' · ', ms((tried.timing.total_ns ?? 0) / NS),
            unsure > 0 && ` ${t('uncertain', ms(unsure / NS))}`, ' — ', PHASES.filter((p) => tried.timing[`${p}_ns`] !== null)
                .map((p) => `${named('phase_', p)} ${ms(tried.timing[`${p}_ns`] / NS)}`).join(', ')),
        tried.fault && h('p', { class: 'bad' }, `${t('fault')}: ${named('phase_', tried.fault.phase)}, `,
            named('reason_', tried.fault.reason), ` — ${tried.fault.message}`),
        tried.findings.length > 0 && [h('h4', {}, t('findings')), h('ul', { class: 'findings' }, [...bad, ...good].map(finding))],
        tried.captures.length > 0 && [h('h4', {}, t('captures')), h('dl', { class: 'pair' },
            tried.captures.map((c) => [h('dt', {}, c.name), h('dd', {}, c.value)]))],
        tried.page && browsed(tried.page, kept),
        exchanges(tried));
}

function step(s, kept) {
    const several = s.tries.length > 1;
    return h('details', { class: `step is-${s.verdict}`, open: s.verdict === 'fail' || s.verdict === 'internal' },
        h('summary', {}, badge(s.verdict), h('b', {}, s.name), s.kind && h('span', { class: 'tag' }, s.kind),
            s.always && h('span', { class: 'tag' }, t('clean_up')),
            several && h('span', { class: 'quiet' }, t('attempts_n', s.tries.length)),
            h('span', { class: 'num end' }, s.tries.length > 0 ? ms(s.duration_ns / NS) : named('skipped_', s.skipped_because))),
        s.breakpoint && h('p', { class: 'broke' }, telling(s.breakpoint.message)),
        s.tries.map((tried, i) => attempt(tried, i, several, kept)));
}

// What the store's own rows tell, when the evidence is gone.
function plain(s) {
    return h('details', { class: `step is-${s.verdict}` },
        h('summary', {}, badge(s.verdict), h('b', {}, s.name), h('span', { class: 'num end' }, ms(s.duration_ms))),
        h('p', { class: 'quiet' }, [s.endpoint, s.host, s.status > 0 && s.status].filter(Boolean).join(' · ')),
        s.message && h('p', { class: 'broke' }, telling(s.message)),
        h('p', { class: 'quiet' }, PHASES.filter((p) => s.phases_ms[p] !== null)
            .map((p) => `${named('phase_', p)} ${ms(s.phases_ms[p])}`).join(', ')));
}

function download(run) {
    const url = URL.createObjectURL(new Blob([JSON.stringify(run, null, 2)], { type: 'application/json' }));
    h('a', { href: url, download: `${run.run_id}.json` }).click();
    URL.revokeObjectURL(url);
}

function told(b) {
    if (!b) return h('p', {}, shape('pass'), ' ', t('went_well'));
    const reason = has(`reason_${b.reason}`) ? t(`reason_${b.reason}`) : b.reason;
    return h('p', { class: 'broke' }, t('broke', b.step, named('phase_', b.phase), reason), ' ', h('q', {}, telling(b.message)));
}

function whole(run, all) {
    const kept = (sha256) => all.pictures.includes(sha256) && `/api/runs/${encodeURIComponent(all.run_id)}/pictures/${sha256}`;
    return [
        h('div', { class: 'title' }, h('h1', {}, toJourney(run.journey, run.environment, run.title || run.journey), ' ',
            badge(run.verdict)),
        h('button', { type: 'button', onclick: () => download(all) }, t('download'))),
        told(run.breakpoint),
        h('dl', { class: 'facts' }, fact(t('started'), moment(run.started)), fact(t('duration'), ms(run.duration_ns / NS)),
            fact(t('environment'), run.environment), fact(t('variant'), run.variant), fact(t('owner'), run.owner),
            fact(t('run_id'), h('span', { class: 'code' }, run.run_id, ' ', h('button', { type: 'button', class: 'small',
                onclick: () => copy(run.run_id) }, t('copy'))))),
        section(t('timeline'), timeline(run)),
        section(t('steps'), run.steps.map((s) => step(s, kept))),
    ];
}

// Not every browser lets a page write there: then the number is selected, to be copied by hand.
async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        say(t('copied'));
    } catch {
        const shown = document.querySelector('.facts .code')?.firstChild;
        if (shown) getSelection().selectAllChildren(shown.parentNode);
        say(t('copy_refused'));
    }
}

export function run({ id }) {
    const root = h('div');
    return {
        title: `${t('run')} ${id}`,
        root,
        fixed: true, // a run that is over does not change
        async load(signal) {
            const all = await get(`/api/runs/${encodeURIComponent(id)}`, signal);
            const one = all.report?.runs?.[0];
            root.replaceChildren(...(one ? whole(one, all) : [h('h1', {}, t('run')), h('p', { class: 'code' }, id),
                h('p', { class: 'quiet' }, t('no_evidence')), section(t('steps'), all.steps.map(plain))]).flat());
        },
    };
}
