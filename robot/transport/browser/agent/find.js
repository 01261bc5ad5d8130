/* SPDX-License-Identifier: Apache-2.0 */
// find.js - an aim, what it hits, and how an element is called in a report.

const matches = (text, wanted, exact) =>
  exact ? text === squeeze(wanted) : text.toLowerCase().includes(squeeze(wanted).toLowerCase());

const byText = (top, aim) => {
  const skipped = new Set(["script", "style", "noscript", "template", "head", "title"]);
  const hits = everything(top, "*").filter((e) => !skipped.has(e.localName) && matches(ownTextOf(e), aim.text, aim.exact));
  const inner = new Set(hits);
  return hits.filter((e) => ![...e.children].some((child) => inner.has(child)));
};
// innerText leaves out what is not shown, and costs layout: a hidden element still has its text. What a script says is
// no text of the page: else <body> has every message that an inline script may ever show.
const code = "script,style,noscript";
const ownTextOf = (element) => {
  if (element instanceof HTMLInputElement) return /^(button|submit|reset)$/.test(element.type) ? squeeze(element.value) : "";
  if (!element.firstElementChild || !element.querySelector(code)) return squeeze(element.textContent);
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest(code) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  let text = "";
  while (walker.nextNode()) text += walker.currentNode.data;
  return squeeze(text);
};

const byXPath = (top, path) => {
  const found = document.evaluate(path, top === document ? document : top, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
  const list = [];
  for (let i = 0; i < found.snapshotLength; i++) {
    const node = found.snapshotItem(i);
    list.push(node instanceof Element ? node : node.parentElement || node.ownerElement);
  }
  return list.filter(Boolean);
};

const hitsOf = (aim) => {
  let top = document;
  if (aim.within) {
    top = everything(document, aim.within)[0];
    if (!top) return [];
  }
  let list;
  if (aim.css !== undefined) list = everything(top, aim.css);
  else if (aim.xpath !== undefined) list = byXPath(top, aim.xpath);
  else if (aim.testid !== undefined) list = everything(top, `[data-testid=${JSON.stringify(aim.testid)}]`);
  else if (aim.label !== undefined)
    list = everything(top, "input,select,textarea,button,[aria-label],[aria-labelledby],[contenteditable]").filter((e) => labelsOf(e).some((l) => matches(l, aim.label, aim.exact)));
  else if (aim.role !== undefined)
    list = everything(top, "*").filter((e) => roleOf(e) === aim.role && (aim.name === undefined || matches(nameOf(e), aim.name, aim.exact)));
  else if (aim.text !== undefined) list = byText(top, aim);
  else list = [document.body].filter(Boolean);
  if (aim.nth !== undefined) {
    const index = aim.nth < 0 ? list.length + aim.nth : aim.nth - 1;
    return list[index] ? [list[index]] : [];
  }
  return list;
};

const pathOf = (element) => {
  const parts = [];
  for (let e = element; e && parts.length < 5; e = parentOf(e)) {
    let part = e.localName;
    if (e.id) { parts.unshift(part + "#" + e.id); break; }
    const testid = e.getAttribute("data-testid");
    if (testid) { parts.unshift(`${part}[data-testid="${testid}"]`); break; }
    if (e.classList.length) part += "." + [...e.classList].slice(0, 2).join(".");
    const alike = e.parentElement ? [...e.parentElement.children].filter((s) => s.localName === e.localName) : [];
    if (alike.length > 1) part += `:nth-of-type(${alike.indexOf(e) + 1})`;
    parts.unshift(part);
  }
  return cut(well(parts.join(" > ")), 200);
};
const describe = (element) => {
  const text = cut(ownTextOf(element) || nameOf(element), 40);
  return well(pathOf(element) + (text ? ` "${text}"` : ""));
};
