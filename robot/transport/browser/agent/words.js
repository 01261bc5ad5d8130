/* SPDX-License-Identifier: Apache-2.0 */
// words.js - texts as the robot tells them, and the answer that says no.

const squeeze = (text) => (text || "").replace(/\s+/g, " ").trim();
const cut = (text, most = 80) => (text.length > most ? text.slice(0, most) + "…" : text);
const well = (text) => (text.toWellFormed ? text.toWellFormed() : text);

const trouble = (why, detail) => ({ ok: false, why, detail: well(detail || "") });
