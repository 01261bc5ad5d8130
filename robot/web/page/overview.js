// SPDX-License-Identifier: Apache-2.0
// overview.js - every journey on one page: how it is, how it was, grouped by business.

import { get } from './api.js';
import { h, keep } from './dom.js';
import { badge, choice, empty, shape, ticks, toJourney, toRun, when } from './parts.js';
import { telling } from './telling.js';
import { count, ms, named, percent, t } from './words.js';

const STATES = ['firing', 'failing', 'flapping', 'held', 'muted', 'unknown', 'ok'];
const worst = (state) => {
    const at = STATES.indexOf(state);
    return at < 0 ? STATES.length : at;
};

const keyOf = (m) => `${m.journey}@${m.environment}`;
const filter = { text: '', state: '', environment: '' };

function matches(m) {
    if (filter.state && m.state !== filter.state) return false;
    if (filter.environment && m.environment !== filter.environment) return false;
    const text = [m.journey, m.title, m.environment, m.owner, m.business, ...m.tags].join(' ').toLowerCase();
    return filter.text.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function trouble(m) {
    if (!m.last || !m.last.broken || m.state === 'ok') return null;
    return h('span', { class: 'trouble' }, toRun(m.last.run_id,
        t('stopped_at', m.last.step || '–', named('reason_', m.last.reason) || telling(m.last.message))));
}

function row(m, go) {
    const day = m.day;
    return h('tr', { class: `state-${m.state}` },
        h('td', { class: 'c-state' }, badge(m.state)),
        h('th', { scope: 'row', class: 'c-name' },
            toJourney(m.journey, m.environment, m.title || m.journey),
            h('span', { class: 'quiet' }, m.journey, m.environment && ` @ ${m.environment}`),
            m.tags.map((tag) => h('span', { class: 'tag' }, tag)), trouble(m)),
        h('td', { class: 'c-ticks' }, ticks(m, go)),
        h('td', { class: 'c-p95 num', 'data-label': t('p95') }, day && day.runs ? ms(day.p95_ms) : '–'),
        h('td', { class: 'c-up num', 'data-label': t('uptime') },
            day && day.runs ? percent(day.good, day.runs) : '–'),
        h('td', { class: 'c-last', 'data-label': t('last_run') },
            m.running ? h('span', { class: 'running' }, t('running'))
                : m.last ? when(m.last.started)
                    : m.ticks.started.length > 0 ? when(m.ticks.started.at(-1) * 1000) : t('never'),
            m.next && !m.running && h('span', { class: 'quiet block' }, nextOf(m.next))));
}

// "next in 12 s": the time element keeps itself true.
function nextOf(next) {
    const [before, after] = t('next_run', '\u0000').split('\u0000');
    return [before, when(next, true), after];
}

function head() {
    const th = (name, kind) => h('th', { scope: 'col', class: kind }, name);
    return h('thead', {}, h('tr', {}, th(t('state'), 'c-state'), th(t('journey'), 'c-name'),
        th(t('last_runs'), 'c-ticks'), th(t('p95'), 'c-p95 num'), th(t('uptime'), 'c-up num'),
        th(t('last_run'), 'c-last')));
}

const sizeOf = (list) => (list.length === 1 ? t('journeys_1') : t('journeys_n', count(list.length)));

function group({ name, monitors }, go) {
    const body = h('tbody');
    keep(body, monitors, keyOf, (m) => row(m, go));
    const title = name || t('other_business');
    return h('section', { class: 'group', 'aria-label': title },
        h('h2', {}, title, h('span', { class: 'quiet' }, ` ${sizeOf(monitors)}`)),
        h('table', { class: 'monitors' }, h('caption', { class: 'hidden' }, title), head(), body));
}

function grouped(monitors) {
    const groups = new Map();
    for (const m of monitors) {
        const name = m.business || '';
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(m);
    }
    for (const list of groups.values()) list.sort((a, b) => worst(a.state) - worst(b.state));
    return [...groups].map(([name, list]) => ({ name, monitors: list }))
        .sort((a, b) => (a.name === '') - (b.name === '') || worst(a.monitors[0].state) - worst(b.monitors[0].state)
            || a.name.localeCompare(b.name));
}

export function overview({ go }) {
    const counts = h('div');
    const groups = h('div');
    const environments = h('select', { 'aria-label': t('environment'), onchange: (event) => {
        filter.environment = event.target.value;
        draw();
    } });
    const search = h('input', { type: 'search', value: filter.text, placeholder: t('search_hint'),
        'aria-label': t('search'), oninput: (event) => {
            filter.text = event.target.value;
            draw();
        } });
    const root = h('div', {}, h('h1', { class: 'hidden' }, t('overview')),
        h('div', { class: 'filters' }, counts, h('div', { class: 'inputs' }, search, environments)), groups);
    let monitors = [];

    function drawCounts() {
        const have = STATES.filter((s) => s === filter.state || monitors.some((m) => m.state === s));
        const options = [['', `${t('all')} ${count(monitors.length)}`], ...have.map((s) => [s,
            [shape(s), `${named('', s)} ${count(monitors.filter((m) => m.state === s).length)}`]])];
        const focus = [...counts.querySelectorAll('button')].indexOf(document.activeElement);
        counts.replaceChildren(choice(t('state'), options, filter.state, (state) => {
            filter.state = state;
            draw();
        }));
        if (focus >= 0) counts.querySelectorAll('button')[focus]?.focus();
    }

    function drawEnvironments() {
        const names = [...new Set(monitors.map((m) => m.environment))].filter(Boolean).sort();
        environments.hidden = names.length < 2;
        if (environments.dataset.names === names.join('\n')) return;
        environments.dataset.names = names.join('\n');
        environments.replaceChildren(h('option', { value: '' }, t('any_environment')),
            ...names.map((name) => h('option', { value: name, selected: name === filter.environment }, name)));
    }

    function draw() {
        drawCounts();
        drawEnvironments();
        const shown = grouped(monitors.filter(matches));
        if (shown.length === 0) {
            groups.kept = null;
            groups.replaceChildren(monitors.length === 0 ? empty(t('no_monitors'), t('no_monitors_text'))
                : h('div', { class: 'empty' }, h('p', {}, t('no_match')), h('button', { type: 'button', onclick: clear },
                    t('clear_filter'))));
            return;
        }
        if (!groups.kept) groups.replaceChildren();
        drawGroups(shown);
    }

    // A group is made once; its rows are kept one by one.
    function drawGroups(shown) {
        keep(groups, shown.map(({ name }) => name), (name) => name,
            (name) => group(shown.find((g) => g.name === name), go));
        for (const { name, monitors: list } of shown) {
            const { element } = groups.kept.get(name);
            keep(element.querySelector('tbody'), list, keyOf, (m) => row(m, go));
            element.querySelector('h2 .quiet').textContent = ` ${sizeOf(list)}`;
        }
    }

    function clear() {
        Object.assign(filter, { text: '', state: '', environment: '' });
        search.value = '';
        environments.value = '';
        draw();
        search.focus();
    }

    return {
        title: t('overview'),
        root,
        async load(signal) {
            ({ monitors } = await get('/api/monitors', signal));
            draw();
        },
    };
}
