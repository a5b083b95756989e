/** Asks a version and measures it. */
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { AnsweredCall, AnsweredRow } from '#/core/protocol/inUse';
import { kindOf } from '#/core/kinds/registry';
import type { ModelVersion } from '#/core/protocol/model';
import type { Prediction, PredictRequest, PredictResult } from '#/core/protocol/predict';
import type { AppServices } from '../services';
import { keepAnswers } from './keepAnswers';

export type Asked = Omit<PredictRequest, 'modelVersionId'>;

export interface Timed {
  result?: PredictResult;
  thrown?: unknown;
  call: AnsweredCall;
}

/** Never rejects: what was thrown is in it. */
export async function timed(
  { engine }: Pick<AppServices, 'engine'>,
  { id, modelId, number }: ModelVersion,
  request: Asked,
): Promise<Timed> {
  const [at, started] = [Date.now(), performance.now()];
  const call = (rows: number): AnsweredCall => ({
    modelId,
    version: number,
    at,
    ms: performance.now() - started,
    rows,
  });
  try {
    const result = await engine.predict({ ...request, modelVersionId: id });
    return { result, call: call(result.predictions.length) };
  } catch (thrown) {
    return { thrown, call: { ...call(0), error: toErrorInfo(thrown).code } };
  }
}

/** How sure a version is of what it answered: of the label it called, or the largest where none is. */
export function confidenceOf(
  { task: { labels } }: Pick<ModelVersion, 'task'>,
  { value, probabilities }: Prediction,
): number | undefined {
  if (!probabilities) return undefined;
  return probabilities[labels?.indexOf(String(value)) ?? -1] ?? Math.max(...probabilities);
}

/** Of an answer, what is written down. */
export function rowOf(
  which: ModelVersion,
  call: AnsweredCall,
  id: string,
  answer: Prediction,
  { rows, datasetVersionId = which.datasetVersionId }: Pick<Asked, 'rows' | 'datasetVersionId'>,
  at: number,
): AnsweredRow {
  const { modelId, version } = call;
  const row = rows[at];
  const confidence = confidenceOf(which, answer);
  return {
    modelId,
    id,
    at: call.at,
    version,
    value: answer.value,
    ...(confidence !== undefined && { confidence }),
    ...(row && { row, ...(!kindOf(which.input).rowsAreCells && { datasetVersionId }) }),
  };
}

const drawnId = (): string => crypto.randomUUID();

export interface Served extends PredictResult {
  version: number;
  /** Of each answer, where answers are written down: labels come by it. */
  ids?: string[];
  /** Of each answer, while versions are compared: which one gave it. */
  versions?: number[];
}

export async function served(
  services: Pick<AppServices, 'engine' | 'storage'>,
  which: ModelVersion,
  request: Asked,
  given: readonly string[] | undefined,
  isLogged: boolean,
): Promise<Served> {
  const { storage } = services;
  const { result, thrown, call } = await timed(services, which, request);
  if (!result) {
    keepAnswers(storage, { calls: [call], rows: [] });
    throw thrown;
  }
  const ids = isLogged ? idsOf(given, result.predictions.length) : undefined;
  keepAnswers(storage, {
    calls: [call],
    rows: (ids ? result.predictions : []).map((answer, i) =>
      rowOf(which, call, ids?.[i] as string, answer, request, i),
    ),
  });
  return { ...result, version: which.number, ...(ids && { ids }) };
}

export function idsOf(given: readonly string[] | undefined, count: number): string[] {
  if (given && given.length !== count)
    throw new TetradError({
      code: 'badInput',
      message: `${given.length} ids were given for ${count} ${count === 1 ? 'row' : 'rows'}.`,
      place: 'ids',
      hint: 'Give one id for each, in their order, or leave them out.',
    });
  return given ? [...given] : Array.from({ length: count }, drawnId);
}
