// One generateVideo call of the AI SDK against a server:  node client.mjs BASE_URL KEY OPTIONS FILE
// OPTIONS is JSON. The film is written to FILE; what the caller gets to know goes to standard output as JSON.
import { writeFile } from "node:fs/promises";
import { createByteDance } from "@ai-sdk/bytedance";
import { experimental_generateVideo as generateVideo } from "ai";

const [baseURL, apiKey, options, file] = process.argv.slice(2);
const sent = [];
const watched = async (url, init) => {
  if (init?.body) sent.push(JSON.parse(init.body));
  return fetch(url, init);
};
const provider = createByteDance({ baseURL, apiKey, fetch: watched });
const { model = "dreamina-seedance-2-0-260128", bytedance = {}, ...rest } = JSON.parse(options);
const fetched = [];

// The SDK's own download refuses loopback addresses: every self-hosted server needs this hook.
const download = async ({ url }) => {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`download: HTTP ${reply.status}`);
  fetched.push({ url: String(url), type: reply.headers.get("content-type") });
  return { data: new Uint8Array(await reply.arrayBuffer()), mediaType: reply.headers.get("content-type") };
};

const told = {};
try {
  const { video, warnings, providerMetadata, responses } = await generateVideo({
    model: provider.video(model),
    maxRetries: 0,
    download,
    ...rest,
    providerOptions: { bytedance: { pollIntervalMs: 50, pollTimeoutMs: 90_000, ...bytedance } },
  });
  await writeFile(file, video.uint8Array);
  Object.assign(told, { mediaType: video.mediaType, warnings, meta: providerMetadata, responses });
} catch (error) {
  told.error = { name: error.name, message: error.message, status: error.statusCode, retry: error.isRetryable };
}
process.stdout.write(JSON.stringify({ ...told, sent, fetched }));
