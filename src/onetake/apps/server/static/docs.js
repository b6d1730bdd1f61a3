// Draws /openapi.json. Text goes in as text only, never as markup.
"use strict";

const METHODS = ["get", "post", "put", "patch", "delete"];
const DEEPEST = 5;

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
  return element;
}

function resolve(doc, node) {
  let found = node;
  for (let hops = 0; found && found.$ref && hops < 8; hops += 1) {
    found = found.$ref.slice(2).split("/").reduce(
      (at, part) => at && at[part.replaceAll("~1", "/").replaceAll("~0", "~")], doc);
  }
  return found || {};
}

function typeOf(doc, schema) {
  const s = resolve(doc, schema);
  if (s.const !== undefined) return JSON.stringify(s.const);
  if (s.enum) return s.enum.map((v) => JSON.stringify(v)).join(" | ");
  const several = s.anyOf || s.oneOf;
  if (several) return several.map((one) => typeOf(doc, one)).join(" or ");
  const type = Array.isArray(s.type) ? s.type.join(" | ") : s.type || "any";
  return type === "array" && s.items ? `array of ${typeOf(doc, s.items)}` : type;
}

function limitsOf(schema) {
  const told = [];
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    told.push(`${schema.minimum ?? "…"} to ${schema.maximum ?? "…"}`);
  }
  if (schema.maxLength !== undefined) told.push(`at most ${schema.maxLength} characters`);
  if (schema.format) told.push(schema.format);
  if (schema.default !== undefined) told.push(`default ${JSON.stringify(schema.default)}`);
  return told.join(", ");
}

function rowsOf(doc, schema, prefix, depth, rows) {
  const s = resolve(doc, schema);
  const required = new Set(s.required || []);
  for (const [name, part] of Object.entries(s.properties || {})) {
    const inner = resolve(doc, part);
    const told = [inner.description, limitsOf(inner)].filter(Boolean).join(". ");
    rows.push(make("tr", {},
      make("td", {}, make("code", {}, prefix + name), required.has(name) ? " (required)" : ""),
      make("td", {}, typeOf(doc, part)), make("td", {}, told)));
    if (depth < DEEPEST) {
      rowsOf(doc, inner, `${prefix}${name}.`, depth + 1, rows);
      if (inner.items) rowsOf(doc, inner.items, `${prefix}${name}[].`, depth + 1, rows);
    }
  }
}

function tableOf(doc, schema) {
  const rows = [];
  rowsOf(doc, schema, "", 0, rows);
  if (!rows.length) return make("p", {}, make("code", {}, typeOf(doc, schema)));
  const head = make("tr", {}, ...["Field", "Type", "Meaning"].map((t) => make("th", {}, t)));
  return make("div", { class: "scroll" }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
}

function contentOf(doc, holder, title) {
  const found = resolve(doc, holder);
  const parts = [];
  for (const [type, media] of Object.entries(found.content || {})) {
    parts.push(make("p", { class: "soft" }, `${title} (${type})`), tableOf(doc, media.schema || {}));
  }
  return parts;
}

function parametersOf(doc, listed) {
  const parameters = listed.map((p) => resolve(doc, p));
  if (!parameters.length) return [];
  const rows = parameters.map((p) => make("tr", {},
    make("td", {}, make("code", {}, p.name), ` in ${p.in}`, p.required ? " (required)" : ""),
    make("td", {}, typeOf(doc, p.schema || {})), make("td", {}, p.description || "")));
  return [make("p", { class: "soft" }, "Parameters"),
    make("div", { class: "scroll" }, make("table", {}, make("tbody", {}, ...rows)))];
}

function operation(doc, path, method, op, shared) {
  const summary = make("summary", {}, make("span", { class: "method" }, method.toUpperCase()),
    make("code", {}, path), " ", op.summary || op.description || "");
  const inside = make("div", {});
  if (op.summary && op.description) inside.append(make("p", {}, op.description));
  inside.append(...parametersOf(doc, [...shared, ...(op.parameters || [])]));
  if (op.requestBody) inside.append(...contentOf(doc, op.requestBody, "Body"));
  for (const [status, reply] of Object.entries(op.responses || {})) {
    const told = resolve(doc, reply);
    inside.append(make("p", {}, make("strong", {}, status), ` ${told.description || ""}`));
    if (status.startsWith("2")) inside.append(...contentOf(doc, reply, "Answer"));
  }
  return make("details", {}, summary, inside);
}

function draw(doc) {
  const main = document.getElementById("docs");
  document.getElementById("note").remove();
  main.append(make("p", {}, doc.info.description || "", " ",
    make("a", { href: "/openapi.json" }, `OpenAPI ${doc.openapi}, version ${doc.info.version}`)));
  const groups = new Map();
  for (const [path, item] of Object.entries(doc.paths || {})) {
    for (const method of METHODS) {
      const op = item[method];
      if (!op) continue;
      const group = (op.tags || ["Other"])[0];
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(operation(doc, path, method, op, item.parameters || []));
    }
  }
  for (const [group, operations] of groups) main.append(make("h2", {}, group), ...operations);
}

fetch("/openapi.json")
  .then((reply) => reply.json())
  .then(draw)
  .catch((error) => { document.getElementById("note").textContent = `The document could not be read: ${error}`; });
