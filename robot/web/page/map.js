// SPDX-License-Identifier: Apache-2.0
// map.js - the app's map as a drawing: moved, zoomed, searched, walked through by keys.
//
// Where modules stand is the robot's to say (robot/graph/layout.c). What is drawn once stays: a change of states changes
// classes and shapes only, so that nobody loses the place he looks at.

import { svg } from './dom.js';
import { shape } from './parts.js';
import { t } from './words.js';

const BEND = 56, HEAD = 7, TITLE_ROOM = 22, ID_ROOM = 27, MOST_UNIT = 1.5, STEP = 60;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// What is looked at, kept for the next time the page is drawn: the centre, and units of the picture for a pixel; whether
// it is the whole because nobody wished otherwise.
const sight = { of: '', x: 0, y: 0, unit: 1, whole: true };

// As much of a text as fits, in halves of a Chinese character.
function short(text, room) {
    let width = 0, out = '';
    for (const letter of text) {
        width += letter.codePointAt(0) > 0x2e7f ? 2 : 1;
        if (width > room) return `${out}…`;
        out += letter;
    }
    return out;
}

export const nameOf = (node) => node.name || node.title || node.id;

// " - 巡检金融": what most titles end with says nothing of a page.
function commonEnd(nodes) {
    const times = new Map();
    for (const { title } of nodes) {
        const end = title.match(/\s*[-–—|·_]\s*[^-–—|·_]+$/)?.[0];
        if (end && end !== title) times.set(end, (times.get(end) ?? 0) + 1);
    }
    const [end, most] = [...times].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
    return most >= 3 && most * 2 > nodes.length ? end : '';
}

const withoutEnd = (name, end) => (end && name.endsWith(end) ? name.slice(0, -end.length) : name);

// Ways forward leave a box at its right and come in at the left, ways back the other way round.
function curve(data, from, to, both) {
    const forward = to.column > from.column;
    const away = to.column >= from.column ? 1 : -1, into = forward ? -1 : 1;
    const x1 = from.x + (away > 0 ? data.box_width : 0) + away * (both ? HEAD : 0);
    const x2 = to.x + (forward ? 0 : data.box_width) + into * HEAD;
    const y1 = from.y + data.box_height / 2, y2 = to.y + data.box_height / 2;
    return `M${x1} ${y1}C${x1 + away * BEND} ${y1} ${x2 + into * BEND} ${y2} ${x2} ${y2}`;
}

function ways(data) {
    const known = new Set(data.edges.map((e) => `${e.from} ${e.to}`));
    return data.edges.map((e) => {
        const from = data.nodes[e.from], to = data.nodes[e.to];
        const twin = known.has(`${e.to} ${e.from}`);
        const forward = from.column < to.column || (from.column === to.column && from.y < to.y);
        if (twin && !forward) return null; // drawn with the other one
        return svg('path', { class: `way${forward ? '' : ' back'}`, 'data-from': e.from, 'data-to': e.to,
            d: curve(data, from, to, twin), 'marker-end': 'url(#head)', 'marker-start': twin && 'url(#head)' });
    });
}

function box(data, node, i, end) {
    return svg('g', { class: 'box', role: 'button', tabindex: '-1', 'data-i': i },
        svg('title'),
        svg('rect', { x: node.x, y: node.y, width: data.box_width, height: data.box_height, rx: 8 }),
        svg('text', { class: 'name', x: node.x + 36, y: node.y + 20 }, short(withoutEnd(nameOf(node), end), TITLE_ROOM)),
        svg('text', { class: 'id', x: node.x + 36, y: node.y + 36 }, short(node.id, ID_ROOM)),
        node.problem && svg('text', { class: 'mark', x: node.x + data.box_width - 14, y: node.y + 20 }, '!'));
}

function setState(data, element, node) {
    const words = t(`page_${node.state}`);
    element.setAttribute('class', `box is-${node.state}`);
    element.setAttribute('aria-label', `${nameOf(node)}, ${words}`);
    element.querySelector('title').textContent = [nameOf(node), node.id, words, node.problem].filter(Boolean).join('\n');
    const mark = shape(node.state);
    for (const [name, value] of Object.entries({ x: node.x + 11, y: node.y + 15, width: 16, height: 16 }))
        mark.setAttribute(name, value);
    element.querySelector('.shape')?.remove();
    element.append(mark);
}

// choose(index): a module was chosen; `byKeys` tells how.
export function map(choose) {
    const head = svg('marker', { id: 'head', viewBox: '0 0 8 8', refX: 1, refY: 4, markerWidth: 7, markerHeight: 7,
        orient: 'auto-start-reverse', markerUnits: 'userSpaceOnUse' }, svg('path', { d: 'M0 0 8 4 0 8Z', class: 'head' }));
    const lines = svg('g', { 'aria-hidden': 'true' }), boxes = svg('g');
    const root = svg('svg', { class: 'map', role: 'group', 'aria-label': t('graph'), 'aria-describedby': 'map-keys' },
        svg('defs', {}, head), lines, boxes);
    let data = null, drawn = '', chosen = -1, at = 0, size = { width: 0, height: 0 };

    function show() {
        const w = size.width * sight.unit, h = size.height * sight.unit;
        if (w > 0) root.setAttribute('viewBox', `${sight.x - w / 2} ${sight.y - h / 2} ${w} ${h}`);
    }

    // A map too large to be read whole begins at its start.
    function fit() {
        if (!data || size.width === 0) return;
        const whole = Math.max(data.width / size.width, data.height / size.height);
        sight.unit = Math.min(whole, MOST_UNIT);
        const w = size.width * sight.unit, h = size.height * sight.unit;
        const start = data.nodes.find((n) => n.id === data.start) || data.nodes[0];
        sight.x = data.width <= w ? data.width / 2 : w / 2;
        sight.y = data.height <= h ? data.height / 2 : start.y + data.box_height / 2;
        sight.whole = true;
        show();
    }

    function zoom(factor, px = size.width / 2, py = size.height / 2) {
        const unit = Math.min(50, Math.max(0.2, sight.unit * factor));
        sight.x += (px - size.width / 2) * (sight.unit - unit);
        sight.y += (py - size.height / 2) * (sight.unit - unit);
        sight.unit = unit;
        sight.whole = false;
        show();
    }

    function move(dx, dy) {
        sight.x -= dx * sight.unit;
        sight.y -= dy * sight.unit;
        sight.whole = false;
        show();
    }

    // Brings a module into the middle, large enough to be read.
    function centre(i) {
        const node = data.nodes[i];
        sight.unit = Math.min(sight.unit, 1.2);
        sight.x = node.x + data.box_width / 2;
        sight.y = node.y + data.box_height / 2;
        sight.whole = false;
        show();
    }

    const isSeen = (node) => {
        const w = size.width * sight.unit, h = size.height * sight.unit;
        return node.x > sight.x - w / 2 && node.x + data.box_width < sight.x + w / 2
            && node.y > sight.y - h / 2 && node.y + data.box_height < sight.y + h / 2;
    };

    // One module at a time is in the order of Tab; arrows go from one to the next.
    function reach(i, focus) {
        boxes.children[at]?.setAttribute('tabindex', '-1');
        at = i;
        boxes.children[i].setAttribute('tabindex', '0');
        if (!focus) return;
        if (!isSeen(data.nodes[i])) centre(i);
        boxes.children[i].focus({ preventScroll: true });
    }

    function go(dx, dy) {
        const here = data.nodes[at];
        const way = (n) => (dx !== 0 ? (n.x - here.x) * dx : n.x === here.x ? (n.y - here.y) * dy : 0);
        const off = (n) => (dx !== 0 ? Math.abs(n.y - here.y) : 0);
        let best = -1;
        data.nodes.forEach((n, i) => {
            if (way(n) <= 0) return;
            const b = data.nodes[best];
            if (!b || way(n) < way(b) || (way(n) === way(b) && off(n) < off(b))) best = i;
        });
        if (best >= 0) reach(best, true);
    }

    function mark() {
        for (const element of root.querySelectorAll('.near, .chosen')) element.classList.remove('near', 'chosen');
        root.classList.toggle('choosing', chosen >= 0);
        for (const element of boxes.children) element.setAttribute('aria-pressed', String(Number(element.dataset.i) === chosen));
        if (chosen < 0) return;
        boxes.children[chosen].classList.add('chosen');
        for (const line of lines.children) {
            const from = Number(line.dataset.from), to = Number(line.dataset.to);
            if (from !== chosen && to !== chosen) continue;
            line.classList.add('near');
            boxes.children[from === chosen ? to : from].classList.add('near');
        }
    }

    root.addEventListener('keydown', (event) => {
        const arrow = ARROWS[event.key];
        const handled = arrow ? () => (event.shiftKey ? move(-arrow[0] * STEP, -arrow[1] * STEP) : go(...arrow))
            : { '+': () => zoom(0.8), '=': () => zoom(0.8), '-': () => zoom(1.25), 0: fit, Home: () => reach(0, true),
                Enter: () => choose(at, true), ' ': () => choose(at, true), Escape: () => choose(-1, true) }[event.key];
        if (!handled || event.ctrlKey || event.metaKey || event.altKey || !data) return;
        event.preventDefault();
        handled();
    });
    root.addEventListener('wheel', (event) => {
        const r = root.getBoundingClientRect();
        event.preventDefault();
        zoom(Math.exp(event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX - r.left, event.clientY - r.top);
    }, { passive: false });

    // Fingers and the mouse: one moves, two zoom about the middle between them.
    const held = new Map();
    let on = -1, moved = 0;
    const between = ([a, b]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, far: Math.hypot(a.x - b.x, a.y - b.y) });
    root.addEventListener('pointerdown', (event) => {
        if (event.button !== 0) return;
        const hit = event.target.closest('.box');
        on = held.size === 0 && hit ? Number(hit.dataset.i) : -1;
        moved = held.size === 0 ? 0 : moved;
        held.set(event.pointerId, { x: event.clientX, y: event.clientY });
        root.setPointerCapture(event.pointerId);
    });
    root.addEventListener('pointermove', (event) => {
        const from = held.get(event.pointerId);
        if (!from) return;
        const to = { x: event.clientX, y: event.clientY };
        const before = held.size === 2 && between([...held.values()]);
        held.set(event.pointerId, to);
        moved += Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
        if (before) {
            const after = between([...held.values()]), r = root.getBoundingClientRect();
            move(after.x - before.x, after.y - before.y);
            if (after.far > 0) zoom(before.far / after.far, after.x - r.left, after.y - r.top);
        } else if (moved > 5) move(to.x - from.x, to.y - from.y);
    });
    root.addEventListener('pointerup', (event) => {
        if (!held.delete(event.pointerId) || held.size > 0 || moved > 5) return;
        if (on >= 0) reach(on, true);
        choose(on, false);
    });
    root.addEventListener('pointercancel', (event) => held.delete(event.pointerId));

    new ResizeObserver(() => {
        const r = root.getBoundingClientRect();
        size = { width: r.width, height: r.height };
        if (!data || r.width === 0) return;
        if (sight.whole || sight.of !== drawn) fit();
        else show();
        sight.of = drawn;
        if (chosen >= 0 && !isSeen(data.nodes[chosen])) centre(chosen);
    }).observe(root);

    return {
        root, zoom, fit, centre,
        focus: (i) => reach(i, true),
        draw(now) {
            const text = JSON.stringify([now.width, now.height, now.edges, now.nodes.map((n) => [n.id, n.x, n.y, nameOf(n), n.problem])]);
            data = now;
            if (text !== drawn) {
                lines.replaceChildren(...ways(now).filter(Boolean));
                const end = commonEnd(now.nodes);
                boxes.replaceChildren(...now.nodes.map((node, i) => box(now, node, i, end)));
                at = 0;
                drawn = text;
                if (size.width > 0 && sight.of !== drawn) fit();
                if (size.width > 0) sight.of = drawn;
                reach(Math.max(0, now.nodes.findIndex((n) => n.id === now.start)), false);
            }
            now.nodes.forEach((node, i) => setState(now, boxes.children[i], node));
            mark();
        },
        choose(i) {
            chosen = i;
            mark();
        },
        // The ways of a path, each { from, to } by id.
        follow(path) {
            const known = new Set(path.map((e) => `${e.from}\n${e.to}`));
            const isOn = (a, b) => known.has(`${data.nodes[a].id}\n${data.nodes[b].id}`);
            for (const line of lines.children) {
                const { from, to } = line.dataset;
                line.classList.toggle('path', isOn(from, to) || (line.hasAttribute('marker-start') && isOn(to, from)));
            }
        },
        // Modules that match are marked, or, where a state was asked for, the others are dimmed.
        find(isFound, isShown) {
            data.nodes.forEach((node, i) => {
                boxes.children[i].classList.toggle('found', isFound(node));
                boxes.children[i].classList.toggle('dim', !isShown(node));
            });
        },
    };
}
