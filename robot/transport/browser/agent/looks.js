/* SPDX-License-Identifier: Apache-2.0 */
// looks.js - all that a customer would see is wrong, in one answer.

const looks = () => {
  const texts = shownTexts(), few = (list) => list.slice(0, MOST_BLEMISHES);
  return {
    ...seen(), html: document.body instanceof HTMLBodyElement, broken_images: few(brokenImages()), templates: few(templatesLeft(texts)),
    cut_off: few(texts.slice(0, 500).filter((t) => isCutOff(t) && !faint(t.element)).map((t) => ({ element: pathOf(t.element), text: well(cut(t.text, 80)) }))),
    overlaps: few(overlapping(texts)),
  };
};
