/* SPDX-License-Identifier: Apache-2.0 */
// cover.js - pictures without secrets: what can be read is told, what is secret is covered.

const covers = [];
const coverBox = (box) => {
  const patch = document.createElement("xunjian-cover");
  Object.assign(patch.style, {
    position: "fixed", left: box.left + "px", top: box.top + "px", width: box.width + "px", height: box.height + "px",
    background: "#000", zIndex: 2147483647, pointerEvents: "none",
  });
  document.documentElement.append(patch);
  covers.push(patch);
};
// What can be read on the page. The robot says which of it is secret, by number: the secrets
// themselves never come here.
let readable = [];
const texts = () => {
  readable = [];
  const list = [];
  const add = (thing, text) => { readable.push(thing); list.push(well(text)); };
  for (const root of roots(document)) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode())
      if (node.data.trim() && !/^(script|style|noscript)$/.test(node.parentElement?.localName || "")) add(node, node.data);
    for (const field of root.querySelectorAll("input,textarea"))
      if (field.value && field.type !== "password") add(field, field.value);
  }
  return { ok: true, texts: list };
};
const coverText = (thing) => {
  if (!thing || !thing.isConnected) return;
  if (thing.nodeType === 1) { coverBox(thing.getBoundingClientRect()); return; }
  const range = document.createRange();
  range.selectNodeContents(thing);
  for (const box of range.getClientRects()) coverBox(box);
};
