// SPDX-License-Identifier: Apache-2.0
// maintenance.js - windows in which alerts are silent: what there is, one more, one less.

import { get, post, remove } from './api.js';
import { h } from './dom.js';
import { empty, field, form, say, section, table } from './parts.js';
import { moment, t } from './words.js';

const LENGTHS = [[30, 'minutes_30'], [60, 'hours_1'], [120, 'hours_2'], [480, 'hours_8'], [1440, 'days_1'],
    [10080, 'days_7']];

export const lengths = (chosen = 60) => h('select', { name: 'minutes' },
    LENGTHS.map(([minutes, word]) => h('option', { value: minutes, selected: minutes === chosen }, t(word))));

const names = (values) => [...new Set(values)].filter(Boolean).sort();

// A list to choose several from, by boxes: works with keys, fingers and screen readers alike.
const boxes = (label, name, values) => values.length > 0 && h('fieldset', {}, h('legend', {}, label),
    h('div', { class: 'boxes' }, values.map((value) => h('label', {}, h('input', { type: 'checkbox', name, value }), value))));

const local = (date) => new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
const list = (text) => text.split(/[,，]/).map((s) => s.trim()).filter(Boolean);

async function send(data) {
    const everything = !data.getAll('journey').length && !data.getAll('environment').length && !list(data.get('tags')).length;
    if (everything && !window.confirm(t('confirm_everything'))) return false;
    const from = Math.floor((data.get('from') ? Date.parse(data.get('from')) : Date.now()) / 1000);
    await post('/api/mutes', {
        who: data.get('who'),
        text: data.get('text'),
        from,
        to: from + Number(data.get('minutes')) * 60,
        journeys: data.getAll('journey'),
        environments: data.getAll('environment'),
        tags: list(data.get('tags')),
    });
    return true;
}

function addForm(monitors) {
    return form([
        field(t('why'), h('input', { name: 'text', maxlength: 500 }), t('optional')),
        field(t('from'), h('input', { name: 'from', type: 'datetime-local', min: local(new Date()) }), t('from_hint')),
        field(t('mute_for'), lengths()),
        field(t('tags'), h('input', { name: 'tags' }), t('tags_hint')),
        boxes(t('which_journeys'), 'journey', names(monitors.map((m) => m.journey))),
        boxes(t('which_environments'), 'environment', names(monitors.map((m) => m.environment))),
    ], send);
}

function which(m) {
    const lists = ['journeys', 'tags', 'owners', 'business', 'environments', 'severities'];
    const said = lists.map((name) => m.match?.[name]).filter((l) => l && l.length > 0).map((l) => l.join(', '));
    return said.length > 0 ? said.join(' · ') : t('everything');
}

function state(from, to) {
    const now = Date.now();
    return now < from ? t('coming') : now < to ? `● ${t('active')}` : t('over');
}

async function drop(id) {
    if (!window.confirm(t('confirm_remove'))) return;
    try {
        await remove(`/api/mutes/${encodeURIComponent(id)}?who=${encodeURIComponent(localStorage.getItem('xunjian-who') || '')}`);
        say(t('done'));
    } catch (error) {
        say(`✕ ${error.message}`, true);
    }
}

// Those set here can be removed, those of the configuration not.
function windows(mutes, planned) {
    const all = [...mutes, ...planned.map((mute) => ({ id: null, mute }))];
    if (all.length === 0) return empty(t('no_mutes'), t('no_mutes_text'));
    return table(t('maintenance'), [[t('window')], [t('state')], [t('which'), 'long'], [t('from')], [t('to')], [t('who')],
        [t('why'), 'long'], ['']], all.map(({ id, mute }) => {
        const [from, to] = [mute.from / 1e6, mute.to / 1e6];
        return [id ?? mute.name, state(from, to), which(mute), moment(from), moment(to), id === null ? t('configured')
            : mute.who || '–', mute.text || '–', id !== null && h('button', { type: 'button', onclick: () => drop(id) }, t('remove'))];
    }));
}

export function maintenance() {
    const shown = h('div');
    const adding = h('div');
    const root = h('div', {}, h('h1', {}, t('maintenance')), h('p', { class: 'quiet' }, t('maintenance_text')), shown,
        section(t('add_window'), adding));
    return {
        title: t('maintenance'),
        root,
        async load(signal) {
            const { mutes, planned } = await get('/api/mutes', signal);
            shown.replaceChildren(windows(mutes, planned));
            // Made once: nobody's half-filled form is taken away.
            if (!adding.firstChild) {
                const { monitors } = await get('/api/monitors', signal);
                if (!adding.firstChild) adding.append(addForm(monitors));
            }
        },
    };
}
