// Reads our contracts with the packages that others use in JavaScript: what it was given as JSON, and says what it found as JSON.
// `events`: Kafka records (headers, key, value); `webhooks`: secret, headers, body; `asyncapi`: files of documents; `openapi`: two documents, of before and after.
"use strict";

const { readFileSync } = require("node:fs");
const { Kafka } = require("cloudevents");
const { Webhook } = require("standardwebhooks");
const { Parser } = require("@asyncapi/parser");
const { apiCompare } = require("api-smart-diff");

function event(record) {
  const value = record.value === null ? undefined : record.value;
  const { id, source, type, subject, time, specversion, datacontenttype, dataschema, data, ...more } = Kafka.toEvent({
    headers: record.headers, key: record.key, value, body: value, timestamp: 0,
  });
  return { id, source, type, subject, time, specversion, datacontenttype, dataschema, data: data ?? null, more };
}

function webhook({ secret, headers, body }) {
  try {
    return { verified: new Webhook(secret).verify(body, headers) };
  } catch (refused) {
    return { refused: refused.constructor.name };
  }
}

async function asyncapi(file) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"), { source: file });
  return {
    messages: document ? document.allMessages().all().map((message) => message.name()) : [],
    channels: document ? document.allChannels().all().map((channel) => channel.address()) : [],
    faults: diagnostics.filter((one) => one.severity <= 1).map((one) => `${one.path.join("/")}: ${one.message}`),
  };
}

// Under `paths` every schema stands where it is used, and the tool knows in which direction; under `components` it does not.
function openapi({ before, after }) {
  const { diffs } = apiCompare(before, after);
  return diffs.filter((one) => one.type === "breaking" && one.path[0] === "paths").map((one) => `${one.action} ${one.path.join("/")}`);
}

async function main() {
  const given = JSON.parse(readFileSync(0, "utf8"));
  const found = { events: given.events.map(event), webhooks: given.webhooks.map(webhook), asyncapi: [], openapi: given.openapi.map(openapi) };
  for (const file of given.asyncapi) found.asyncapi.push(await asyncapi(file));
  process.stdout.write(JSON.stringify(found));
}

main();
