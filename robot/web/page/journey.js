// SPDX-License-Identifier: Apache-2.0
// journey.js - one journey: how long its steps take, how far its runs get, where they stop.

import { get, post } from './api.js';
import { bands, chart } from './chart.js';
import { append, h } from './dom.js';
import { badge, choice, empty, fact, say, section, table, ticks, toRun, when } from './parts.js';
import { telling } from './telling.js';
import { count, moment, ms, named, percent, t } from './words.js';

const PERIODS = [['3', 'hours_3'], ['24', 'hours_24'], ['168', 'hours_168']];
const chosen = { hours: '24', step: null };

// Slots without a run are gaps, not lines from here to there.
function withGaps({ to, slot }, slots) {
    if (slots.length === 0) return slots;
    const known = new Map(slots.map((s) => [s.at, s]));
    const all = [];
    for (let { at } = slots[0]; at <= to; at += slot)
        all.push(known.get(at) || { at, count: 0, p50_ms: null, p95_ms: null, phases_ms: {} });
    return all;
}

const INKS = ['receive', 'second', 'wait', 'tls', 'flapping', 'failing', 'dns', 'send'];

// Every step's p50 in one chart: colours first, then dashes.
function stepLines(data) {
    const all = data.series.filter((s) => s.step !== null).map((s) => withGaps(data, s.slots));
    const at = [...new Set(all.flat().map((s) => s.at))].sort((a, b) => a - b);
    return [at, data.series.filter((s) => s.step !== null).map((s, i) => {
        const known = new Map(s.slots.map((slot) => [slot.at, slot.p50_ms]));
        return { name: s.step, colour: INKS[i % INKS.length], values: at.map((moment) => known.get(moment) ?? null),
            dash: i < INKS.length ? undefined : [2 + 2 * Math.floor(i / INKS.length), 3] };
    })];
}

function latency(data, choose) {
    const steps = data.series.map((s) => s.step);
    const series = data.series.find((s) => s.step === chosen.step) || data.series[0];
    const select = h('select', { onchange: (event) => choose(event.target.value || null) },
        steps.map((name) => h('option', { value: name ?? '', selected: name === series.step }, name ?? t('whole_journey'))));
    const slots = withGaps(data, series.slots);
    const at = slots.map((s) => s.at);
    const some = series.slots.some((s) => s.count > 0);
    const lines = [
        { name: t('p50'), colour: 'accent', values: slots.map((s) => s.p50_ms) },
        { name: t('p95'), colour: 'second', values: slots.map((s) => s.p95_ms), dash: [5, 4] },
    ];
    const shown = [data.from, data.to];
    const split = bands(slots, (phase) => named('phase_', phase));
    return [
        h('label', { class: 'inline' }, t('latency_of'), ' ', select),
        some ? chart(`${t('latency')}: ${series.step ?? t('whole_journey')}`, at, lines, shown)
            : h('p', { class: 'quiet' }, t('no_latency')),
        some && (series.step === null ? [h('h3', {}, t('each_step')), chart(t('each_step'), ...stepLines(data), shown)]
            : [h('h3', {}, t('phases')), split.length > 0 ? chart(t('phases'), at, split, shown)
                : h('p', { class: 'quiet' }, t('phases_none'))]),
    ];
}

function bar(part, whole, kind) {
    return h('span', { class: `bar ${kind}`, style: { width: `${whole > 0 ? Math.max(0.5, (part / whole) * 100) : 0}%` } });
}

function funnel({ steps }) {
    if (steps.every((s) => s.reached === 0 && s.reached_before === 0))
        return h('p', { class: 'quiet' }, t('no_runs'));
    const all = Math.max(...steps.map((s) => s.reached), 0);
    const before = Math.max(...steps.map((s) => s.reached_before), 0);
    const rows = steps.map((s) => {
        const change = all > 0 && before > 0 ? (s.passed / all - s.passed_before / before) * 100 : null;
        const sign = change === null ? '–'
            : `${change > 0.05 ? '▲ +' : change < -0.05 ? '▼ ' : '= '}${t('points', change.toFixed(1))}`;
        return [s.step,
            h('span', { class: 'bars' }, bar(s.passed, all, 'today'), bar(s.passed_before, before, 'before')),
            count(s.reached), count(s.passed), percent(s.passed, all), percent(s.passed_before, before),
            h('span', { class: change !== null && change < -1 ? 'bad' : '' }, sign)];
    });
    return [h('p', { class: 'quiet' }, t('funnel_text')),
        table(t('funnel'), [[t('step')], ['', 'wide'], [t('reached'), 'num'], [t('passed'), 'num'], [t('share'), 'num'],
            [t('day_before'), 'num'], [t('change'), 'num']], rows)];
}

function breakpoints({ breakpoints: list }) {
    if (list.length === 0) return h('p', { class: 'quiet' }, t('no_breakpoints'));
    return table(t('breakpoints'), [[t('step')], [t('phase')], [t('reason')], [t('message'), 'long'],
        [t('count'), 'num'], [t('last')]], list.map((b) => [b.step, named('phase_', b.phase), named('reason_', b.reason),
        telling(b.message), count(b.count), toRun(b.last_run, when(b.last))]));
}

function variants({ variants: list }) {
    const real = list.filter((v) => v.variant);
    if (real.length === 0) return h('p', { class: 'quiet' }, t('no_variants'));
    return table(t('variants'), [[t('variant')], [t('runs'), 'num'], [t('good'), 'num'], [t('degraded'), 'num'],
        [t('fail'), 'num'], [t('p50'), 'num'], [t('p95'), 'num']], real.map((v) => [v.variant, count(v.runs),
        percent(v.good, v.runs), count(v.degraded), count(v.failed), ms(v.p50_ms), ms(v.p95_ms)]));
}

function runs(list, more) {
    if (list.length === 0) return h('p', { class: 'quiet' }, t('no_runs'));
    // A column that says nothing is left out.
    const several = list.some((r) => r.variant || r.row);
    const columns = [[t('started')], [t('verdict')], [t('duration'), 'num'], several && [t('variant')], [t('cause')],
        [t('message'), 'long']];
    return [table(t('recent_runs'), columns.filter(Boolean), list.map((r) => [toRun(r.run_id, moment(r.started)),
        badge(r.verdict), ms(r.duration_ms), several && ([r.variant, r.row].filter(Boolean).join(' · ') || '–'),
        named('cause_', r.cause), r.step ? `${r.step}: ${telling(r.message)}` : telling(r.message)].filter((cell) => cell !== false))),
    more && h('button', { type: 'button', onclick: more }, t('more'))];
}

export function journey({ go, name, query }) {
    const head = h('div');
    const parts = { latency: h('div'), funnel: h('div'), breakpoints: h('div'), variants: h('div'), runs: h('div') };
    let environment = query.get('env') ?? null;
    let older = [];
    let mine = [];
    const period = h('div');
    const rest = h('div', {}, period,
        section(t('latency'), parts.latency), section(t('funnel'), parts.funnel),
        section(t('breakpoints'), parts.breakpoints), section(t('variants'), parts.variants),
        section(t('recent_runs'), parts.runs));
    const root = h('div', {}, head, rest);
    const question = () => `env=${encodeURIComponent(environment ?? '')}&hours=${chosen.hours}`;
    const path = (what) => `/api/journeys/${encodeURIComponent(name)}/${what}?${question()}`;

    async function start(event) {
        const button = event.currentTarget;
        button.disabled = true;
        try {
            await post('/api/run', { journey: name, environment: environment ?? '' });
            say(t('run_started'));
        } catch (error) {
            say(`✕ ${error.message}`, true);
        }
        button.disabled = false;
    }

    function drawHead(m) {
        const places = mine.map((other) => [other.environment, other.environment || '–']);
        head.replaceChildren();
        append(head, [h('div', { class: 'title' },
            h('div', {}, h('h1', {}, m.title || name, ' ', badge(m.state)),
                h('p', { class: 'quiet' }, name, m.tags.map((tag) => h('span', { class: 'tag' }, tag)))),
            h('button', { type: 'button', class: 'main', 'data-key': 'r', onclick: start, disabled: m.running },
                m.running ? t('running') : t('run_now'))),
        places.length > 1 && choice(t('environment'), places, environment, (value) => {
            go(`/journeys/${encodeURIComponent(name)}?env=${encodeURIComponent(value)}`);
        }),
        h('dl', { class: 'facts' }, places.length < 2 && fact(t('environment'), m.environment), fact(t('owner'), m.owner),
            fact(t('business'), m.business), fact(t('severity'), named('severity_', m.severity)),
            fact(t('schedule'), telling(m.schedule)),
            fact(t('uptime'), m.day && percent(m.day.good, m.day.runs)),
            fact(t('last_run'), m.last && toRun(m.last.run_id, when(m.last.started)))),
        ticks(m, go),
        m.last && m.last.broken && h('p', { class: 'broke' }, t('broke', m.last.step, named('phase_', m.last.phase),
            named('reason_', m.last.reason)), ' ', h('q', {}, telling(m.last.message)))]);
    }

    function drawPeriod(load) {
        period.replaceChildren(choice(t('period'), PERIODS.map(([v, word]) => [v, t(word)]),
            chosen.hours, (hours) => {
                chosen.hours = hours;
                older = [];
                load();
            }));
    }

    function drawLatency(data) {
        const text = JSON.stringify([data, chosen.step]);
        if (parts.latency.text === text) return;
        parts.latency.text = text;
        parts.latency.replaceChildren();
        append(parts.latency, latency(data, (step) => {
            chosen.step = step;
            drawLatency(data);
            parts.latency.querySelector('select').focus();
        }));
    }

    // Only what changed is drawn again: who reads is not disturbed.
    function drawPart(part, data, make) {
        const text = JSON.stringify(data);
        if (part.text === text) return;
        part.text = text;
        part.replaceChildren();
        append(part, [make(data)]);
    }

    function drawRuns(list, before) {
        const all = [...list, ...older];
        const at = older.length > 0 ? older.before : before;
        drawPart(parts.runs, [all, at], () => runs(all, at && (async () => {
            const next = await get(`/api/runs?journey=${encodeURIComponent(name)}&${question()}&most=25&before=${at}`);
            older = [...older, ...next.runs];
            older.before = next.before;
            drawRuns(list, before);
        })));
    }

    const view = {
        title: name,
        root,
        async load(signal) {
            const { monitors } = await get(`/api/monitors?journey=${encodeURIComponent(name)}`, signal);
            mine = monitors;
            rest.hidden = mine.length === 0;
            if (mine.length === 0) {
                head.replaceChildren(empty(t('not_found'), name));
                return;
            }
            const m = mine.find((other) => other.environment === environment) || mine[0];
            environment = m.environment;
            const asked = [path('latency'), path('funnel'), path('breakpoints'), path('variants'),
                `/api/runs?journey=${encodeURIComponent(name)}&${question()}&most=25`];
            const [slots, passed, broken, kinds, list] = await Promise.all(asked.map((p) => get(p, signal)));
            drawHead(m);
            drawPeriod(() => view.load());
            drawLatency(slots);
            drawPart(parts.funnel, passed, funnel);
            drawPart(parts.breakpoints, broken, breakpoints);
            drawPart(parts.variants, kinds, variants);
            drawRuns(list.runs, list.before);
        },
    };
    return view;
}
