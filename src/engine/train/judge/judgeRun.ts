/** Keeps what a finished training answered on its validation rows, and on those of a test, as artifacts of the run. */
import { commonScale } from '#/core/tasks/scale';
import { taskOf } from '#/core/tasks/registry';
import {
  encodeValidation,
  judgedRowLimit,
  mostJudgedRows,
  type ForecastPredictions,
  type RowPredictions,
  testArtifact,
  validationArtifact,
} from '#/core/evaluation/validationPredictions';
import type { Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { permutation } from '#/core/random/random';
import { probabilities } from '#/core/train/probabilities';
import type { LeadScore } from '#/core/evaluation/forecastSkill';
import { forecastErrors } from './forecastErrors';
import type { JudgedRows, PreparedData } from '../prepare/prepareData';
import type { Split, TrainOutcome } from '../trainSpec';

type Judged = Pick<PreparedData, 'task' | 'inputs'>;

/** What one part of the data came to. */
interface JudgedPart {
  judged: JudgedRows;
  split: Pick<Split, 'rows' | 'features' | 'targetFrames'>;
  outputs: Float32Array;
  /** Of the validation part. */
  leads?: LeadScore[][];
}

function fieldSkill({ inputs }: Judged, { judged, split, outputs, leads }: JudgedPart): ForecastPredictions {
  return {
    kind: 'forecast',
    totalRows: judged.rows.length,
    rows: judged.rows.slice(0, mostJudgedRows),
    channels: inputs.map(({ name, unit }, i) => ({
      channel: name,
      ...(unit ? { unit } : {}),
      leads: leads?.[i] ?? [],
    })),
    errors: forecastErrors(split, outputs).slice(0, mostJudgedRows),
    ...(judged.blocks && { blocks: judged.blocks.slice(0, mostJudgedRows) }),
  };
}

/** Puts the blobs and answers the run's artifacts with them; the caller commits them. */
export async function judgeRun(
  runId: string,
  data: Judged & Pick<PreparedData, 'judged' | 'judgedTest' | 'val' | 'test'>,
  { valOutputs, testOutputs, leads }: Pick<TrainOutcome, 'valOutputs' | 'testOutputs' | 'leads'>,
  seed: number,
  storage: Pick<Storage, 'blobs' | 'runs'>,
): Promise<Run['artifacts']> {
  const kept = async (name: string, part: JudgedPart): Promise<Run['artifacts'][number]> => {
    const judged = taskOf(data.task).frames
      ? fieldSkill(data, part)
      : toPredictions({ ...data, judged: part.judged }, part.outputs, seed);
    return { name, blob: await storage.blobs.put(encodeValidation(judged)) };
  };
  const made: Run['artifacts'] = [];
  if (data.judged.rows.length > 0)
    made.push(
      await kept(validationArtifact, { judged: data.judged, split: data.val, outputs: valOutputs, leads }),
    );
  if (data.judgedTest && data.test && testOutputs)
    made.push(await kept(testArtifact, { judged: data.judgedTest, split: data.test, outputs: testOutputs }));
  const others = ((await storage.runs.get(runId))?.artifacts ?? []).filter(
    ({ name }) => name !== validationArtifact && name !== testArtifact,
  );
  return [...others, ...made];
}

export function toPredictions(
  { judged, task }: Omit<Judged, 'inputs'> & { judged: JudgedRows },
  outputs: Float32Array,
  seed: number,
): RowPredictions {
  const totalRows = judged.rows.length;
  const limit = judgedRowLimit(task.labels?.length ?? 1);
  const kept = sampleOf(judged.rows, limit, seed);
  const rows = Uint32Array.from(kept, (at) => judged.rows[at] as number);
  const width = outputs.length / totalRows;
  const raw = new Float32Array(kept.length * width);
  for (const [i, at] of kept.entries()) raw.set(outputs.subarray(at * width, (at + 1) * width), i * width);
  const truth = Float64Array.from(kept, (at) => judged.truth[at] as number);
  const blocks = judged.blocks && { blocks: Int32Array.from(kept, (at) => judged.blocks?.[at] as number) };
  if (task.labels)
    return {
      kind: 'classification',
      totalRows,
      rows,
      labels: task.labels,
      truth: Int32Array.from(truth),
      probabilities: Float32Array.from(probabilities(raw, width)),
      ...blocks,
    };
  const { mean, std } = commonScale(task);
  return {
    kind: 'regression',
    totalRows,
    rows,
    truth,
    predicted: Float64Array.from(raw, (value) => value * std + mean),
    ...blocks,
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
