// SPDX-License-Identifier: Apache-2.0
// Usage: node check.mjs MODULES < REQUEST   Holds an ExportTraceServiceRequest in JSON against the
// types of @opentelemetry/otlp-transformer: the strict TypeScript compiler's view (no member it does
// not know, none missing, enums only with their values), the protobuf's own, and what neither can
// say: ids in hex, once each, below a parent that is there, 64-bit numbers as texts of digits.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const modules = resolve(process.argv[2]);
const require = createRequire(modules + "/");
const ts = require("typescript");
const proto = require(modules + "/@opentelemetry/otlp-transformer/build/src/generated/root.js");

const wrong = [];
const text = readFileSync(0, "utf8");
const request = JSON.parse(text);
// The mapping allows 64-bit numbers as texts and asks senders for them; these types know intValue as a
// number only.
const typed = text.replaceAll(/"intValue":"(\d+)"/g, '"intValue":$1');

function compile() {
  const types = modules + "/@opentelemetry/otlp-transformer/build/src/trace/internal-types";
  const name = modules + "/request.ts";
  const source = `import type { IExportTraceServiceRequest } from ${JSON.stringify(types)};\n` +
    `export const request: IExportTraceServiceRequest = ${typed};\n`;
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [],
    module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020 };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(name, source, options.target) : read(file, ...rest);
  const exists = host.fileExists;
  host.fileExists = (file) => file === name || exists(file);
  const program = ts.createProgram([name], options, host);
  for (const d of ts.getPreEmitDiagnostics(program))
    wrong.push("types: " + ts.flattenDiagnosticMessageText(d.messageText, " "));
}

function verify() {
  const message = proto.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
  const sent = message.fromObject(request);
  const said = message.verify(sent);
  if (said !== null) wrong.push("protobuf: " + said);
  const back = message.toObject(message.decode(message.encode(sent).finish()), { longs: String });
  const times = (all) => all.resourceSpans.flatMap((r) => r.scopeSpans).flatMap((s) => s.spans)
    .map((s) => [s.name, s.startTimeUnixNano, s.endTimeUnixNano, s.status.code ?? 0, s.kind].join());
  see(times(back).join("\n") === times(request).join("\n"), "not the same after protobuf");
}

function see(condition, ...words) {
  if (!condition) wrong.push(words.join(" "));
}

function seeValues(owner, attributes) {
  const keys = new Set();
  for (const { key, value } of attributes) {
    see(!keys.has(key), owner, "has twice", key);
    keys.add(key);
    see(Object.keys(value).length === 1, owner, key, "has not one value");
    if ("intValue" in value) see(/^\d+$/.test(value.intValue), owner, key, "is no text of digits");
  }
}

function seeSpans(spans) {
  const ids = new Set(spans.map((span) => span.spanId));
  see(ids.size === spans.length, "a span id comes twice");
  for (const span of spans) {
    const { name } = span;
    see(/^[0-9a-f]{32}$/.test(span.traceId) && !/^0+$/.test(span.traceId), name, "traceId");
    see(/^[0-9a-f]{16}$/.test(span.spanId) && !/^0+$/.test(span.spanId), name, "spanId");
    if ("parentSpanId" in span) see(ids.has(span.parentSpanId), name, "has an unknown parent");
    for (const time of [span.startTimeUnixNano, span.endTimeUnixNano])
      see(typeof time === "string" && /^\d{19}$/.test(time), name, "time", time);
    see(BigInt(span.startTimeUnixNano) <= BigInt(span.endTimeUnixNano), name, "ends too early");
    seeValues(name, span.attributes);
    for (const event of span.events) seeValues(name + " " + event.name, event.attributes);
  }
  see(spans.filter((span) => !("parentSpanId" in span)).length === 1, "not one root");
}

compile();
verify();
for (const { resource, scopeSpans } of request.resourceSpans) {
  seeValues("resource", resource.attributes);
  for (const { spans } of scopeSpans) seeSpans(spans);
}
see(request.resourceSpans.length > 0, "nothing in it");
for (const line of wrong) console.log(line);
process.exit(wrong.length > 0 ? 1 : 0);
