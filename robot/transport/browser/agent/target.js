/* SPDX-License-Identifier: Apache-2.0 */
// target.js - how to call an element, so that it is found again when the page has changed.

// Names that a build or a server makes up are others tomorrow.
const steady = (word) => !!word && word.length < 40 && !/\d{3,}|^\d|[:]|[a-z0-9]{5,}\d[a-z0-9]{2,}$|^(ember|react|radix|headlessui|mui)/i.test(word);
const sayable = (text) => !!text && text.length <= 40 && !/\d{4,}|\d[,.]\d/.test(text);

// From the nearest element whose id will be the same tomorrow.
const wayTo = (element) => {
  const parts = [];
  for (let e = element; e && e !== document.documentElement; e = e.parentElement) {
    if (e !== element && steady(e.id)) { parts.unshift("#" + CSS.escape(e.id)); break; }
    parts.unshift(`${e.localName}:nth-child(${[...(e.parentElement?.children || [e])].indexOf(e) + 1})`);
  }
  return parts.join(" > ");
};

// As a customer would say it, rather than as a developer: the first that means this element and no other.
const aimsFor = (element) => {
  const field = /^(input|select|textarea)$/.test(element.localName) && !/^(button|submit|reset|image)$/.test(element.type);
  const role = roleOf(element), name = squeeze(nameOf(element)), aims = [];
  if (element.dataset?.testid) aims.push({ testid: element.dataset.testid });
  for (const label of field ? labelsOf(element) : []) if (sayable(label)) aims.push({ label }, { label, exact: true });
  if (role && !/^(generic|presentation|none)$/.test(role) && sayable(name)) aims.push({ role, name }, { role, name, exact: true });
  if (!field && sayable(ownText(element))) aims.push({ text: ownText(element) }, { text: ownText(element), exact: true });
  if (steady(element.id)) aims.push({ css: "#" + CSS.escape(element.id) });
  for (const kind of ["name", "placeholder", "alt", "title"])
    if (steady(element.getAttribute(kind))) aims.push({ css: `${element.localName}[${kind}=${JSON.stringify(element.getAttribute(kind))}]` });
  aims.push({ css: wayTo(element) });
  return aims;
};
const targetOf = (element) => {
  const aims = aimsFor(element);
  return aims.find((aim) => { const hit = one(aim); return hit.ok && hit.element === element; }) || aims[aims.length - 1];
};

// What the page is called where a customer sees it: a hidden heading is for machines.
const headingNow = () => {
  const heading = everything(document, "h1").find(shown);
  return heading ? squeeze(nameOf(heading)) : "";
};

// Where a page says how an action went: by role, or by what its developers call it.
const tellers = "[role=alert],[role=status],output,[aria-live],h1,h2,h3," +
  ["state", "status", "result", "message", "error", "success"].map((word) => `[data-testid*=${word} i]`).join(",");
const newsNow = () =>
  everything(document, tellers).filter((e) => shown(e) && !e.querySelector("input,select,textarea,button,a[href]"))
    .map((element) => ({ element, text: ownText(element) })).filter(({ text }) => sayable(text) && !patience.test(text));
const newsAim = ({ element, text }) =>
  [{ testid: element.dataset?.testid }, { text }, { text, exact: true }]
    .find((aim) => { const hit = Object.values(aim)[0] ? one(aim) : null; return hit?.ok && hit.element === element; });
