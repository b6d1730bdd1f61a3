// The success handler of the ModelArk page, restated: copy the film, and the last frame if there is one, out of
// the provider's temporary links.
//
//     node modelark_persist.mjs FOLDER < TASK.json
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { text } from "node:stream/consumers";

const folder = process.argv[2];

async function copy(url, name) {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`${name}: ${reply.status}`);
  await pipeline(Readable.fromWeb(reply.body), createWriteStream(join(folder, name)));
  return { name, type: reply.headers.get("content-type") };
}

const task = JSON.parse(await text(process.stdin));
const { video_url: film, last_frame_url: last } = task.content ?? {};
if (!film) throw new Error("a success without a film");
const kept = [await copy(film, "output.mp4")];
if (last) kept.push(await copy(last, "last-frame.png"));
console.log(JSON.stringify(kept));
