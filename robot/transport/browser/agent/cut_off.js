/* SPDX-License-Identifier: Apache-2.0 */
// cut_off.js - texts that their own box cuts off.

// Text that its own box cuts off: not where an ellipsis says so, where one can scroll, nor what is hidden
// from eyes for screen readers.
const boxOf = (node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  return range.getBoundingClientRect();
};
const clipperOf = (element) => {
  for (let e = element, up = 0; e && up < 4; e = parentOf(e), up++) {
    const style = getComputedStyle(e);
    if (/auto|scroll/.test(style.overflowX + style.overflowY)) return null;
    if (/hidden|clip/.test(style.overflowX) || /hidden|clip/.test(style.overflowY)) return { box: e, style };
  }
  return null;
};
const runs = (element) => { // a ticker
  for (let e = element; e; e = parentOf(e)) if (e.getAnimations?.().some((a) => a.playState === "running")) return true;
  return false;
};
const isCutOff = ({ node, element, text }) => {
  const clip = clipperOf(element);
  if (!clip || clip.box === document.body || clip.box === document.documentElement) return false;
  const style = clip.style, box = clip.box.getBoundingClientRect(), words = boxOf(node);
  if (box.width < 8 || box.height < 8 || style.clip !== "auto" || style.clipPath !== "none") return false;
  if (style.textOverflow !== "clip" || style.webkitLineClamp !== "none" || getComputedStyle(element).textOverflow !== "clip") return false;
  if (squeeze(clip.box.textContent) !== text || runs(element) || parseFloat(style.textIndent) < 0) return false;
  const size = parseFloat(getComputedStyle(element).fontSize) || 16;
  const across = Math.max(words.right - box.right, box.left - words.left), down = Math.max(words.bottom - box.bottom, box.top - words.top);
  const inside = words.right > box.left && words.left < box.right && words.bottom > box.top && words.top < box.bottom;
  return inside && ((/hidden|clip/.test(style.overflowX) && across > size / 3) || (/hidden|clip/.test(style.overflowY) && down > size * 0.6));
};
