/**
 * What a training keeps of the version that it begins with: how samples enter, and, where it goes on, the task and the
 * rows that judged: they are found again in the new data and judge again. Nothing is stored for it: the data of before are
 * divided again as they were.
 */
import { families } from '#/core/families/registry';
import { givenScale } from '#/core/images/givenScale';
import { kindOf } from '#/core/kinds/registry';
import { sideOf } from '#/core/split/keepSides';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import type { TrainRequest } from '#/core/protocol/train';
import type { Kept } from '../../kinds/kindEngine';
import type { JudgedRows, PreparedData, Split } from '../../kinds/preparedData';
import { kindEngineOf } from '../../kinds/registry';
import type { TrainStorage } from '../runDeps';
import { contentKeys } from './contentKeys';

export interface Begun {
  version: ModelVersion;
  kept: Kept;
  /** What judged it; close it. */
  old?: Old;
  warnings: string[];
}

export interface Old {
  part: 'validation' | 'test';
  split: Split;
  /** By row of the new data: it is one of these. */
  found?: Uint8Array;
  close?(): Promise<void>;
}

type Asked = Pick<TrainRequest, 'family' | 'familyParams' | 'task' | 'target' | 'transfer' | 'features'> & {
  startFrom: string;
};

/** badInput where the version and the dataset do not go together. */
export async function begunWith(
  asked: Asked,
  dataset: DatasetVersion,
  storage: TrainStorage,
  allowedBytes: number,
): Promise<Begun> {
  const { enters, members } = families.get(asked.family, 'family');
  // The first member is what it starts from.
  const ids = members ? [asked.startFrom, ...members(asked.familyParams)] : [];
  const [, ...others] = await Promise.all(ids.map((id, at) => memberOf(id, storage, [at, ids.length])));
  const version = await storage.models.version(asked.startFrom);
  if (!version)
    throw new TetradError({
      code: 'notFound',
      message: 'The model version to begin with does not exist any more.',
      place: 'startFrom',
      hint: 'Choose another, or begin anew.',
    });
  if (enters) {
    const kept = enters(version, dataset, asked, others);
    if (!members) return { version, kept, warnings: [] };
    const { commonSides } = await import('./commonSides');
    return {
      version,
      kept: { ...kept, sides: await commonSides([version, ...others], dataset, storage, asked.familyParams) },
      warnings: [],
    };
  }
  const { inputs } = version;
  const samples = asked.transfer?.samples;
  const input = samples ? { kind: 'images' as const, fitted: givenScale(samples) } : version.input;
  if (input.kind !== dataset.schema.kind)
    throw new TetradError({
      code: 'badInput',
      message: `The model version takes samples of the kind ${input.kind}; the dataset is of the kind ${dataset.schema.kind}.`,
      place: 'datasetId',
      hint: 'Choose a dataset of the same kind.',
    });
  if (asked.transfer) return { version, kept: { input, inputs }, warnings: [] };
  return await goneOnWith(asked, version, dataset, storage, allowedBytes);
}

async function memberOf(
  id: string,
  { models }: Pick<TrainStorage, 'models'>,
  [at, count]: readonly [number, number],
): Promise<ModelVersion> {
  const version = await models.version(id);
  if (version) return version;
  throw new TetradError({
    code: 'notFound',
    message: `Member ${at + 1} of ${count} was deleted before the members were combined.`,
    place: `members.${at}`,
    hint: 'Combine those that are left, or train it again.',
  });
}

async function goneOnWith(
  asked: Asked,
  version: ModelVersion,
  dataset: DatasetVersion,
  storage: TrainStorage,
  allowedBytes: number,
): Promise<Begun> {
  const { input, inputs } = version;
  // Where a label is called from, and how far an interval is moved, is found again.
  const { threshold: _threshold, outwards: _outwards, ...task } = version.task;
  if (task.type !== asked.task || task.target !== asked.target)
    throw new TetradError({
      code: 'badInput',
      message: `The model version answers “${task.target}” (${task.type}), not “${asked.target}” (${asked.task}).`,
      place: 'target',
      hint: 'Choose the same target, or transfer the model to another.',
    });
  const kept: Kept = { input, inputs, task };
  try {
    const prepared = await preparedAgain(asked, version, kept, storage, allowedBytes);
    if (!prepared) return { version, kept, warnings: [] };
    const { sides, found } = await sidesIn(dataset, version, prepared, storage);
    const { data } = prepared;
    const { test, judgedTest, val } = data;
    const tested = test !== undefined && judgedTest !== undefined;
    const split = tested ? test : val;
    return {
      version,
      kept: { ...kept, sides },
      ...(split.rows > 0 && {
        old: {
          part: tested ? 'test' : 'validation',
          split,
          found,
          ...(data.close && { close: () => data.close?.() ?? Promise.resolve() }),
        },
      }),
      warnings: [],
    };
  } catch (thrown) {
    const { message } = toErrorInfo(thrown);
    return {
      version,
      kept,
      warnings: [
        `What was forgotten cannot be told, because what judged version ${version.number} cannot be read again: ${message}`,
      ],
    };
  }
}

interface Again {
  data: PreparedData;
  dataset: DatasetVersion;
}

/** The data that the version was learnt from, divided as then. */
async function preparedAgain(
  asked: Asked,
  version: ModelVersion,
  kept: Kept,
  storage: TrainStorage,
  allowedBytes: number,
): Promise<Again | undefined> {
  const [dataset, run] = await Promise.all([
    version.datasetVersionId ? storage.datasets.version(version.datasetVersionId) : undefined,
    version.runId ? storage.runs.get(version.runId) : undefined,
  ]);
  if (!dataset || !run) return undefined;
  const { startFrom } = run.tags;
  const before = startFrom === undefined ? undefined : await storage.models.version(startFrom);
  // It went on itself: its own rows were divided with those of before. A file that was judged had no rows.
  const sides =
    startFrom === undefined || (before && kindOf(before.input).ofDatasets === false)
      ? undefined
      : await begunWith({ ...asked, startFrom }, dataset, storage, allowedBytes).then(async (before) => {
          await before.old?.close?.();
          return before.kept.sides;
        });
  const data = await kindEngineOf(dataset.schema).prepare(
    dataset,
    {
      ...asked,
      features: version.inputs.map(({ name }) => name),
      config: run.config,
      ...(run.fold && { fold: run.fold }),
      kept: { ...kept, ...(sides && { sides }) },
    },
    storage.blobs,
    allowedBytes,
  );
  return { data, dataset };
}

/** Rows of the new data that are rows of the old, and on which side these were; equal rows one for one, in their order. */
async function sidesIn(
  dataset: DatasetVersion,
  version: ModelVersion,
  { data, dataset: before }: Again,
  { blobs }: TrainStorage,
): Promise<{ sides: Uint8Array; found: Uint8Array }> {
  const old = new Uint8Array(before.rows).fill(sideOf.train);
  const put = (judged: JudgedRows | undefined, side: number) => {
    for (const row of judged?.rows ?? []) old[row] = side;
  };
  put(data.judged, sideOf.val);
  put(data.judgedTest, sideOf.test);
  const judgedBy = data.judgedTest ? sideOf.test : sideOf.val;
  const sides = new Uint8Array(dataset.rows);
  if (before.id === dataset.id) sides.set(old);
  else {
    const waiting = new Map<string, number[]>();
    for (const [row, key] of (await contentKeys(version, before, blobs)).entries()) {
      const some = waiting.get(key);
      if (some) some.push(old[row] as number);
      else waiting.set(key, [old[row] as number]);
    }
    for (const [row, key] of (await contentKeys(version, dataset, blobs)).entries())
      sides[row] = waiting.get(key)?.shift() ?? sideOf.unknown;
  }
  return { sides, found: sides.map((side) => (side === judgedBy ? 1 : 0)) };
}
