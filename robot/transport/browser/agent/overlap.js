/* SPDX-License-Identifier: Apache-2.0 */
// overlap.js - two texts in one place.

// Two texts in one place, with nothing between them that hides the lower one.
const lineBoxes = ({ node, element, text }) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  const size = parseFloat(getComputedStyle(element).fontSize) || 16;
  return [...range.getClientRects()].slice(0, 20).filter((r) => r.width > 2 && r.height > 2).map((r) => {
    const trim = Math.max(0, (r.height - size) / 2); // to the letters, without their leading
    return { left: r.left, right: r.right, top: r.top + trim, bottom: r.bottom - trim, element, text };
  });
};
const opaque = (element) => {
  const style = getComputedStyle(element);
  const alpha = /rgba?\([^)]*[,/]\s*([\d.]+)\)$/.exec(style.backgroundColor);
  const solid = style.backgroundColor.startsWith("rgba") ? +(alpha?.[1] ?? 1) > 0.5 : style.backgroundColor !== "transparent";
  return solid || style.backgroundImage !== "none" || style.backdropFilter !== "none" && style.backdropFilter !== undefined;
};
// A field's own ground lies below what stands in it.
const parts = (a, b) => apart(a.element, b.element, a.field);
const apart = (a, b, field) => {
  for (let e = a; e && !isWithin(b, e); e = parentOf(e))
    if ((opaque(e) && !(field && e === a)) || /fixed|sticky/.test(getComputedStyle(e).position) || moving(e) || getComputedStyle(e).transformStyle === "preserve-3d") return true;
  return false;
};

// What stands in a field is text, too: what was typed, or else the hint. By its font's measure, from where it begins.
// Made when it is first needed, which is seldom: a canvas costs a page milliseconds.
let canvas = null;
const widthOf = (text, style) => {
  canvas ??= document.createElement("canvas").getContext("2d");
  if (!canvas) return 0;
  canvas.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return canvas.measureText(text).width;
};
const written = (field) => {
  if (field.localName === "select") return { text: squeeze(field.selectedOptions[0]?.label), style: getComputedStyle(field) };
  const typed = field.type === "password" ? "•".repeat(field.value.length) : field.value.split("\n")[0];
  if (typed.trim()) return { text: typed, style: getComputedStyle(field) };
  return { text: field.placeholder.split("\n")[0], style: getComputedStyle(field, "::placeholder") };
};
const fieldLine = (field) => {
  const { text, style } = written(field), own = getComputedStyle(field), ink = channels(style.color);
  const fill = channels(style.webkitTextFillColor);
  if (!squeeze(text) || ink[3] === 0 || fill[3] === 0 || +style.opacity < 0.1 || own.direction === "rtl") return [];
  const box = field.getBoundingClientRect(), size = parseFloat(style.fontSize) || 16, px = (name) => parseFloat(own[name]) || 0;
  const left = box.left + px("borderLeftWidth") + px("paddingLeft"), right = box.right - px("borderRightWidth") - px("paddingRight");
  const top = box.top + px("borderTopWidth") + px("paddingTop"), bottom = box.bottom - px("borderBottomWidth") - px("paddingBottom");
  const middle = field.localName === "textarea" ? top + (parseFloat(own.lineHeight) || size * 1.2) / 2 : (top + bottom) / 2;
  if (right - left < 3 || bottom - top < size / 2) return [];
  // All of its room, until something else is found there.
  const line = { left, right, top: middle - size / 2, bottom: middle + size / 2, element: field, text: squeeze(text), field: true };
  line.narrow = () => {
    const width = Math.min(widthOf(text, style), right - left), spare = { right: 1, end: 1, center: 0.5 }[own.textAlign] || 0;
    line.narrow = null;
    line.left += (right - left - width) * spare;
    line.right = line.left + width;
  };
  return [line];
};
const fieldLines = () =>
  everything(document, "input:not([type=hidden],[type=checkbox],[type=radio],[type=range],[type=color],[type=file],[type=image],[type=button],[type=submit],[type=reset],[type=date],[type=time],[type=month],[type=week],[type=datetime-local]),textarea,select")
    .slice(0, 100).filter((field) => shown(field) && !faint(field)).flatMap(fieldLine);
// Which of two is drawn later, as far as position and order tell: a field that is and has a ground hides the text below it.
const layerOf = (element, top) => {
  for (let e = element; e && e !== top; e = parentOf(e))
    if (getComputedStyle(e).position !== "static") return 1 + (parseInt(getComputedStyle(e).zIndex, 10) || 0);
  return 0;
};
const isOver = (a, b) => {
  let top = a;
  while (top && !isWithin(b, top)) top = parentOf(top);
  const one = layerOf(a, top), other = layerOf(b, top);
  return one !== other ? one > other : !!(b.compareDocumentPosition(a) & Node.DOCUMENT_POSITION_FOLLOWING);
};
const hidesOne = (a, b) => {
  const field = a.field ? a : b, words = a.field ? b : a;
  if (!a.field && !b.field) return false;
  // What completes the word, or writes it again in another form, is meant to stand there.
  if (field.text.includes(words.text) || words.text.includes(field.text) || field.element.contains(words.element)) return true;
  return isOver(field.element, words.element) && opaque(field.element);
};
const area = (r) => Math.max(0, r.right - r.left) * Math.max(0, r.bottom - r.top);
const clipped = (element) => {
  const clip = clipperOf(element);
  const box = clip && clip.box.getBoundingClientRect();
  return !!box && (box.width < 4 || box.height < 4);
};
const shared = (a, b) =>
  area({ left: Math.max(a.left, b.left), right: Math.min(a.right, b.right), top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom) });
const overlapping = (texts) => {
  const lines = texts.slice(0, 500).filter((t) => !faint(t.element) && !clipped(t.element)).flatMap(lineBoxes).concat(fieldLines()).sort((a, b) => a.top - b.top);
  const found = [];
  for (let i = 0; i < lines.length && found.length < MOST_BLEMISHES; i++)
    for (let k = i + 1; k < lines.length && lines[k].top < lines[i].bottom; k++) {
      const a = lines[i], b = lines[k];
      if (a.element === b.element) continue;
      if (shared(a, b) < 40) continue;
      a.narrow?.();
      b.narrow?.();
      const both = shared(a, b);
      if (both < 40 || both < 0.35 * Math.min(area(a), area(b)) || a.text === b.text) continue;
      const one = !a.field && !b.field && isWithin(a.element, b.element) && isWithin(b.element, a.element);
      if (one || parts(a, b) || parts(b, a) || hidesOne(a, b)) continue;
      if (hiddenBelow(a) || hiddenBelow(b)) continue;
      found.push({ element: pathOf(a.element), text: well(`"${cut(a.text, 30)}" and "${cut(b.text, 30)}"`) });
      break;
    }
  return found;
};
// Not what is drawn outside of a box that cuts it off.
const hiddenBelow = (line) => {
  for (let e = line.element; e && e !== document.body; e = parentOf(e)) {
    const style = getComputedStyle(e);
    if (style.overflowX === "visible" && style.overflowY === "visible") continue;
    const box = e.getBoundingClientRect();
    if (line.left >= box.right || line.right <= box.left || line.top >= box.bottom - 2 || line.bottom <= box.top + 2) return true;
  }
  return false;
};
