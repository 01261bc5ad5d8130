// SPDX-License-Identifier: Apache-2.0
// incidents.js - what fired and fires: where, since when, whose hands it is in, and how it went.

import { get, post } from './api.js';
import { append, h } from './dom.js';
import { badge, empty, fact, field, form, shape, toJourney, toRun } from './parts.js';
import { telling } from './telling.js';
import { lengths } from './maintenance.js';
import { moment, named, since, span, t } from './words.js';

const at = (ns) => moment(ns / 1e6);
const shut = (i) => i.state === 'closed' || i.closed > 0;

function journeys(i) {
    const list = i.journeys || [];
    return list.length > 0 && h('ul', { class: 'affected' }, list.map((j) => h('li', {},
        shape(j.failing && !shut(i) ? 'fail' : 'pass'), ' ', toJourney(j.journey, i.environment, j.title || j.journey),
        j.step && h('span', { class: 'quiet' }, ` — ${j.step}: ${named('reason_', j.reason)}`),
        j.text && j.text !== i.text && h('span', { class: 'block quiet' }, telling(j.text, list)))));
}

function events(i) {
    // A note is told in its own words, and not once more as an event.
    const told = (i.events || []).filter((e) => e.what !== 'noted').map((e) => ({ ...e, word: named('event_', e.what) }));
    const notes = (i.notes || []).map((n) => ({ at: n.at, word: t('event_noted'), text: `${n.who}: ${n.text}` }));
    const all = [...told, ...notes].sort((a, b) => a.at - b.at);
    return all.length > 0 && h('details', { class: 'past', open: !shut(i) }, h('summary', {}, t('events')),
        h('ol', { class: 'events' }, all.map((e) => h('li', {}, h('time', { datetime: new Date(e.at / 1e6).toISOString() },
            at(e.at)), h('b', {}, e.word), e.text && ` ${e.what ? telling(e.text, i.journeys) : e.text}`, e.run && [' ', toRun(e.run, t('run'))]))));
}

function changed(i) {
    return i.changed && h('div', {}, h('h4', {}, t('changed')), h('ul', { class: 'changed' },
        i.changed.split('\n').map((line) => h('li', {}, line))));
}

function told(i) {
    const place = [i.host, i.endpoint].filter(Boolean).join(' · ');
    const lasted = shut(i) ? t('lasted', span((i.closed - i.opened) / 1e6))
        : h('span', { 'data-since': i.opened / 1e6 }, since(i.opened / 1e6));
    return [
        h('div', { class: 'title' }, h('h2', {}, badge(shut(i) ? 'closed' : i.flapping ? 'flapping' : 'firing'), ' ',
            telling(i.title, i.journeys)), h('span', { class: 'quiet' }, at(i.opened), ' · ', lasted)),
        // Of several, each journey says its own below.
        i.text && (i.journeys || []).length < 2 && h('p', { class: 'broke' }, i.step && `${i.step} · ${named('phase_', i.phase)} · `,
            i.reason && `${named('reason_', i.reason)} — `, h('q', {}, telling(i.text, i.journeys))),
        h('dl', { class: 'facts' }, fact(t('rule'), named('rule_', i.rule)), fact(t('severity'), named('severity_', i.severity)),
            fact(t('place'), place), fact(t('environment'), i.environment), fact(t('location'), i.location),
            fact(t('owner'), i.owner), fact(t('failures'), i.failures > 0 && String(i.failures)),
            fact(t('run'), (i.first_run || i.last_run) && [i.first_run && toRun(i.first_run, t('first_run')),
                i.last_run && i.last_run !== i.first_run && [' · ', toRun(i.last_run, t('last_bad_run'))]]),
            fact(t('runbook'), i.runbook && (/^https?:/.test(i.runbook) ? h('a', { href: i.runbook, rel: 'noreferrer',
                target: '_blank' }, i.runbook) : i.runbook)),
            fact(t('acknowledged'), i.acknowledged && `${i.acknowledged.who}, ${at(i.acknowledged.at)}`)),
        changed(i), journeys(i),
    ];
}

const text = (label, required) => field(label, h('textarea', { name: 'text', rows: 2, maxlength: 2000, required }),
    required ? '' : t('optional'));

function muteOf(i, data) {
    const from = Math.floor(Date.now() / 1000);
    return { who: data.get('who'), text: data.get('text'), from, to: from + Number(data.get('minutes')) * 60,
        journeys: [...new Set((i.journeys || []).map((j) => j.journey))], environments: i.environment ? [i.environment] : [] };
}

// The buttons of one incident; a form opens in `place`, which no new word from the robot takes away.
function actions(id, i, place) {
    const path = `/api/incidents/${encodeURIComponent(id)}`;
    const send = (what) => (data) => post(`${path}/${what}`, { who: data.get('who'), text: data.get('text') });
    const open = (key, label, fields, go) => h('button', { type: 'button', 'data-key': key, onclick: (event) => {
        const button = event.currentTarget;
        const close = () => {
            place.replaceChildren();
            if (button.isConnected) button.focus();
        };
        place.replaceChildren(form(fields(), go, close, label));
        place.querySelector('input').focus();
    } }, label);
    return h('div', { class: 'buttons' },
        !shut(i) && !i.acknowledged && open('a', t('acknowledge'), () => [text(t('text'))], send('acknowledge')),
        open('n', t('add_note'), () => [text(t('note'), true)], send('note')),
        !shut(i) && (i.journeys || []).length > 0 && open('s', t('mute'), () => [field(t('mute_for'), lengths()), text(t('why'))],
            (data) => post('/api/mutes', muteOf(i, data))));
}

function cardOf({ id }) {
    const body = h('div');
    const place = h('div');
    const log = h('div'); // below the buttons: it may be long
    const root = h('article', { class: 'incident', id: `incident-${id}`, tabindex: '-1' }, body, place, log);
    let shown = '';
    return { root, update({ incident }) {
        const i = incident || { title: id, state: 'closed' };
        const now = JSON.stringify(i);
        root.classList.toggle('open', !shut(i));
        if (now === shown) return;
        shown = now;
        const focused = [...body.querySelectorAll('button')].indexOf(document.activeElement);
        const unfolded = log.querySelector('details.past')?.open;
        log.replaceChildren();
        append(log, [events(i)]);
        body.replaceChildren();
        append(body, [told(i), actions(id, i, place)]);
        if (unfolded !== undefined && log.querySelector('details.past')) log.querySelector('details.past').open = unfolded;
        if (focused >= 0) body.querySelectorAll('button')[focused]?.focus();
    } };
}

export function incidents({ id: wanted }) {
    const now = h('div');
    const past = h('div');
    const pastTitle = h('h2', {}, t('past'));
    const root = h('div', {}, h('h1', {}, t('incidents')), now, pastTitle, past);
    const cards = new Map();
    let gone = false;

    function put(place, list) {
        const elements = list.map((row) => {
            if (!cards.has(row.id)) cards.set(row.id, cardOf(row));
            cards.get(row.id).update(row);
            return cards.get(row.id).root;
        });
        // Only what is not in its place is moved: moving takes the focus away.
        elements.forEach((element, i) => {
            if (place.children[i] !== element) place.insertBefore(element, place.children[i] || null);
        });
        while (place.children.length > elements.length) place.lastChild.remove();
    }

    function jump() {
        const card = wanted && cards.get(wanted);
        if (gone || !card) return;
        gone = true;
        setTimeout(() => {
            card.root.scrollIntoView({ block: 'start' });
            card.root.focus({ preventScroll: true });
        });
    }

    return {
        title: t('incidents'),
        root,
        async load(signal) {
            const { incidents: list } = await get('/api/incidents?most=200', signal);
            const open = list.filter(({ incident }) => incident && !shut(incident));
            const over = list.filter((row) => !open.includes(row));
            pastTitle.hidden = over.length === 0;
            put(past, over);
            if (open.length > 0) {
                now.querySelector(':scope > .empty')?.remove();
                put(now, open);
            } else {
                now.replaceChildren(list.length === 0 ? empty(t('no_incidents'), t('no_incidents_text'))
                    : empty(t('none_open')));
            }
            jump();
        },
    };
}
