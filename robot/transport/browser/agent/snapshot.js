/* SPDX-License-Identifier: Apache-2.0 */
// snapshot.js - the document as evidence: its markup with live values, its storage and cookies.

const voids = new Set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]);
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const serialize = (most) => {
  const out = [];
  let size = 0, whole = true;
  const put = (text) => { if (size + text.length <= most) { out.push(text); size += text.length; } else whole = false; };
  const attributes = (element) => {
    const list = new Map([...element.attributes].map((a) => [a.name, a.value]));
    if (element instanceof HTMLInputElement && element.type !== "file") {
      if (element.type === "checkbox" || element.type === "radio") element.checked ? list.set("checked", "") : list.delete("checked");
      else list.set("value", element.type === "password" && element.value ? "[hidden]" : element.value);
    }
    if (element instanceof HTMLOptionElement) element.selected ? list.set("selected", "") : list.delete("selected");
    if (element instanceof HTMLElement && document.body?.contains(element) && !shown(element)) list.set("data-xunjian-hidden", "");
    return [...list].map(([name, value]) => ` ${name}="${value.replace(/&/g, "&amp;").replace(/"/g, "&quot;")}"`).join("");
  };
  const walk = (node) => {
    if (!whole) return;
    if (node.nodeType === 3) put(/^(script|style)$/.test(node.parentElement?.localName || "") ? "" : escaped(node.data));
    if (node.nodeType !== 1) return;
    const tag = node.localName;
    if (tag === "xunjian-cover") return;
    put(`<${tag}${attributes(node)}>`);
    if (voids.has(tag)) return;
    if (node.shadowRoot) {
      put('<template shadowrootmode="open">');
      node.shadowRoot.childNodes.forEach(walk);
      put("</template>");
    }
    if (tag === "textarea") put(escaped(node.value));
    else node.childNodes.forEach(walk);
    put(`</${tag}>`);
  };
  put("<!DOCTYPE html>\n");
  if (document.documentElement) walk(document.documentElement);
  return { html: well(out.join("")), whole };
};
const storageOf = () => {
  const kept = {};
  try {
    for (let i = 0; i < Math.min(localStorage.length, 100); i++) kept[well(localStorage.key(i))] = well(cut(localStorage.getItem(localStorage.key(i)), 2000));
  } catch { /* a page without an origin has none */ }
  return kept;
};

const cookiesOf = () => {
  try {
    return well(cut(document.cookie, 16000));
  } catch {
    return ""; // a sandboxed page has none
  }
};
