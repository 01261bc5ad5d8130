/* SPDX-License-Identifier: Apache-2.0 */
// choose.js - the one element an aim means; what was there instead when it means none or several.

const many = (list) =>
  trouble("several", `${list.length} elements match: ${list.slice(0, 3).map(describe).join("; ")}${list.length > 3 ? "; …" : ""}`);

const one = (aim) => {
  let list;
  try {
    list = hitsOf(aim);
  } catch (error) {
    return { ...trouble("selector", String(error.message || error)), final: true };
  }
  if (list.length === 0) return trouble("missing", nearest(aim));
  if (list.length === 1) return { ok: true, element: list[0] };
  const visible = list.filter(shown);
  const likely = visible.length ? visible : list;
  if (likely.length === 1) return { ok: true, element: likely[0] };
  // "Pay" is meant when there are "Pay" and "Pay later".
  const exact = likely.filter((e) => said(aim, e));
  return exact.length === 1 ? { ok: true, element: exact[0] } : many(likely);
};

const said = (aim, element) =>
  aim.text !== undefined ? ownTextOf(element) === squeeze(aim.text)
    : aim.label !== undefined ? labelsOf(element).includes(squeeze(aim.label))
      : aim.name !== undefined && nameOf(element) === squeeze(aim.name);

// What was there instead: the controls of the page, so that a renamed button is seen at once.
const nearest = (aim) => {
  const wanted = aim.role || (aim.label !== undefined ? "textbox" : null);
  const list = everything(document, "a[href],button,input,select,textarea,[role=button],[role=link]").filter(shown).filter((e) => !wanted || roleOf(e) === wanted);
  if (!list.length) return document.body && squeeze(document.body.innerText) ? "no such element; the page has no visible control of that kind" : "no such element; the page is blank";
  return "no such element; visible are " + list.slice(0, 6).map((e) => `${roleOf(e) || e.localName} "${cut(nameOf(e), 24)}"`).join(", ") + (list.length > 6 ? ", …" : "");
};
