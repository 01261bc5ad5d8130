/* SPDX-License-Identifier: Apache-2.0 */
// templates.js - placeholders nobody filled in.

// Placeholders nobody filled in. Words that programmers write about (null, undefined, NaN) count only where
// a value belongs: alone, behind a colon, a currency or a greeting, before a unit.
const word = "(?:undefined|null|NaN)";
const forgotten = [
  /\{\{[^{}]{1,80}\}\}/u, /\$\{[\w.$\[\]]{1,80}\}/u, /<%[=-]?[^%]{1,80}%>/u, /\[object [A-Z]\w*\]/u,
  new RegExp(`^[(（\\[¥￥$€£+-]?\\s*${word}(?:[\\s/.,:-]+${word})*\\s*[%％)）\\]!！.。]?$`, "u"),
  new RegExp(`[¥￥$€£]\\s?${word}(?![\\w.])`, "u"),
  new RegExp(`[:：]\\s*${word}\\s*(?:$|[，。；;)）!！|]|元|天|期|个月|[%％])`, "u"),
  new RegExp(`^.{0,30}?(?<![\\w.])${word}\\s?(?:元|天|期|个月|[%％]|days?\\b|months?\\b|USD|CNY|RMB).{0,20}$`, "u"),
  new RegExp(`^(?:hello|hi|dear|welcome(?: back)?|您好|你好|欢迎(?:您|回来)?|尊敬的)[\\s,，]*${word}.{0,12}$`, "iu"),
  new RegExp(`^.{0,20}[,，]\\s?${word}\\s?[!！]$`, "u"),
  new RegExp(`(?:^|\\s)${word}[/-]${word}(?:[/-]${word})?(?:$|\\s)`, "u"),
];
const aboutCode = (element) => !!element.closest("code,pre,kbd,samp,var,tt,[contenteditable],[v-pre],[ngnonbindable],[translate=no],.notranslate");
const isForgotten = (text) => text.length < 5000 && forgotten.some((pattern) => pattern.test(text));
// A sentence may be cut in pieces by inline elements: "null" in <b> within a paragraph is no value left out.
const sentence = (element) => {
  let block = element;
  while (block.parentElement && /^inline/.test(getComputedStyle(block).display)) block = block.parentElement;
  return squeeze(block.innerText || block.textContent);
};
const templatesLeft = (texts) => {
  const found = texts.filter((t) => isForgotten(t.text) && !aboutCode(t.element) &&
    (!/^(undefined|null|NaN)$/.test(t.text) || sentence(t.element).length < 60)).map((t) => ({ element: pathOf(t.element), text: well(cut(t.text, 120)) }));
  if (isForgotten(squeeze(document.title))) found.unshift({ element: "title", text: well(cut(squeeze(document.title), 120)) });
  for (const field of everything(document, "input[placeholder],textarea[placeholder],input[type=button],input[type=submit],option")) {
    const text = squeeze(field.getAttribute("placeholder") || (field.localName === "option" ? field.text : field.value));
    if (isForgotten(text) && shown(field)) found.push({ element: pathOf(field), text: well(cut(text, 120)) });
  }
  return found;
};
