/**
 * This studio works for the server it is connected with: it asks for work, answers requests of the API as this page would,
 * and trains what was submitted there. Each it has by a lease; what it is told is its own is all it does.
 */
import { pageApi } from '../rest/pageApi';
import type { AppServices } from '../services';
import { requireConnection, withServer } from '../sync/connection';
import { answerOne } from './answerOne';
import { carryOut } from './carryOut';
import type { Leased, Working } from './leased';
import { shareNow } from './shareNow';

export interface RunnerOptions {
  name: string;
  /** Jobs at a time. */
  slots?: number;
  beatEveryMs?: number;
  /** How often what a training has come to is shared, so that another can go on from there. */
  shareEveryMs?: number;
  say?(line: object): void;
}

const waitMs = 20_000;
/** With no slot free it looks soon whether there is one. */
const waitWhenFullMs = 2000;
const afterFailureMs = 2000;

export function startRunner(services: AppServices, options: RunnerOptions): { stop(): void } {
  const { name, slots = 1, beatEveryMs = 1000, shareEveryMs = 10_000, say = () => {} } = options;
  let isStopped = false;
  let jobs = 0;
  const work = async () => {
    const connection = await requireConnection(services.storage.settings);
    const { answer } = await pageApi();
    await withServer(services, connection, async (server) => {
      const working: Working = {
        services,
        answer,
        server,
        name,
        beatEveryMs,
        shareEveryMs,
        say,
        share: () => shareNow(services),
        isStopped: () => isStopped,
      };
      while (!isStopped) {
        const isFree = jobs < slots;
        const { requests } = await server.json<{ requests: Leased[] }>(
          'POST',
          '/workspaces/{workspace}/runners/lease',
          { runner: name, jobs: isFree, wait_ms: isFree ? waitMs : waitWhenFullMs },
        );
        for (const leased of requests) {
          if (leased.isJob) jobs++;
          const done = leased.isJob ? carryOut(working, leased) : answerOne(working, leased);
          void done
            .catch((thrown: unknown) => say({ level: 'error', request: leased.id, message: String(thrown) }))
            .finally(() => {
              if (leased.isJob) jobs--;
            });
        }
      }
    });
  };
  const again = async () => {
    while (!isStopped) {
      await work().catch(async (thrown: unknown) => {
        say({ level: 'error', message: String(thrown) });
        await new Promise((resolve) => setTimeout(resolve, afterFailureMs));
      });
    }
  };
  void again();
  return { stop: () => (isStopped = true) };
}
