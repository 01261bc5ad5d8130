// SPDX-License-Identifier: Apache-2.0
// keys.js - the page by single keys: the next and the one before, where to go, and what the keys are.
//
// They are only ever short ways: all they do is also a link or a button. Who speaks to the page instead of
// typing turns them off (WCAG 2.1.4), here, for this browser.

import { h } from './dom.js';
import { t } from './words.js';

const KEPT = 'xunjian-keys';
const ITEMS = '.monitors tbody tr, .incident, .step > summary, .plain tbody tr';
const PLACES = { o: '/', g: '/graph', i: '/incidents', m: '/maintenance' };
const LIST = [['j', 'key_next'], ['k', 'key_before'], ['Enter', 'key_open'], ['/', 'key_search'], ['o', 'overview'],
    ['g', 'graph'], ['i', 'incidents'], ['m', 'maintenance'], ['r', 'key_run'], ['a', 'key_acknowledge'], ['n', 'key_note'],
    ['s', 'key_mute'], ['?', 'key_help'], ['Esc', 'key_close']];

const main = document.getElementById('main');
const on = () => localStorage.getItem(KEPT) !== 'off';

// What has the focus when the eye is at that item. Rows without a link are passed over.
const handle = (item) => (item.matches('.incident, summary') ? item : item.querySelector('a[href]'));

function move(step) {
    const items = [...main.querySelectorAll(ITEMS)].filter((item) => item.getClientRects().length > 0 && handle(item));
    const at = items.findLastIndex((item) => item.contains(document.activeElement));
    const next = items[at < 0 ? 0 : Math.min(Math.max(at + step, 0), items.length - 1)];
    if (!next) return;
    handle(next).focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
}

// A button that says so may be pressed by its key: of the incident one is at, else the first there is.
function press(key) {
    const at = document.activeElement.closest?.('.incident') ?? main;
    at.querySelector(`[data-key="${key}"]:not(:disabled)`)?.click();
}

function openIncident(incident) {
    [...incident.querySelectorAll('.facts a[href^="/runs/"]')].at(-1)?.click();
}

export function help() {
    if (document.querySelector('dialog.keys')) return;
    const box = h('input', { type: 'checkbox', checked: on(), onchange: (event) =>
        localStorage.setItem(KEPT, event.target.checked ? 'on' : 'off') });
    const dialog = h('dialog', { class: 'keys', 'aria-labelledby': 'keys-title', onclose: () => dialog.remove(),
        onclick: (event) => { if (event.target === dialog) dialog.close(); } },
    h('h2', { id: 'keys-title' }, t('keys')),
    h('dl', {}, LIST.map(([key, word]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, t(word))])),
    h('p', {}, h('label', {}, box, t('keys_on'))),
    h('div', { class: 'buttons' }, h('button', { type: 'button', class: 'main', onclick: () => dialog.close() }, t('close'))));
    document.body.append(dialog);
    dialog.showModal();
}

function search(event) {
    const field = main.querySelector('input[type=search]');
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
}

const writes = (element) => element.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable]');

export function listenToKeys(go) {
    document.addEventListener('keydown', (event) => {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing
            || document.querySelector('dialog[open]')) return;
        const { key, target } = event;
        if (writes(target)) {
            if (key === 'Escape') target.blur();
            return;
        }
        if (key === 'Enter' && target.matches?.('.incident')) openIncident(target);
        if (!on()) return;
        if (key === 'j') move(1);
        else if (key === 'k') move(-1);
        else if (key === '/') search(event);
        else if (key === '?') help();
        else if (PLACES[key]) go(PLACES[key]);
        else if ('rans'.includes(key)) {
            event.preventDefault(); // the form that opens must not begin with this letter
            press(key);
        }
    });
}
