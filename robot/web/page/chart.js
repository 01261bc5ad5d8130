// SPDX-License-Identifier: Apache-2.0
// chart.js - lines and stacked bands over time, by uPlot, in the page's own colours.

import { h } from './dom.js';
import { language, ms, t } from './words.js';

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function axes() {
    const line = { stroke: colour('line'), width: 1 };
    const font = '12px system-ui, sans-serif';
    const day = new Intl.DateTimeFormat(language(), { month: 'numeric', day: 'numeric' });
    const time = new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit', hour12: false });
    const second = new Intl.DateTimeFormat(language(), { minute: '2-digit', second: '2-digit', hour12: false });
    const at = (u, splits, _, __, step) => splits.map((s, i) => {
        const moment = new Date(s * 1000);
        const midnight = moment.getHours() === 0 && moment.getMinutes() === 0;
        if (step < 60) return second.format(moment);
        return step >= 86400 || midnight || i === 0 && step > 43200 ? day.format(moment) : time.format(moment);
    });
    return [
        { stroke: colour('quiet'), font, grid: line, ticks: line, values: at, space: 64 },
        { stroke: colour('quiet'), font, grid: line, ticks: line, size: 64, values: (u, all) => all.map((v) => ms(v)) },
    ];
}

// series: [{name, colour, values, fill, dash, width}], drawn in order. Returns an element that redraws itself when its
// width changes; `at` are Unix seconds, from and to the ends of what is shown.
export function chart(label, at, series, [from, to], height = 220) {
    const place = h('div', { class: 'chart', role: 'img', 'aria-label': label });
    let plot = null;
    const draw = () => {
        plot?.destroy();
        plot = new window.uPlot({
            width: Math.max(place.clientWidth, 200),
            height,
            cursor: { points: { size: 6 }, drag: { x: false, y: false } },
            legend: { live: true },
            scales: { x: { range: () => [from, to] }, y: { range: (u, low, high) => [0, (high || 1) * 1.1] } },
            axes: axes(),
            series: [
                { label: t('time'), value: (u, v) => (v === null ? '–' : new Date(v * 1000).toLocaleString(language(), { hour12: false })) },
                ...series.map((s) => ({
                    label: s.name,
                    stroke: colour(s.colour),
                    fill: s.fill ? colour(s.colour) : undefined,
                    width: s.width ?? 1.5,
                    dash: s.dash,
                    spanGaps: false,
                    points: { show: at.length < 40, size: 4 },
                    value: (u, v, i, n) => ms(n === null || n === undefined ? null : (s.real || s.values)[n]),
                })),
            ],
        }, [at, ...series.map((s) => s.values)], place);
    };
    const watch = new ResizeObserver(() => {
        if (!place.isConnected) return;
        if (plot) plot.setSize({ width: Math.max(place.clientWidth, 200), height });
        else draw();
    });
    watch.observe(place);
    place.redraw = draw;
    return place;
}

const PHASES = ['dns', 'connect', 'tls', 'send', 'wait', 'receive'];

// Bands from below: each drawn over the larger sum behind it.
export function bands(slots, nameOf) {
    const sums = slots.map(() => 0);
    return PHASES.map((phase) => {
        const real = slots.map((s) => s.phases_ms[phase]);
        slots.forEach((s, i) => { sums[i] += real[i] || 0; });
        return { name: nameOf(phase), colour: phase, real, values: sums.slice(), fill: true, width: 0 };
    }).filter((s) => s.real.some((v) => v !== null && v > 0)).reverse();
}
