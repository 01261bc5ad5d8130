/* SPDX-License-Identifier: Apache-2.0 */
// changes.js - whether anything has changed since an aim was taken, and whether a page has come again.

// Changes since the last aim, for "did anything happen". A countdown goes on by itself: a change of digits alone counts
// when it came while the page was handling the event; else when it came soon after, and the same element neither did so
// before nor does so again within a second.
const SOON = 60, AGAIN = 1100;
let changes = 0, aimed = 0, handling = false, ticks = new Map();
const handled = new MessageChannel(); // for events that are stopped on their way: its message comes behind their listeners
handled.port1.onmessage = () => { handling = false; };
for (const type of ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click"]) {
  addEventListener(type, () => { handling = true; handled.port2.postMessage(0); }, { capture: true, passive: true });
  addEventListener(type, () => { handling = false; }, { passive: true });
}
const ticked = new WeakSet();
const digitless = (text) => text.replace(/[\d.,:]+/g, "0");
const textsOf = (nodes) => [...nodes].map((n) => (n.nodeType === 3 ? n.data : "<>")).join("");
const isTick = (record) => {
  if (record.type === "attributes") return false;
  const before = record.type === "characterData" ? record.oldValue || "" : textsOf(record.removedNodes);
  const after = record.type === "characterData" ? record.target.data : textsOf(record.addedNodes);
  return /\d/.test(before) && before !== after && digitless(before) === digitless(after);
};
const note = (record) => {
  if (!isTick(record)) { changes++; return; }
  const at = record.type === "characterData" ? record.target.parentNode || record.target : record.target;
  const tick = ticks.get(at) || { first: performance.now(), count: 0, before: ticked.has(at), direct: false };
  tick.count++;
  tick.direct ||= handling;
  ticks.set(at, tick);
  ticked.add(at);
};
const observer = new MutationObserver((list) => { list.forEach(note); awaited?.(); });
observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true, characterDataOldValue: true });
const takeAim = () => { observer.takeRecords().forEach(note); aimed = performance.now(); ticks = new Map(); };
const alone = (t) => !t.before && t.count < 2;
const caused = () => [...ticks.values()].some((t) => t.direct || (alone(t) && t.first - aimed < SOON && performance.now() - t.first > AGAIN));
const doubtful = () => [...ticks.values()].some(alone);

// Of a click into a field nothing but the focus comes; what is drawn on a canvas or shown in a frame cannot be compared.
const expectsNothing = (element) =>
  /^(input|select|textarea|label|option|canvas|iframe|embed|object)$/.test(element.localName) || !!element.closest("label") || !!element.querySelector("canvas");
const signs = () => ({
  changes, scroll: Math.round(scrollX + scrollY), animations: document.getAnimations().length,
  values: everything(document, "input,select,textarea").reduce((n, e) => n + (e.value || "").length + (e.checked ? 1 : 0), 0),
  media: everything(document, "audio,video").filter((e) => e.paused).length,
  focus: document.activeElement instanceof HTMLElement && /^(input|select|textarea)$/.test(document.activeElement.localName) ? pathOf(document.activeElement) : "",
  shape: shape(),
});
// A field that loses the focus to the button that is pressed tells nothing; one that gets it does.
const gained = (a, b) => b.focus !== "" && a.focus !== b.focus;
const differs = (a, b) =>
  a.changes < b.changes || caused() || a.scroll !== b.scroll || a.animations < b.animations || a.values !== b.values || gained(a, b) || a.media !== b.media || a.shape !== b.shape;
// A menu opened by :focus-within changes no node: its elements become visible.
const shape = () => {
  const all = document.body ? document.body.getElementsByTagName("*") : [];
  let sum = all.length;
  for (let i = 0; i < all.length && i < 1500; i++)
    if (all[i].checkVisibility?.({ visibilityProperty: true, opacityProperty: true })) sum += 1 + all[i].clientHeight + all[i].clientWidth;
  return sum;
};
const sends = (element) => !!element.closest("form") && !!element.closest("button:not([type=reset]),input:not([type=reset])");
// Tells whether a page has come again as it was: another document, the same words.
const mark = (element) => {
  const words = location.origin + location.pathname + "\n" + squeeze((document.body?.innerText || "").slice(0, 20000));
  let a = 0, b = 5381; // two hashes of 32 bits
  for (let i = 0; i < words.length; i++) {
    a = (Math.imul(a, 31) + words.charCodeAt(i)) | 0;
    b = (Math.imul(b, 33) ^ words.charCodeAt(i)) | 0;
  }
  const fields = everything(document, "input,textarea").filter((e) => !/^(hidden|submit|button|reset|image|checkbox|radio|range|color)$/.test(e.type));
  return { born: performance.timeOrigin, page: `${a >>> 0}-${b >>> 0}`, filled: fields.filter((e) => e.value).length, sends: !!element && sends(element) };
};
