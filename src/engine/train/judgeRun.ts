/** Keeps what a finished training answered on its validation rows, as an artifact of the run. */
import {
  encodeValidation,
  judgedRowLimit,
  mostJudgedRows,
  type FieldPredictions,
  type RowPredictions,
  validationArtifact,
} from '#/core/evaluation/validationPredictions';
import type { Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { permutation } from '#/core/random/random';
import { probabilities } from '#/core/train/probabilities';
import type { LeadScore } from '#/core/evaluation/forecastSkill';
import type { PreparedData } from './prepareData';
import type { TrainOutcome } from './trainSpec';

type Judged = Pick<PreparedData, 'judged' | 'task' | 'pipeline' | 'inputs'>;

function fieldSkill({ judged, inputs }: Judged, leads: LeadScore[][]): FieldPredictions {
  return {
    kind: 'forecast',
    totalRows: judged.rows.length,
    rows: judged.rows.slice(0, mostJudgedRows),
    channels: inputs.map(({ name, unit }, i) => ({
      channel: name,
      ...(unit ? { unit } : {}),
      leads: leads[i] ?? [],
    })),
  };
}

/** Puts the blob and answers the run's artifacts with it; the caller commits them. */
export async function judgeRun(
  runId: string,
  data: Judged,
  { valOutputs, leads }: Pick<TrainOutcome, 'valOutputs' | 'leads'>,
  seed: number,
  storage: Pick<Storage, 'blobs' | 'runs'>,
): Promise<Run['artifacts']> {
  const others = ((await storage.runs.get(runId))?.artifacts ?? []).filter(
    ({ name }) => name !== validationArtifact,
  );
  if (data.judged.rows.length === 0) return others;
  const blob = await storage.blobs.put(
    encodeValidation(leads ? fieldSkill(data, leads) : toPredictions(data, valOutputs, seed)),
  );
  return [...others, { name: validationArtifact, blob }];
}

export function toPredictions(
  { judged, task, pipeline }: Omit<Judged, 'inputs'>,
  outputs: Float32Array,
  seed: number,
): RowPredictions {
  const totalRows = judged.rows.length;
  const limit = judgedRowLimit(task.kind === 'classification' ? task.labels.length : 1);
  const kept = sampleOf(judged.rows, limit, seed);
  const rows = Uint32Array.from(kept, (at) => judged.rows[at] as number);
  const width = outputs.length / totalRows;
  const raw = new Float32Array(kept.length * width);
  for (const [i, at] of kept.entries()) raw.set(outputs.subarray(at * width, (at + 1) * width), i * width);
  const truth = Float64Array.from(kept, (at) => judged.truth[at] as number);
  if (task.kind === 'classification')
    return {
      kind: 'classification',
      totalRows,
      rows,
      labels: task.labels,
      truth: Int32Array.from(truth),
      probabilities: Float32Array.from(probabilities(raw, width)),
    };
  const { mean, std } = pipeline.target.kind === 'standardized' ? pipeline.target : { mean: 0, std: 1 };
  return {
    kind: 'regression',
    totalRows,
    rows,
    truth,
    predicted: Float64Array.from(raw, (value) => value * std + mean),
  };
}

/** Places of at most `limit` rows, drawn uniformly, in the order of the row numbers. */
function sampleOf(rows: Uint32Array, limit: number, seed: number): Uint32Array {
  const places =
    rows.length > limit
      ? permutation(seed, 'judged', 0, rows.length).slice(0, limit)
      : Uint32Array.from(rows, (_, at) => at);
  return places.sort((a, b) => (rows[a] as number) - (rows[b] as number));
}
