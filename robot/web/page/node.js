// SPDX-License-Identifier: Apache-2.0
// node.js - one module of the map: how it is, who comes to it, how a customer does, what ran last.

import { post } from './api.js';
import { h } from './dom.js';
import { fact, say, shape, toJourney, toRun, when } from './parts.js';
import { nameOf } from './map.js';
import { telling } from './telling.js';
import { ms, named, t } from './words.js';

export const pageBadge = (state) => h('span', { class: `badge is-${state}` }, shape(state), t(`page_${state}`));

// Starts them one after the other, and tells of the first that would not.
async function start(button, journeys) {
    button.disabled = true;
    try {
        for (const { journey, environment } of journeys) await post('/api/run', { journey, environment });
        say(t('run_started'));
    } catch (error) {
        say(`✕ ${error.message}`, true);
    }
    button.disabled = false;
}

const runButton = (journeys, words, kind) => h('button', { type: 'button', class: kind,
    'data-key': kind === 'main' ? 'r' : null, disabled: journeys.every((j) => j.running),
    onclick: (event) => start(event.currentTarget, journeys.filter((j) => !j.running)) },
journeys.every((j) => j.running) ? t('running') : words);

function come(j) {
    if (!j.measured) return t('come_planned');
    if (j.stopped_before) return [t('come_stopped'), ' ', toRun(j.run_id, when(j.started))];
    return [t('come_last'), ' ', toRun(j.run_id, when(j.started))];
}

function journeys(list) {
    if (list.length === 0) return h('p', { class: 'quiet' }, t('page_not_covered_text'));
    return h('ul', { class: 'come' }, list.map((j) => h('li', {},
        h('div', {}, toJourney(j.journey, j.environment, j.title || j.journey),
            h('span', { class: 'quiet' }, ' ', j.journey, j.environment && ` @ ${j.environment}`),
            h('div', { class: 'quiet' }, shape(j.state), ' ', come(j))),
        list.length > 1 && runButton([j], t('run_now'), 'small'))));
}

const BY = { link: 'way_link', button: 'way_button', redirect: 'way_redirect' };

function path(node, choose, titleOf) {
    if (node.path === null) return h('p', { class: 'quiet' }, t('way_none'));
    if (node.path.length === 0) return h('p', { class: 'quiet' }, t('way_start'));
    const to = (id, words) => h('button', { type: 'button', class: 'link', onclick: () => choose(id) }, words);
    return h('ol', { class: 'steps' }, h('li', {}, to(node.path[0].from, titleOf(node.path[0].from))),
        node.path.map((e) => h('li', {}, h('span', { class: 'quiet' }, t(BY[e.by] ?? 'way_link', e.label || '–'), ' '),
            to(e.to, titleOf(e.to)))));
}

function runs(list) {
    if (list.length === 0) return h('p', { class: 'quiet' }, t('no_runs'));
    return h('ul', { class: 'last' }, list.map((r) => h('li', {}, shape(r.verdict), ' ', named('', r.verdict), ' ',
        toRun(r.run_id, when(r.started)), h('span', { class: 'quiet' }, ' ', r.journey, r.environment && ` @ ${r.environment}`,
            ' · ', ms(r.duration_ms)),
        r.step && h('div', { class: 'quiet' }, t('stopped_at', r.step, named('reason_', r.reason) || telling(r.message))))));
}

const part = (title, content) => [h('h3', {}, title), content];

// Only what is an address leads away.
const toApp = (address) => (/^https?:/.test(address)
    ? h('a', { class: 'code', href: address, target: '_blank', rel: 'noreferrer' }, address) : h('span', { class: 'code' }, address));

export function nodePanel(node, titleOf, choose, close) {
    return [h('div', { class: 'title' }, h('h2', { tabindex: '-1' }, nameOf(node)),
        h('button', { type: 'button', class: 'small', 'aria-label': t('close'), onclick: close }, '✕')),
    h('p', {}, pageBadge(node.state)),
    node.state === 'unknown' && h('p', { class: 'quiet' }, t('page_unknown_text')),
    node.problem && h('p', { class: 'broke' }, t('seen_problem', telling(node.problem))),
    h('dl', { class: 'facts' }, fact(t('route'), h('span', { class: 'code' }, node.id)),
        nameOf(node) !== node.title && fact(t('page_title'), node.title), fact(t('owner'), node.owner),
        fact(t('example'), node.example && toApp(node.example))),
    node.journeys.length > 0 && runButton(node.journeys, node.journeys.length > 1 ? t('run_all_now') : t('run_now'), 'main'),
    part(t('come_here'), journeys(node.journeys)),
    part(t('way_here'), path(node, choose, titleOf)),
    node.journeys.length > 0 && part(t('last_runs'), runs(node.runs))];
}
