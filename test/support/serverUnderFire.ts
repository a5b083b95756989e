/** A server in memory with people of every role, and requests to it from its document. */
import { expect } from 'vitest';
import { uniforms } from '#/core/random/random';
import type { OpenapiDocument } from '#/app/rest/openapi';
import { defaults } from '../../server/config';
import { openServer } from '../../server/openServer';
import { roles } from '../../server/operations';
import type { Components } from './fromSchema';
import { listed, type Manner, manners, type Names, requestOf, type Sent } from './serverRequests';

/** Would take away what the next requests need. */
const left = ['eraseWorkspace', 'logout', 'removeMember', 'setMember'];
/** Whoever waits for longer goes away. */
const patienceMs = 25;
/** No failure: it waits for a runner, a later part, room. */
const told = [501, 503, 504, 507];

export async function openUnderFire(seed: number) {
  const lines: { level?: string; message?: string }[] = [];
  const server = await openServer(
    { ...defaults, folder: undefined, perSecond: 1e6, burst: 1e6, mostAttempts: 1e6, mostBodyBytes: 50_000 },
    { passwordCost: 2 ** 10, log: (line) => lines.push(line) },
  );
  const drawn = uniforms(seed, 'requests', 0, 1_000_003);
  let at = 0;
  const draw = (below: number) => Math.floor((drawn[at++ % drawn.length] as number) * below);

  async function send({ method, path, headers, body }: Sent, token?: string) {
    const request = new Request(`http://server${path}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      signal: AbortSignal.timeout(patienceMs),
      ...(body && { body }),
    });
    const response = await server.answer(request, '127.0.0.1');
    const text = await Promise.race([
      response.text().catch(() => ''),
      new Promise<string>((resolve) => setTimeout(resolve, patienceMs, '')),
    ]);
    return { status: response.status, headers: response.headers, text };
  }
  const json = async (method: string, path: string, token?: string, given?: object) => {
    const body = given && new Uint8Array(Buffer.from(JSON.stringify(given)));
    const request = { method, path, headers: {}, ...(body && { body }) };
    return JSON.parse((await send(request, token)).text) as Record<string, never>;
  };

  const password = 'correct horse';
  const owner = String((await json('POST', '/auth/register', undefined, { name: 'owner', password })).token);
  const workspace = String((await json('POST', '/workspaces', owner, { name: 'Ours' })).id);
  const tokens = [owner];
  for (const role of roles.slice(1)) {
    const { invite } = await json('POST', `/workspaces/${workspace}/invites`, owner, { role });
    tokens.push(
      String((await json('POST', '/auth/register', undefined, { name: role, password, invite })).token),
    );
  }
  const run = (await json('POST', `/workspaces/${workspace}/api/2.0/mlflow/runs/create`, owner, {
    experiment_id: '0',
  })) as unknown as { run: { info: { run_id: string } } };
  const document = JSON.parse(
    await (await server.answer(new Request('http://server/api/openapi.json'), '')).text(),
  ) as OpenapiDocument;
  const operations = listed(document).filter(({ operation }) => !left.includes(operation.operationId));
  const names: Names = { workspace: [workspace], run: [run.run.info.run_id] };
  const statuses = new Map<number, number>();

  return {
    document,
    operations,
    lines,
    statuses,
    /** One that failed is told with all that was sent. */
    async fire(which: number, manner: Manner = manners[draw(manners.length)] as Manner): Promise<number> {
      const one = operations[which] as (typeof operations)[number];
      const sent = requestOf(one, manner, draw, document.components.schemas as Components, names);
      const token =
        manner === 'valid' || draw(3) > 0 ? owner : ([...tokens, undefined, 'made-up'][draw(6)] as string);
      const before = lines.length;
      const { status, headers } = await send(sent, token);
      const body = sent.body && Buffer.from(sent.body).toString('latin1').slice(0, 500);
      const why = () => JSON.stringify({ manner, ...sent, body, said: lines.slice(before) }).slice(0, 3000);
      if (status >= 500 && !told.includes(status)) expect.fail(`${status} ${why()}`);
      expect([...headers.values()].join(), why()).not.toMatch(/<script|etc\/passwd|set-cookie/);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      return status;
    },
    draw,
    close: () => server.close(),
  };
}
