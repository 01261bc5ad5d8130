/* SPDX-License-Identifier: Apache-2.0 */
// names.js - names and roles of elements (WAI-ARIA 1.2, the parts customers' pages use).

const inputRoles = {
  button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
  range: "slider", number: "spinbutton", search: "searchbox", email: "textbox", tel: "textbox", text: "textbox",
  url: "textbox", password: "textbox",
};
const tagRoles = {
  a: (e) => (e.hasAttribute("href") ? "link" : ""), area: (e) => (e.hasAttribute("href") ? "link" : ""),
  article: "article", aside: "complementary", button: "button", dialog: "dialog", fieldset: "group", footer: "contentinfo",
  form: "form", h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading", header: "banner",
  hr: "separator", img: (e) => (e.getAttribute("alt") === "" ? "presentation" : "img"),
  input: (e) => inputRoles[e.type] || "textbox", li: "listitem", main: "main", menu: "list", meter: "meter", nav: "navigation",
  ol: "list", ul: "list", option: "option", output: "status", progress: "progressbar", section: "region",
  select: (e) => (e.multiple || e.size > 1 ? "listbox" : "combobox"), summary: "button", table: "table", tbody: "rowgroup",
  td: "cell", textarea: "textbox", tfoot: "rowgroup", th: "columnheader", thead: "rowgroup", tr: "row", video: "video",
};
const roleOf = (element) => {
  const told = (element.getAttribute("role") || "").trim().split(/\s+/)[0];
  if (told) return told;
  const role = tagRoles[element.localName];
  return typeof role === "function" ? role(element) : role || "";
};

const ownText = (element) => {
  if (element instanceof HTMLInputElement && /^(button|submit|reset)$/.test(element.type))
    return squeeze(element.value || (element.type === "submit" ? "Submit" : element.type === "reset" ? "Reset" : ""));
  return squeeze(element.innerText !== undefined ? element.innerText : element.textContent);
};
const byIds = (element, ids) =>
  squeeze(ids.split(/\s+/).map((id) => element.getRootNode().getElementById?.(id)).filter(Boolean).map((e) => e.textContent).join(" "));
const labelsOf = (element) => {
  const texts = [];
  if (element.getAttribute("aria-labelledby")) texts.push(byIds(element, element.getAttribute("aria-labelledby")));
  if (element.getAttribute("aria-label")) texts.push(squeeze(element.getAttribute("aria-label")));
  for (const label of element.labels || []) texts.push(squeeze(label.innerText ?? label.textContent));
  return texts.filter(Boolean);
};
const nameOf = (element) => {
  const labels = labelsOf(element);
  if (labels.length) return labels[0];
  const placeholder = element.getAttribute("placeholder");
  return squeeze(element.getAttribute("alt")) || (/^(input|select|textarea)$/.test(element.localName) && !/^(button|submit|reset)$/.test(element.type) ? "" : ownText(element)) ||
    squeeze(element.getAttribute("title")) || squeeze(placeholder);
};
