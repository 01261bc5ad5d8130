/* SPDX-License-Identifier: Apache-2.0 */
// bridge.js - asks agent.js by WebDriver's "execute async script". The answer brings along what the protocol
// has no word for: where the page is, which errors no script caught, how much it has loaded. {absent} when
// agent.js is not there yet; then it comes before this in the next script.
const [name, argument, done] = arguments;
const agent = globalThis.__xunjian;
if (agent && !agent.heard) {
  const heard = agent.heard = [];
  const keep = (text, at) => { if (heard.length < 50) heard.push({ text: String(text).slice(0, 2000), ...at }); };
  addEventListener("error", (e) => {
    if (e.message) keep(e.error?.stack ? `${e.message}\n${e.error.stack}` : e.message, { url: e.filename, line: e.lineno, column: e.colno });
  });
  addEventListener("unhandledrejection", (e) => keep("Uncaught (in promise) " + (e.reason?.message || e.reason), {}));
}
// What was loaded since the last time, as far as Resource Timing tells; in ms, -1 where a phase did not happen.
const span = (from, to) => (from > 0 && to >= from ? to - from : -1);
const load = (e) => ({
  kind: e.initiatorType, url: e.name.slice(0, 2000), age: performance.now() - e.startTime, total: span(e.startTime || 1e-9, e.responseEnd),
  dns: span(e.domainLookupStart, e.domainLookupEnd), connect: span(e.connectStart, e.secureConnectionStart || e.connectEnd),
  tls: span(e.secureConnectionStart, e.connectEnd), wait: span(e.requestStart, e.responseStart), receive: span(e.responseStart, e.responseEnd),
  wire: e.encodedBodySize || 0, body: e.decodedBodySize || 0, status: e.responseStatus || 0, protocol: e.nextHopProtocol || "",
});
const loadsSince = () => {
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const fresh = entries.slice(agent.told || 0, (agent.told || 0) + 100).filter((e) => e.responseEnd > 0 || e.entryType !== "navigation");
  if (fresh.length) agent.told = (agent.told || 0) + fresh.length;
  return fresh.map(load);
};
const tell = (answer) =>
  done({ ...answer, url: location.href, errors: agent.heard.splice(0), loads: loadsSince(), resources: performance.getEntriesByType("resource").length });
if (!agent) done({ absent: true });
else
  Promise.resolve().then(() => agent[name](argument)).then(
    (value) => tell({ value: value === undefined ? null : value }),
    (error) => tell({ thrown: String(error?.message || error).slice(0, 300) }));
