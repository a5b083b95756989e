/** A studio that meets a server, and numbers by chance that are the same each time. */
import type { SyncOutcome } from '#/app/sync/syncRound';
import type { Storage } from '#/core/protocol/storage';
import type { SyncStore } from '#/core/protocol/sync';
import { uniforms } from '#/core/random/random';
import { canonicalJson } from '#/storage/canonicalHash';

export interface SyncedStudio {
  storage: Storage;
  store: SyncStore;
  round(): Promise<SyncOutcome>;
}

export function randomsOf(seed: number): () => number {
  const drawn = uniforms(seed, 'sync', 0, 100_000);
  let at = 0;
  return () => drawn[at++ % drawn.length] as number;
}

/** What is shared: not the jobs, of which those that stand still travel. */
export async function held({ storage }: SyncedStudio): Promise<Record<string, unknown>> {
  const { settings: _own, jobs: _ofDevice, ...records } = await storage.workspace.records();
  const sorted = Object.fromEntries(
    Object.entries(records).map(([table, rows]) => [
      table,
      (rows as object[]).map((row) => canonicalJson(row)).sort(),
    ]),
  );
  const logged = Object.fromEntries(
    await Promise.all(
      records.runs
        .filter(({ status }) => status !== 'running')
        .map(async ({ id }) => [id, await storage.metrics.list(id)] as const),
    ),
  );
  return { ...sorted, logged };
}

export const untilQuiet = async (studio: SyncedStudio): Promise<void> => {
  for (let quiet = 0; quiet < 2; ) {
    const done = await studio.round().catch(() => undefined);
    quiet = done && done.sent + done.read === 0 ? quiet + 1 : 0;
  }
};

export async function randomEdit(storage: Storage, random: () => number, i: number): Promise<void> {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const model = pick(await storage.models.list());
  const dataset = pick(await storage.datasets.list());
  const run = pick((await storage.runs.list()).filter(({ status }) => status !== 'running'));
  const edits = [
    async () => model && (await storage.models.update(model.id, { name: `model ${i}`, notes: `n ${i}` })),
    async () => {
      const version = model && pick(await storage.models.versions(model.id));
      if (version)
        await storage.models.setAlias(version.modelId, pick(['champion', 'next', 'old']) ?? '', version.id);
    },
    async () =>
      dataset && (await storage.datasets.update(dataset.id, { tags: [`t${i}`], description: `d ${i}` })),
    async () => run && (await storage.runs.update(run.id, { notes: `note ${i}`, tags: { i: String(i) } })),
    async () => await storage.experiments.create(`experiment ${i} ${random()}`),
    async () => await storage.models.create({ name: `made ${i}`, family: 'mlp' }),
    async () => {
      const empty = (await storage.models.list()).find(({ name }) => name.startsWith('made'));
      if (empty) await storage.models.delete(empty.id);
    },
  ];
  await pick(edits)?.();
}
