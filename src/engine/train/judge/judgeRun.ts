/** Keeps what a finished training answered on its validation rows, and on those of a test, as artifacts of the run. */
import type { JudgedRows, PreparedData } from '../../kinds/preparedData';
import type { KeptRows } from '#/core/tasks/keptRows';
import { taskOf } from '#/core/tasks/registry';
import {
  artifactOf,
  encodeValidation,
  judgedRowLimit,
  testArtifact,
  validationArtifact,
  type ValidationPredictions,
} from '#/core/evaluation/validationPredictions';
import type { Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { permutation } from '#/core/random/random';
import type { LeadScore } from '#/core/evaluation/forecastSkill';
import { figureOf } from './figureOf';
import type { KeptPlaces, TrainOutcome } from '../trainSpec';

type Judged = Pick<PreparedData, 'task' | 'inputs'>;

/** Rows of each part, by place, whose answers are kept: all, or a uniform sample. */
export function keptPlaces(
  { task, judged, judgedTest }: Pick<PreparedData, 'task' | 'judged' | 'judgedTest'>,
  seed: number,
): KeptPlaces {
  const limit = judgedRowLimit(task.labels?.length ?? 1);
  const of = (rows: Uint32Array = new Uint32Array(0)) => sampleOf(rows, limit, seed);
  return { val: of(judged.rows), test: of(judgedTest?.rows) };
}

/** Puts the blobs and answers the run's artifacts with them, and its final figure; the caller commits them. */
export async function judgeRun(
  runId: string,
  data: Judged & Pick<PreparedData, 'judged' | 'judgedTest' | 'train'>,
  { kept, leads }: Pick<TrainOutcome, 'kept' | 'leads'>,
  { places, seed }: { places: KeptPlaces; seed: number },
  storage: Pick<Storage, 'blobs' | 'runs'>,
): Promise<Pick<Run, 'artifacts' | 'figure'>> {
  let figure: Run['figure'];
  const made: Run['artifacts'] = [];
  const keep = async (part: 'validation' | 'test', predictions: ValidationPredictions, rows: KeptRows) => {
    figure = figureOf(data, { name: part, predictions, kept: rows }, seed) ?? figure;
    made.push({ name: artifactOf(part), blob: await storage.blobs.put(encodeValidation(predictions)) });
  };
  if (kept.val && data.judged.rows.length > 0)
    await keep('validation', toPredictions(data, data.judged, places.val, kept.val, leads), kept.val);
  if (kept.test && data.judgedTest)
    await keep('test', toPredictions(data, data.judgedTest, places.test, kept.test), kept.test);
  const others = ((await storage.runs.get(runId))?.artifacts ?? []).filter(
    ({ name }) => name !== validationArtifact && name !== testArtifact,
  );
  return { artifacts: [...others, ...made], ...(figure && { figure }) };
}

/** `kept`: of the rows at `places` of what was judged. */
export function toPredictions(
  { task, inputs }: Judged,
  judged: JudgedRows,
  places: Uint32Array,
  kept: KeptRows,
  leads?: LeadScore[][],
): ValidationPredictions {
  const truth = Float64Array.from(places, (at) => judged.truth[at] as number);
  return {
    kind: task.type,
    totalRows: judged.rows.length,
    rows: Uint32Array.from(places, (at) => judged.rows[at] as number),
    ...taskOf(task).keep(task, { kept, truth, inputs, leads }),
    ...(judged.blocks && { blocks: Int32Array.from(places, (at) => judged.blocks?.[at] as number) }),
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
