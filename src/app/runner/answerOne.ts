/** A request that is answered at once: with what the workspace holds now, and what it changed told before the answer. */
import { toErrorInfo } from '#/core/protocol/errors';
import { problem } from '../rest/problem';
import { type Leased, requestOf, type Working } from './leased';

const passed = ['content-type', 'content-disposition', 'etag', 'retry-after'];

export async function answerOne(working: Working, leased: Leased): Promise<void> {
  const response = await answered(working, leased).catch((thrown: unknown) => problem(thrown));
  const bytes = new Uint8Array(await response.arrayBuffer());
  await working.server.json('POST', `/workspaces/{workspace}/runners/requests/${leased.id}/answer`, {
    runner: working.name,
    status: response.status,
    headers: Object.fromEntries([...response.headers].filter(([name]) => passed.includes(name))),
    body: base64Of(bytes),
  });
}

async function answered({ answer, share, say }: Working, leased: Leased): Promise<Response> {
  // What is here answers also when the rest of the server is slow.
  await share().catch((thrown) => say({ level: 'warn', message: toErrorInfo(thrown).message }));
  const response = await answer(requestOf(leased));
  if (leased.method !== 'GET' && response.ok) await share();
  return response;
}

const sliceBytes = 0x8000;

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += sliceBytes)
    text += String.fromCharCode(...bytes.subarray(i, i + sliceBytes));
  return btoa(text);
}
