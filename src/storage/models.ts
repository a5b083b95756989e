import { TetradError } from '#/core/protocol/errors';
import type { Model, ModelVersion, Run } from '#/core/protocol/model';
import type { ModelRepository, NewModelVersion } from '#/core/protocol/storage';
import { applyChange, given, nextUpdatedAt } from './applyChange';
import { loadBlobsOf } from './blobsOf';
import { contentHash } from './canonicalHash';
import type { ModelRow } from './schema';
import { commitNaming, type StorageContext } from './storageContext';
import { notFound } from './storageErrors';

const toModel = (row: ModelRow): Model => ({ ...row, aliases: Object.fromEntries(row.aliases) });

/** Which version it is, where it came from, and how it was judged: not what answers. */
const notContent: readonly (keyof NewModelVersion)[] = [
  'id',
  'modelId',
  'runId',
  'datasetId',
  'datasetVersionId',
  'datasetHash',
  'metrics',
  'figure',
  'goneOn',
  'reference',
  'sampleRows',
  'notes',
];

function checkAlias(alias: string): void {
  if (/^[a-z][a-z0-9_-]{0,39}$/i.test(alias)) return;
  throw new TetradError({
    code: 'badInput',
    message: `"${alias.slice(0, 60)}" cannot be an alias.`,
    hint: 'Start with a letter; then up to 39 letters, digits, - or _. For example: champion.',
  });
}

export function modelRepository(context: StorageContext): ModelRepository {
  const { strict } = context;
  const { models, modelVersions, aliasMoves, runs, checkpoints } = strict;
  const versionsOf = (modelId: string) =>
    modelVersions.where('[modelId+number]').between([modelId, 0], [modelId, Infinity]);
  const existing = async (id: string): Promise<ModelRow> => {
    const row = await models.get(id);
    if (!row) throw notFound('model', id);
    return row;
  };

  /** Inside a transaction over models and aliasMoves. */
  const moveAlias = async (row: ModelRow, alias: string, to: string | undefined): Promise<ModelRow> => {
    const from = row.aliases.find(([name]) => name === alias)?.[1];
    if (from === to) return row;
    const others = row.aliases.filter(([name]) => name !== alias);
    const updatedAt = nextUpdatedAt(row.updatedAt);
    const next: ModelRow = { ...row, updatedAt, aliases: to ? [...others, [alias, to]] : others };
    await models.put(next);
    await aliasMoves.add({ id: crypto.randomUUID(), modelId: row.id, alias, from, to, at: updatedAt });
    return next;
  };

  return {
    async create(model) {
      const now = Date.now();
      const { aliases = {}, ...rest } = given(model);
      const row: ModelRow = {
        id: crypto.randomUUID(),
        description: '',
        tags: [],
        notes: '',
        createdAt: now,
        updatedAt: now,
        ...rest,
        aliases: Object.entries(aliases),
      };
      await models.add(row);
      return toModel(row);
    },

    get: async (id) => {
      const row = await models.get(id);
      return row && toModel(row);
    },
    list: async () => (await models.orderBy('createdAt').reverse().toArray()).map(toModel),
    hasName: async (name) => (await models.where('name').equals(name).count()) > 0,

    update: async (id, change) =>
      await strict.transaction('rw', models, async () => {
        const row = await existing(id);
        const current = toModel(row);
        const next = applyChange(current, change, ['id', 'family', 'createdAt', 'aliases']);
        if (next === current) return current;
        next.updatedAt = nextUpdatedAt(current.updatedAt);
        await models.put({ ...next, aliases: row.aliases });
        return next;
      }),

    delete: async (id) =>
      await strict.transaction('rw', models, modelVersions, aliasMoves, async () => {
        await versionsOf(id).delete();
        await aliasMoves.where('[modelId+at]').between([id, 0], [id, Infinity]).delete();
        await models.delete(id);
      }),

    dependants: async (id) => ({
      runs: (await runs.where('modelId').equals(id).toArray()).map(({ id, name }) => ({ id, name })),
    }),

    async commitVersion(input, also = {}) {
      const { alias, run: runChange } = also;
      if (alias !== undefined) checkAlias(alias);
      const { modelId, runId } = input;
      const hash = await contentHash(input, notContent);
      const { blobsOfModel } = await loadBlobsOf();
      const artifacts = runChange?.artifacts?.map((artifact) => artifact.blob) ?? [];
      const made = await commitNaming(
        context,
        [...blobsOfModel(input), ...artifacts],
        `model ${modelId}`,
        () =>
          strict.transaction('rw', [models, modelVersions, aliasMoves, runs, checkpoints], async () => {
            const row = await existing(modelId);
            const latest = await versionsOf(modelId).last();
            const version: ModelVersion = {
              notes: '',
              ...input,
              id: input.id ?? crypto.randomUUID(),
              number: (latest?.number ?? 0) + 1,
              createdAt: Date.now(),
              hash,
            };
            await modelVersions.add(version);
            const touched = { ...row, updatedAt: nextUpdatedAt(row.updatedAt) };
            await models.put(touched);
            if (alias !== undefined) await moveAlias(touched, alias, version.id);
            if (runChange) {
              const run = await runs.get(runId);
              if (!run) throw notFound('run', runId);
              const changed: Run = {
                ...applyChange<Run, keyof Run>(run, runChange, ['id', 'experimentId']),
                modelVersionId: version.id,
              };
              await runs.put(changed);
              if (changed.status === 'finished') await checkpoints.delete(runId);
            }
            return version;
          }),
      );
      await context.givenUp.sweep();
      return made;
    },

    version: async (id) => await modelVersions.get(id),
    versions: async (modelId) => await versionsOf(modelId).reverse().toArray(),

    resolve: async (modelId, which = {}) =>
      await strict.transaction('r', models, modelVersions, async () => {
        const row = await existing(modelId);
        const { number, alias } = which;
        const pointed = row.aliases.find(([name]) => name === (alias ?? 'champion'))?.[1];
        const version =
          number !== undefined
            ? await modelVersions.where('[modelId+number]').equals([modelId, number]).first()
            : pointed !== undefined
              ? await modelVersions.get(pointed)
              : alias === undefined
                ? await versionsOf(modelId).last()
                : undefined;
        if (version) return version;
        const numbers = (await versionsOf(modelId).toArray()).map((each) => each.number);
        const wanted = number !== undefined ? `version ${number}` : alias ? `alias "${alias}"` : 'version';
        const aliases = row.aliases.map(([name]) => name).join(', ');
        throw new TetradError({
          code: 'notFound',
          message: `Model ${row.name} has no ${wanted}.`,
          hint:
            numbers.length > 0
              ? `It has versions ${numbers.join(', ')}${aliases ? ` and aliases ${aliases}` : ''}.`
              : 'Train it first.',
        });
      }),

    updateVersion: async (id, { notes }) =>
      await strict.transaction('rw', modelVersions, async () => {
        const version = await modelVersions.get(id);
        if (!version) throw notFound('model version', id);
        const next = { ...version, notes };
        await modelVersions.put(next);
        return next;
      }),

    deleteVersion: async (id) =>
      await strict.transaction('rw', models, modelVersions, async () => {
        const version = await modelVersions.get(id);
        if (!version) return;
        const row = await models.get(version.modelId);
        const aliases = row?.aliases.filter(([, versionId]) => versionId === id).map(([name]) => name) ?? [];
        if (aliases.length > 0)
          throw new TetradError({
            code: 'conflict',
            message: `Version ${version.number} is in use as ${aliases.join(', ')}.`,
            place: `model ${row?.name}, version ${version.number}`,
            hint: 'Move the alias to another version first.',
          });
        await modelVersions.delete(id);
      }),

    async setAlias(modelId, alias, versionId, mayMove) {
      checkAlias(alias);
      return await strict.transaction('rw', models, modelVersions, aliasMoves, async () => {
        const row = await existing(modelId);
        mayMove?.(row.aliases.find(([name]) => name === alias)?.[1] ?? null);
        if (versionId === null) return toModel(await moveAlias(row, alias, undefined));
        const version = await modelVersions.get(versionId);
        if (!version || version.modelId !== modelId) throw notFound('model version', versionId);
        return toModel(await moveAlias(row, alias, versionId));
      });
    },

    moves: async (modelId) =>
      await aliasMoves.where('[modelId+at]').between([modelId, 0], [modelId, Infinity]).reverse().toArray(),
  };
}
