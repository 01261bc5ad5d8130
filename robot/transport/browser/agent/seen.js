/* SPDX-License-Identifier: Apache-2.0 */
// seen.js - what a customer sees: shown texts, whether the page is blank, which pictures are broken.

const MOST_TEXTS = 1000, MOST_BLEMISHES = 10;
const faint = (element) => {
  for (let e = element; e; e = parentOf(e)) if (+getComputedStyle(e).opacity < 0.1) return true;
  return false;
};
// Texts that are shown, with their elements.
const shownTexts = (most = MOST_TEXTS) => {
  const list = [];
  for (const root of roots(document)) {
    const walk = document.createTreeWalker(root === document ? document.body || document : root, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node && list.length < most; node = walk.nextNode()) {
      const element = node.parentElement;
      if (!element || !node.data.trim() || /^(script|style|noscript|template|title|option|textarea)$/.test(element.localName)) continue;
      if (shown(element)) list.push({ node, element, text: squeeze(node.data) });
    }
  }
  return list;
};
// White on white: a text in the colour of what is behind it.
const channels = (colour) => (/^rgba?\(([^)]*)\)/.exec(colour)?.[1] || "").split(/[\s,/]+/).map(Number);
const isInvisibleInk = (element) => {
  const ink = channels(getComputedStyle(element).color);
  if (ink.length < 3) return false;
  if (ink[3] === 0) return getComputedStyle(element).webkitTextFillColor === getComputedStyle(element).color && getComputedStyle(element).textShadow === "none";
  for (let e = element; e; e = parentOf(e)) {
    const style = getComputedStyle(e), behind = channels(style.backgroundColor);
    if (style.backgroundImage !== "none" || style.textShadow !== "none") return false;
    if (behind.length < 3 || behind[3] === 0) continue;
    return (behind[3] ?? 1) === 1 && [0, 1, 2].every((i) => Math.abs(ink[i] - behind[i]) < 6);
  }
  return getComputedStyle(document.documentElement).colorScheme.includes("dark") ? false : ink.slice(0, 3).every((c) => c > 249);
};
// How much there is to see. Words that only ask for patience are nothing.
const patience = /^(loading|please wait|just a moment|正在加载|加载中|载入中|请稍候|请稍等|[.…。·\s])+$/i;
const seen = () => {
  let characters = 0, things = 0;
  const readable = (t) => !faint(t.element) && !isInvisibleInk(t.element);
  let texts = shownTexts(30).filter(readable); // of most pages these are enough
  if (texts.length === 0) texts = shownTexts().filter(readable);
  texts = texts.map((t) => t.text);
  if (!patience.test(texts.join(" "))) for (const text of texts) characters += text.length;
  const controls = everything(document, "img,svg,canvas,video,iframe,embed,object,input:not([type=hidden]),select,textarea,button");
  for (const e of controls) {
    const box = e.getBoundingClientRect();
    if (box.width > 4 && box.height > 4 && shown(e) && !faint(e) && !(e.localName === "img" && isBroken(e))) things++;
    if (things >= 50) break;
  }
  if (!characters && !things) {
    const all = everything(document, "body,body *");
    for (let i = 0; i < all.length && i < 2000 && !things; i++)
      if (shown(all[i]) && /url\(|gradient/.test(getComputedStyle(all[i]).backgroundImage)) things++;
  }
  return { characters, things };
};
const isBlank = (there) => document.body instanceof HTMLBodyElement && !there.characters && !there.things;
const isBroken = (image) => image.complete && image.naturalWidth === 0 && !!(image.currentSrc || image.getAttribute("src"));
const brokenImages = () =>
  everything(document, "img").filter((e) => {
    if (!isBroken(e) || /^data:image\/svg/.test(e.currentSrc)) return false;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    // One without a name and a size is drawn with none: its place counts.
    return style.display !== "none" && style.visibility === "visible" && !(box.width > 0 && box.width < 4) && !faint(e) && (!e.parentElement || shown(e.parentElement));
  }).map((e) => ({ element: pathOf(e), text: well((e.currentSrc || e.src).slice(0, 200)) }));
