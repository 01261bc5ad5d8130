/* SPDX-License-Identifier: Apache-2.0 */
// survey.js - the page as a place on a map: what it is made of and where it leads.

const numberless = (text) => text.replace(/\d+/g, "N").slice(0, 60);
const featuresOf = () => {
  const found = new Set();
  const add = (kind, value) => { if (value) found.add(well(`${kind} ${numberless(value)}`)); };
  for (const e of everything(document, "header,nav,main,aside,footer,form,dialog,table,video,canvas,iframe,h1,section[id],[role],[data-testid],input,select,textarea")) {
    if (!shown(e)) continue;
    if (/^(header|nav|main|aside|footer|table|video|canvas|iframe|h1)$/.test(e.localName)) found.add("tag " + e.localName);
    if (/^(form|dialog|section)$/.test(e.localName)) add(e.localName, "#" + (e.id || e.getAttribute("name") || ""));
    if (e.getAttribute("role")) add("role", e.getAttribute("role"));
    if (e.dataset?.testid) add("testid", e.dataset.testid);
    if (/^(input|select|textarea)$/.test(e.localName)) add("field", e.name || e.id || e.type || e.localName);
  }
  return [...found].sort().slice(0, 64);
};
const selectorOf = (element) => {
  if (element.id) return "#" + CSS.escape(element.id);
  if (element.dataset?.testid) return `[data-testid=${JSON.stringify(element.dataset.testid)}]`;
  const parts = [];
  for (let e = element; e && e !== document.documentElement; e = e.parentElement) {
    if (e.id) { parts.unshift("#" + CSS.escape(e.id)); break; }
    parts.unshift(`${e.localName}:nth-child(${[...(e.parentElement?.children || [e])].indexOf(e) + 1})`);
  }
  return parts.join(" > ");
};
const surveyed = () => {
  const links = [], buttons = [], known = new Set();
  for (const e of everything(document, "a[href],area[href]")) {
    if (!/^https?:$/.test(e.protocol) || known.has(e.href) || e.hasAttribute("download") || links.length >= 500) continue;
    known.add(e.href);
    links.push({ url: well(e.href), label: well(cut(nameOf(e), 60)), target: selectorOf(e) });
  }
  for (const e of everything(document, "button,[role=button],[role=tab],[role=menuitem],summary,[onclick],input[type=button],a:not([href]),a[href^='#'],a[href^='javascript:']")) {
    if (!shown(e) || !enabled(e) || buttons.length >= 100) continue;
    const submits = e.form && (e.type === "submit" || e.type === "image");
    buttons.push({ label: well(cut(nameOf(e), 60)), target: selectorOf(e), submits: !!submits, method: e.form ? e.form.method : "" });
  }
  const nav = performance.getEntriesByType("navigation")[0];
  return {
    url: well(location.href), title: well(cut(document.title, 120)), status: nav?.responseStatus || 0, features: featuresOf(), links, buttons,
    blank: !squeeze(document.body?.innerText || "") && !document.querySelector("img,video,canvas,svg,iframe,input"),
  };
};
