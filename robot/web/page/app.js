// SPDX-License-Identifier: Apache-2.0
// app.js - the frame around the views: addresses, header, colours, language, word of changes.

import { connection, follow, get, listen, post, whoAmI } from './api.js';
import { h } from './dom.js';
import { graph } from './graph.js';
import { incidents } from './incidents.js';
import { journey } from './journey.js';
import { help, listenToKeys } from './keys.js';
import { maintenance } from './maintenance.js';
import { overview } from './overview.js';
import { empty, failed, freshen, loading } from './parts.js';
import { run } from './run.js';
import { count, language, switchLanguage, t } from './words.js';

const views = [
    [/^\/$/, () => overview({ go })],
    [/^\/journeys\/([^/]+)$/, (name, query) => journey({ go, name, query })],
    [/^\/runs\/([^/]+)$/, (id) => run({ id })],
    [/^\/graph(?:\/([^/]+))?$/, (id) => graph({ id })],
    [/^\/incidents(?:\/([^/]+))?$/, (id) => incidents({ id })],
    [/^\/maintenance$/, () => maintenance()],
];

const main = document.getElementById('main');
let view = null;
let session = null;
let asking = null;
let open = 0;

function find(address) {
    for (const [pattern, make] of views) {
        const match = address.pathname.match(pattern);
        if (match) return make(match[1] && decodeURIComponent(match[1]), address.searchParams);
    }
    return { title: t('not_found'), root: empty(t('not_found')), fixed: true, load: async () => {} };
}

async function load() {
    asking?.abort();
    asking = new AbortController();
    const mine = view;
    try {
        await mine.load(asking.signal);
        if (mine !== view) return;
        if (!mine.shown) main.replaceChildren(mine.root);
        mine.shown = true;
    } catch (error) {
        if (error.name === 'AbortError' || mine !== view) return;
        // What is on the page stays there while the robot is away; it is told above.
        if (!mine.shown || !connection.away) {
            main.replaceChildren(failed(error, load));
            mine.shown = false;
        }
    }
}

function show(keepFocus) {
    const address = new URL(location.href);
    view = find(address);
    document.title = `${view.title} · ${t('app')}`;
    main.replaceChildren(loading());
    header();
    load();
    if (!keepFocus) main.focus({ preventScroll: true });
}

function go(path) {
    history.pushState(null, '', path);
    window.scrollTo(0, 0);
    show(false);
}

const THEMES = ['auto', 'light', 'dark'];
const themeOf = () => localStorage.getItem('xunjian-theme') || 'auto';

function setTheme(theme) {
    localStorage.setItem('xunjian-theme', theme);
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
}

function tools() {
    const theme = h('select', { class: 'theme', 'aria-label': t('theme'), onchange: (event) => {
        setTheme(event.target.value);
        main.querySelectorAll('.chart').forEach((chart) => chart.redraw());
    } }, THEMES.map((name) => h('option', { value: name, selected: themeOf() === name }, t(`theme_${name}`))));
    return h('div', { class: 'tools' },
        h('span', { class: `live ${connection.away ? 'off' : 'on'}`, role: 'status' }, connection.away ? '○ ' : '● ',
            connection.away ? t('away_short') : t('live')),
        session?.location && h('span', { class: 'quiet' }, session.location), theme,
        h('button', { type: 'button', lang: language() === 'en' ? 'zh' : 'en', 'aria-label': t('language_label'),
            onclick: () => {
                switchLanguage();
                frame();
                show(true);
                document.querySelector('#top .tools button[lang]').focus();
            } }, t('language')),
        h('button', { type: 'button', class: 'help', 'aria-label': t('keys'), title: t('keys'), onclick: help }, '?'),
        session?.can_log_out && h('button', { type: 'button', onclick: async () => {
            await post('/logout').catch(() => {});
            location.assign('/login');
        } }, t('log_out')));
}

function header() {
    const here = location.pathname;
    const item = (path, text, current) =>
        h('a', { href: path, 'aria-current': current ? 'page' : null }, text);
    document.getElementById('top').replaceChildren(
        h('a', { href: '/', class: 'brand' }, h('img', { src: '/static/icon.svg', alt: '', width: 24, height: 24 }), t('app')),
        h('nav', { 'aria-label': t('navigation') },
            item('/', t('overview'), here === '/' || here.startsWith('/journeys/') || here.startsWith('/runs/')),
            (session?.map || here.startsWith('/graph')) && item('/graph', t('graph'), here.startsWith('/graph')),
            item('/incidents', [t('incidents'), open > 0 && h('span', { class: 'number' }, count(open))],
                here.startsWith('/incidents')),
            item('/maintenance', t('maintenance'), here === '/maintenance')),
        tools());
}

function frame() {
    document.documentElement.lang = language();
    document.getElementById('skip').textContent = t('skip');
    const away = document.getElementById('away');
    away.hidden = !connection.away;
    away.textContent = t('away');
    header();
}

async function countOpen() {
    try {
        const list = (await get('/api/incidents?open=1&most=500')).incidents;
        if (list.length !== open) {
            open = list.length;
            header();
        }
    } catch {
        // Told by the view, which asks the same robot.
    }
}

// Links within the page change the view and not the document.
document.addEventListener('click', (event) => {
    const anchor = event.target.closest?.('a[href]');
    if (!anchor || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || anchor.download
        || anchor.target || anchor.origin !== location.origin || anchor.getAttribute('href').startsWith('#')) return;
    event.preventDefault();
    go(anchor.pathname + anchor.search);
});

window.addEventListener('popstate', () => show(true));
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
    main.querySelectorAll('.chart').forEach((chart) => chart.redraw()));
setInterval(() => freshen(main), 5000);

listen((what) => {
    if (what !== 'change') frame();
    if (what === 'away' || document.hidden) return;
    if (!view.fixed || !view.shown) load();
    countOpen();
});

// While the robot is away its stream tries again by itself; when that is silent, this does.
setInterval(() => {
    if (connection.away) whoAmI().catch(() => {});
}, 5000);

listenToKeys(go);
setTheme(themeOf());
frame();
show(true);
countOpen();
whoAmI().then((mine) => {
    session = mine;
    header();
}).catch(() => {});
follow();
