/**
 * Rows while two versions are compared: each answered by the one that its key says, or by both. Where the challenger fails
 * the champion answers.
 */
import { asksChallenger, type Comparison, ended } from '#/core/inUse/comparison';
import type { AnsweredRow } from '#/core/protocol/inUse';
import type { ModelVersion } from '#/core/protocol/model';
import type { Prediction, PredictResult } from '#/core/protocol/predict';
import type { AppServices } from '../services';
import { keepAnswers } from './keepAnswers';
import { type Asked, rowOf, type Served, type Timed, timed } from './served';

type Services = Pick<AppServices, 'engine' | 'storage'>;

export interface Contenders {
  comparison: Comparison;
  champion: ModelVersion;
  challenger: ModelVersion;
}

/** The comparison that a model's rows go through; one whose versions were deleted is stopped, and says so. */
export async function contendersOf(
  { models, inUse }: Services['storage'],
  modelId: string,
): Promise<Contenders | undefined> {
  const comparison = await inUse.running(modelId);
  if (!comparison) return undefined;
  const [champion, challenger] = await Promise.all([
    models.version(comparison.champion.versionId),
    models.version(comparison.challenger.versionId),
  ]);
  if (champion && challenger) return { comparison, champion, challenger };
  const gone = champion ? comparison.challenger : comparison.champion;
  await inUse.change(comparison.id, (current) =>
    current.status === 'running'
      ? ended(current, 'stopped', `Stopped by itself: version ${gone.version} was deleted`, Date.now())
      : current,
  );
  return undefined;
}

export async function servedCompared(
  services: Services,
  contenders: Contenders,
  request: Asked,
  ids: string[],
  keys: readonly string[],
): Promise<Served> {
  return contenders.comparison.way === 'shadow'
    ? await inShadow(services, contenders, request, ids)
    : await divided(services, contenders, request, ids, keys);
}

async function inShadow(
  services: Services,
  { comparison, champion, challenger }: Contenders,
  request: Asked,
  ids: string[],
): Promise<Served> {
  const answered = await timed(services, champion, request);
  const { result, call } = answered;
  if (!result) throw failed(services, answered, comparison);
  const count = result.predictions.length;
  const beside = async () => {
    const other = await timed(services, challenger, request);
    const rows = result.predictions.map((answer, i) => ({
      ...rowOf(champion, call, ids[i] as string, answer, request, i),
      comparison: {
        id: comparison.id,
        challenger: false,
        share: 1,
        other: {
          version: challenger.number,
          ...(other.result
            ? { value: (other.result.predictions[i] as Prediction).value }
            : { failed: true as const }),
        },
      },
    }));
    const went = other.result ? { rows: count, failed: 0 } : { rows: 0, failed: count };
    return {
      calls: [call, other.call],
      rows,
      compared: { id: comparison.id, champion: { rows: count, failed: 0 }, challenger: went },
    };
  };
  keepAnswers(services.storage, beside());
  return { ...result, version: champion.number, ids };
}

async function divided(
  services: Services,
  { comparison, champion, challenger }: Contenders,
  request: Asked,
  ids: string[],
  keys: readonly string[],
): Promise<Served> {
  const { share, id } = comparison;
  const mine = keys.map((key) => asksChallenger(comparison, key));
  const placesOf = (wanted: boolean) => keys.flatMap((_, i) => (mine[i] === wanted ? [i] : []));
  const part = (places: readonly number[]): Asked => ({
    ...request,
    rows: places.map((i) => request.rows[i] as Asked['rows'][number]),
  });
  const ask = async (version: ModelVersion, places: readonly number[]) =>
    places.length > 0 ? await timed(services, version, part(places)) : undefined;

  const challenged = placesOf(true);
  const other = await ask(challenger, challenged);
  const otherFailed = other !== undefined && !other.result;
  const rest = otherFailed ? keys.map((_, i) => i) : placesOf(false);
  const own = await ask(champion, rest);
  if (own && !own.result) throw failed(services, own, comparison);

  const predictions: Prediction[] = [];
  const rows: AnsweredRow[] = [];
  const take = (version: ModelVersion, answered: Timed | undefined, places: readonly number[]) => {
    for (const [at, i] of answered?.result ? places.entries() : []) {
      const prediction = answered?.result?.predictions[at] as Prediction;
      predictions[i] = prediction;
      const row = rowOf(version, (answered as Timed).call, ids[i] as string, prediction, request, i);
      // What the champion answered in place of the challenger says nothing of either.
      const stood = otherFailed && mine[i];
      rows[i] = stood ? row : { ...row, comparison: { id, challenger: version === challenger, share } };
    }
  };
  take(challenger, other, challenged);
  take(champion, own, rest);
  const went = (answered: Timed | undefined, asked: number) => ({
    rows: answered?.result?.predictions.length ?? 0,
    failed: answered && !answered.result ? asked : 0,
  });
  keepAnswers(services.storage, {
    calls: [own?.call ?? [], other?.call ?? []].flat(),
    rows,
    compared: { id, champion: went(own, rest.length), challenger: went(other, challenged.length) },
  });
  const results = [own?.result, other?.result].filter((one): one is PredictResult => one !== undefined);
  return {
    predictions,
    latencyMs: results.reduce((sum, { latencyMs }) => sum + latencyMs, 0),
    backend: results[0]?.backend ?? '',
    warnings: [...new Set(results.flatMap(({ warnings }) => warnings))],
    version: champion.number,
    ids,
    versions: rows.map(({ version }) => version),
  };
}

function failed({ storage }: Services, { call, thrown }: Timed, { id }: Comparison): unknown {
  const none = { rows: 0, failed: 0 };
  keepAnswers(storage, {
    calls: [call],
    rows: [],
    compared: { id, champion: { rows: 0, failed: 1 }, challenger: none },
  });
  return thrown;
}
