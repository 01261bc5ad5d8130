/* SPDX-License-Identifier: Apache-2.0 */
// state.js - what state an element is in: shown, enabled, editable; its facts.

const shown = (element) => {
  if (!element.isConnected) return false;
  if (element.localName === "option" || element.localName === "optgroup") return shown(element.closest("select") || document.body);
  const style = getComputedStyle(element);
  if (style.visibility !== "visible") return false;
  if (style.display === "contents") return [...element.childNodes].some((n) => (n.nodeType === 3 ? squeeze(n.data) : n.nodeType === 1 && shown(n)));
  if (element.checkVisibility?.() === false) return false; // within closed <details>
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0;
};
const enabled = (element) => {
  if (element.matches(":disabled")) return false;
  for (let e = element; e; e = parentOf(e)) {
    if (e.getAttribute("aria-disabled") === "true") return false;
    if (e.inert) return false;
  }
  return true;
};
const editable = (element) =>
  (element.isContentEditable || /^(input|textarea)$/.test(element.localName)) && !element.readOnly && element.getAttribute("aria-readonly") !== "true";

const whyHidden = (element) => {
  for (let e = element; e; e = parentOf(e)) {
    const style = getComputedStyle(e);
    if (style.display === "none") return `(display: none on ${pathOf(e)})`;
    if (style.visibility !== "visible") return `(visibility: ${style.visibility})`;
  }
  return "(it has no size)";
};

const facts = (element) => {
  const box = element.getBoundingClientRect();
  return {
    path: pathOf(element), tag: element.localName, type: element.type || "", role: roleOf(element), name: well(cut(nameOf(element), 60)),
    box: { x: box.x, y: box.y, width: box.width, height: box.height },
  };
};
