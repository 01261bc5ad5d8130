// SPDX-License-Identifier: Apache-2.0
// parts.js - what several views are made of. A state is a shape and a word, and then a colour.

import { get } from './api.js';
import { h, svg } from './dom.js';
import { ago, count, moment, ms, named, since, t } from './words.js';

const shapes = {
    ok: 'M1.5 8.7 4 6.2l2.7 2.7 5.3-5.5 2.5 2.4-7.8 8Z', // a tick
    failing: 'M8 1.5 15 14H1Z', // a triangle
    firing: 'M3.8 1.2 8 5.4l4.2-4.2 2.6 2.6L10.6 8l4.2 4.2-2.6 2.6L8 10.6l-4.2 4.2-2.6-2.6L5.4 8 1.2 3.8Z', // a cross
    flapping: 'M8 1l7 7-7 7-7-7Z', // a diamond
    muted: 'M2 6.5h12v3H2Z', // a bar
    unknown: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 2.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6Z', // a ring
};
shapes.not_covered = 'M2 2h12v12H2Zm2 2v8h8V4Z'; // an empty square
shapes.held = shapes.muted;
shapes.closed = shapes.ok;
shapes.pass = shapes.ok;
shapes.degraded = shapes.failing;
shapes.fail = shapes.firing;
shapes.internal = shapes.flapping;
shapes.skipped = shapes.muted;

export const shape = (name) =>
    svg('svg', { viewBox: '0 0 16 16', class: `shape is-${name}`, 'aria-hidden': 'true' },
        svg('path', { d: shapes[name] || shapes.unknown, 'fill-rule': 'evenodd' }));

export const badge = (name) => h('span', { class: `badge is-${name}` }, shape(name), named('', name));

const VERDICTS = { p: 'pass', d: 'degraded', f: 'fail', i: 'internal', s: 'skipped' };

// The robot's short form of a monitor's last runs, the oldest first.
const unpack = ({ verdicts, started, ms: lasted }) =>
    [...verdicts].map((letter, i) => ({ verdict: VERDICTS[letter], started: started[i] * 1000, ms: lasted[i] }));

async function openRun(m, run, go) {
    const second = Math.floor(run.started / 1000);
    const { runs } = await get(`/api/runs?journey=${encodeURIComponent(m.journey)}&env=${encodeURIComponent(m.environment)}`
        + `&from=${second}&to=${second + 1}`);
    const found = runs.find((r) => r.verdict === run.verdict) || runs[0];
    if (found) go(`/runs/${encodeURIComponent(found.run_id)}`);
}

// The last runs, the newest at the right: high is bad, so that the eye finds it without colour.
export function ticks(m, go) {
    const runs = unpack(m.ticks);
    const room = 30;
    const height = { pass: 8, degraded: 14, fail: 22, internal: 22, skipped: 4 };
    const sum = {};
    const marks = runs.map(({ verdict }, i) => {
        sum[verdict] = (sum[verdict] || 0) + 1;
        return { verdict, x: (room - runs.length + i) * 6 + 1 };
    });
    const paths = Object.keys(sum).map((verdict) => svg('path', {
        class: `tick is-${verdict}`,
        d: marks.filter((mark) => mark.verdict === verdict)
            .map((mark) => `M${mark.x} 24v-${height[verdict]}h4v${height[verdict]}Z`).join(''),
    }));
    const label = Object.entries(sum).map(([verdict, n]) => `${count(n)} ${named('', verdict)}`).join(', ');
    const find = (event) => {
        const box = event.currentTarget.getBoundingClientRect();
        return runs[Math.floor(((event.clientX - box.left) / box.width) * room) - (room - runs.length)];
    };
    return svg('svg', {
        class: 'ticks', viewBox: '0 0 180 24', preserveAspectRatio: 'none', role: 'img',
        'aria-label': label || t('never'),
        onmousemove: (event) => {
            const run = find(event);
            const title = event.currentTarget.querySelector('title');
            title.textContent = run ? `${named('', run.verdict)} · ${moment(run.started)} · ${ms(run.ms)}` : '';
        },
        onclick: (event) => {
            const run = find(event);
            if (run) openRun(m, run, go).catch((error) => say(`✕ ${error.message}`, true));
        },
    }, svg('title'), svg('path', { class: 'ground', d: 'M0 23.5h180' }), paths);
}

// "3 min ago", kept true by freshen().
export const when = (value, coming = false) =>
    h('time', { datetime: new Date(value).toISOString(), title: moment(value), 'data-ago': new Date(value).getTime(),
        'data-coming': coming }, ago(new Date(value).getTime(), coming));

export function freshen(root) {
    for (const time of root.querySelectorAll('time[data-ago]')) {
        const text = ago(Number(time.dataset.ago), 'coming' in time.dataset);
        if (time.textContent !== text) time.textContent = text;
    }
    for (const lasting of root.querySelectorAll('[data-since]')) {
        const text = since(Number(lasting.dataset.since));
        if (lasting.textContent !== text) lasting.textContent = text;
    }
}

export const loading = () => h('p', { class: 'loading', role: 'status' }, t('loading'));

export const empty = (title, text) =>
    h('div', { class: 'empty' }, h('p', { class: 'strong' }, title), text && h('p', {}, text));

export const failed = (error, again) =>
    h('div', { class: 'empty', role: 'alert' }, h('p', { class: 'strong' }, t('error')),
        h('p', {}, error.message), h('button', { type: 'button', onclick: again }, t('retry')));

// columns: [[heading, class]]; a cell may be a node or text. Its headings stand beside the cells on a
// narrow screen.
export function table(caption, columns, rows) {
    return h('div', { class: 'scroll' },
        h('table', { class: 'plain' },
            h('caption', { class: 'hidden' }, caption),
            h('thead', {}, h('tr', {}, columns.map(([name, kind]) => h('th', { scope: 'col', class: kind }, name)))),
            h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell, i) => (i === 0
                ? h('th', { scope: 'row', class: columns[i][1] }, cell)
                : h('td', { class: columns[i][1], 'data-label': columns[i][0] }, cell))))))));
}

export const section = (title, ...content) => {
    const id = `s${Math.random().toString(36).slice(2)}`;
    return h('section', { 'aria-labelledby': id }, h('h2', { id }, title), content);
};

export const fact = (name, value) =>
    (value ? h('div', { class: 'fact' }, h('dt', {}, name), h('dd', {}, value)) : null);

export const link = (path, ...content) => h('a', { href: path }, content);
export const toRun = (id, ...content) => link(`/runs/${encodeURIComponent(id)}`, content);

export function toJourney(journey, environment, ...content) {
    const where = environment ? `?env=${encodeURIComponent(environment)}` : '';
    return link(`/journeys/${encodeURIComponent(journey)}${where}`, content);
}

// One of a few, as a row of buttons.
export const choice = (label, options, chosen, choose) =>
    h('div', { class: 'choice', role: 'group', 'aria-label': label }, options.map(([value, text]) =>
        h('button', { type: 'button', 'aria-pressed': String(value === chosen), onclick: () => choose(value) }, text)));

// Told to those who look and to those who listen.
export function say(text, bad = false) {
    const said = document.getElementById('said');
    said.textContent = text;
    said.className = bad ? 'said shown bad' : 'said shown';
    clearTimeout(said.timer);
    said.timer = setTimeout(() => { said.className = 'said'; }, 6000);
}

const WHO = 'xunjian-who';

// A small form within the page; `fields`: nodes between the name and the buttons.
export function form(fields, send, close, title) {
    const who = h('input', { name: 'who', required: true, maxlength: 100, autocomplete: 'name',
        value: localStorage.getItem(WHO) || '' });
    const wrong = h('p', { class: 'bad', role: 'alert' });
    const made = h('form', {
        class: 'form',
        onsubmit: async (event) => {
            event.preventDefault();
            const button = made.querySelector('[type=submit]');
            button.disabled = true;
            wrong.textContent = '';
            try {
                localStorage.setItem(WHO, who.value);
                // `send` may think better of it: then all stays as it was filled in.
                if (await send(new FormData(made)) !== false) {
                    who.defaultValue = who.value;
                    made.reset();
                    say(t('done'));
                    close?.();
                }
            } catch (error) {
                wrong.textContent = `✕ ${error.message}`;
            }
            button.disabled = false;
        },
    }, title && h('h3', {}, title), h('label', {}, t('your_name'), who), fields, wrong,
    h('div', { class: 'buttons' }, h('button', { type: 'submit', class: 'main' }, t('send')),
        close && h('button', { type: 'button', onclick: close }, t('cancel'))));
    return made;
}

export const field = (label, input, hint) =>
    h('label', {}, label, hint && h('span', { class: 'quiet' }, ` ${hint}`), input);
