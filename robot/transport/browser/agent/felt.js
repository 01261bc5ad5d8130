/* SPDX-License-Identifier: Apache-2.0 */
// felt.js - speed and stutter as felt: paints, shifts, long tasks, interactions.

const felt = { lcp: null, cls: 0, shifts: [], long: [], slow: [], interactions: [] };
let painted = false;
const watchers = [];
const watch = (type, take, options) => {
  try {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
    observer.observe({ type, buffered: true, ...options });
    watchers.push({ observer, take });
  } catch { /* this engine does not know it */ }
};
const keep = (list, item) => { if (list.push(item) > 100) list.shift(); };
watch("largest-contentful-paint", (e) => { felt.lcp = { at: e.startTime, size: e.size, element: e.element ? pathOf(e.element) : "", url: e.url || "" }; });
watch("layout-shift", (e) => {
  if (e.hadRecentInput) return;
  felt.cls += e.value;
  keep(felt.shifts, { at: e.startTime, value: e.value, element: e.sources?.[0]?.node instanceof Element ? pathOf(e.sources[0].node) : "" });
});
watch("longtask", (e) => keep(felt.long, { at: e.startTime, length: e.duration }));
watch("long-animation-frame", (e) =>
  keep(felt.slow, {
    at: e.startTime, length: e.duration, blocking: e.blockingDuration,
    scripts: (e.scripts || []).slice(0, 3).map((s) => ({ source: s.sourceURL, at: s.sourceCharPosition, name: s.sourceFunctionName, length: s.duration, by: s.invoker })),
  }));
watch("event", (e) => {
  if (e.interactionId) keep(felt.interactions, { at: e.startTime, length: e.duration, name: e.name, element: e.target instanceof Element ? pathOf(e.target) : "" });
}, { durationThreshold: 16 });

let looked = 0; // when it was measured last: a step answers for its own stutter only
const measured = () => {
  for (const { observer, take } of watchers) observer.takeRecords().forEach(take);
  const since = looked;
  looked = performance.now();
  const ofStep = (list) => list.filter((e) => e.at + e.length > since);
  const slowest = felt.interactions.filter((e) => e.at >= since).reduce((most, e) => (!most || e.length > most.length ? e : most), null);
  const nav = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const resources = performance.getEntriesByType("resource");
  return {
    fcp: paint ? paint.startTime : -1, lcp: felt.lcp, cls: felt.cls, shifts: felt.shifts, long: ofStep(felt.long), slow: ofStep(felt.slow),
    inp: slowest ? slowest.length : -1, inp_element: slowest ? slowest.element : "", motion: takeStretch(), interactions: felt.interactions,
    dom: nav ? nav.domContentLoadedEventEnd || -1 : -1, load: nav ? nav.loadEventEnd || -1 : -1, first_byte: nav ? nav.responseStart : -1,
    resources: resources.length, bytes: resources.reduce((n, r) => n + (r.transferSize || 0), nav ? nav.transferSize || 0 : 0),
  };
};
