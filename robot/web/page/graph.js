// SPDX-License-Identifier: Apache-2.0
// graph.js - the page graph: every module of the app, how it is doing, and one of them in full.

import { get } from './api.js';
import { append, h } from './dom.js';
import { map, nameOf } from './map.js';
import { nodePanel, pageBadge } from './node.js';
import { choice, empty, link, say, shape, table } from './parts.js';
import { count, t } from './words.js';

const STATES = ['fail', 'degraded', 'unknown', 'not_covered', 'ok'];
const filter = { text: '', state: '', environment: null };

const addressOf = (id) => (id ? `/graph/${encodeURIComponent(id)}` : '/graph');

export function graph({ id: first }) {
    let data = null, id = first ?? null, node = null, matches = [], at = -1, reading = null;
    const counts = h('div'), found = h('output', { class: 'quiet' }), panel = h('aside', { class: 'node', hidden: true });
    const all = h('details', { class: 'past' }), frame = h('div', { class: 'frame' });
    const numberOf = (name) => data.nodes.findIndex((n) => n.id === name);
    const picture = map((i, byKeys) => choose(i < 0 ? null : data.nodes[i].id, byKeys));
    const environments = h('select', { 'aria-label': t('environment'), onchange: (event) => {
        filter.environment = event.target.value === '*' ? null : event.target.value.slice(1);
        view.load();
    } });
    const search = h('input', { type: 'search', value: filter.text, placeholder: t('graph_search'), 'aria-label': t('graph_search'),
        oninput: () => {
            filter.text = search.value;
            at = -1;
            look();
        },
        onkeydown: (event) => {
            if (event.key !== 'Enter' || matches.length === 0) return;
            at = (at + 1) % matches.length;
            picture.centre(numberOf(matches[at].id));
            choose(matches[at].id, false);
            look();
        } });
    const button = (words, label, act) => h('button', { type: 'button', 'aria-label': label, title: label, onclick: act }, words);
    const whole = h('div', {}, h('div', { class: 'filters' }, counts, h('div', { class: 'inputs' }, found, search, environments)),
        frame, h('p', { class: 'quiet', id: 'map-keys' }, t('graph_keys')), all);
    append(frame, [h('div', { class: 'canvas' }, picture.root, h('div', { class: 'zoom' },
        button('+', t('zoom_in'), () => picture.zoom(0.7)), button('−', t('zoom_out'), () => picture.zoom(1 / 0.7)),
        button('⤢', t('zoom_fit'), () => picture.fit()))), panel]);
    const root = h('div', {}, h('h1', {}, t('graph')), whole);

    const question = () => (filter.environment === null ? '' : `?env=${encodeURIComponent(filter.environment)}`);

    function look() {
        const words = filter.text.trim().toLowerCase();
        const monitors = (n) => n.monitors.map((i) => `${data.monitors[i].journey} ${data.monitors[i].title}`);
        const isFound = (n) => words !== '' && [n.id, n.title, n.name, n.owner, ...monitors(n)].join(' ').toLowerCase().includes(words);
        matches = data.nodes.filter(isFound);
        found.textContent = words === '' ? '' : `${at < 0 ? '' : `${at + 1} / `}${t('found_n', count(matches.length))}`;
        picture.find(isFound, (n) => filter.state === '' || n.state === filter.state);
    }

    function drawCounts() {
        const have = STATES.filter((s) => s === filter.state || data.nodes.some((n) => n.state === s));
        const focus = [...counts.querySelectorAll('button')].indexOf(document.activeElement);
        counts.replaceChildren(choice(t('state'), [['', `${t('all')} ${count(data.nodes.length)}`], ...have.map((s) => [s,
            [shape(s), `${t(`page_${s}`)} ${count(data.nodes.filter((n) => n.state === s).length)}`]])], filter.state, (state) => {
            filter.state = state;
            drawCounts();
            look();
        }));
        if (focus >= 0) counts.querySelectorAll('button')[focus]?.focus();
    }

    function drawEnvironments() {
        const text = JSON.stringify([data.environments, filter.environment]);
        environments.hidden = data.environments.length < 2;
        if (environments.text === text) return;
        environments.text = text;
        environments.replaceChildren(h('option', { value: '*' }, t('any_environment')), ...data.environments.map((name) =>
            h('option', { value: `=${name}`, selected: name === filter.environment }, name || '–')));
    }

    function drawAll() {
        const text = JSON.stringify([data.nodes, data.monitors]);
        if (all.text === text) return;
        all.text = text;
        all.replaceChildren(h('summary', {}, t('graph_list')), table(t('graph_list'),
            [[t('page')], [t('state')], [t('route'), 'long'], [t('come_here'), 'long']], data.nodes.map((n) => [
                link(addressOf(n.id), nameOf(n)), pageBadge(n.state), n.id,
                [...new Set(n.monitors.map((i) => data.monitors[i].title || data.monitors[i].journey))].join(' · ') || '–'])));
    }

    function drawPanel() {
        const text = JSON.stringify([node, id]);
        if (panel.text === text) return;
        const focused = panel.contains(document.activeElement);
        panel.text = text;
        panel.hidden = node === null;
        frame.classList.toggle('open', node !== null);
        panel.replaceChildren();
        if (node === null) return;
        append(panel, nodePanel(node, (other) => nameOf(data.nodes[numberOf(other)] ?? { id: other }), (other) => {
            picture.centre(numberOf(other));
            choose(other, true);
        }, () => choose(null, true)));
        if (focused) panel.querySelector('h2').focus({ preventScroll: true });
    }

    async function loadNode(signal) {
        const mine = id;
        const got = mine === null ? null : await get(`/api/graph/${encodeURIComponent(mine)}${question()}`, signal);
        if (mine !== id) return;
        node = got;
        picture.follow(node?.path ?? []);
        drawPanel();
    }

    // The address is that of what is seen, so that it can be sent to somebody.
    async function choose(name, byKeys) {
        if (name === id && name !== null && !byKeys) return;
        const before = id;
        id = name;
        history.replaceState(null, '', addressOf(id));
        picture.choose(id === null ? -1 : numberOf(id));
        reading?.abort();
        reading = new AbortController();
        try {
            await loadNode(reading.signal);
        } catch (error) {
            if (error.name !== 'AbortError') say(`✕ ${error.message}`, true);
            return;
        }
        if (byKeys && node !== null) panel.querySelector('h2').focus();
        // On a phone it stands below the picture.
        else if (node !== null && panel.getBoundingClientRect().top > window.innerHeight - 200) panel.scrollIntoView();
        else if (byKeys && before !== null) picture.focus(numberOf(before));
    }

    const view = {
        title: t('graph'),
        root,
        async load(signal) {
            try {
                data = await get(`/api/graph${question()}`, signal);
            } catch (error) {
                if (error.status !== 404) throw error;
                root.replaceChildren(h('h1', {}, t('graph')), empty(t('no_map'), t('no_map_text')));
                return;
            }
            if (!whole.isConnected && !root.contains(whole)) root.append(whole);
            if (id !== null && numberOf(id) < 0) id = null;
            picture.draw(data);
            picture.choose(id === null ? -1 : numberOf(id));
            drawCounts();
            drawEnvironments();
            drawAll();
            look();
            await loadNode(signal);
        },
    };
    return view;
}
