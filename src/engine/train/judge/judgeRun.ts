/** Keeps what a finished training answered on its validation rows, and on those of a test, as artifacts of the run. */
import type { JudgedRows, PreparedData, Split } from '../../kinds/preparedData';
import type { TaskSpec } from '#/core/protocol/train';
import { metricName } from '#/core/tasks/judgeName';
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
import type { FinalFigure } from '#/core/evaluation/finalFigure';
import { copiesOf } from './copiesOf';
import { figureOf } from './figureOf';
import type { KeptPlaces, TrainOutcome } from '../trainSpec';

type Judged = Pick<PreparedData, 'task' | 'inputs'>;

/** Rows of each part, by place, whose answers are kept: all, or a uniform sample. */
export function keptPlaces(
  { task, judged, judgedTest }: Pick<PreparedData, 'task' | 'judged' | 'judgedTest'>,
  seed: number,
): KeptPlaces {
  const limit = judgedRowLimit(taskOf(task).keptValues?.(task) ?? task.labels?.length ?? 1);
  const of = (rows: Uint32Array = new Uint32Array(0)) => sampleOf(rows, limit, seed);
  return { val: of(judged.rows), test: of(judgedTest?.rows) };
}

/** The task with what is left to be found after a training, from the answers on the validation part. */
export function settledTask(
  { task, judged }: Pick<PreparedData, 'task' | 'judged'>,
  { kept }: Pick<TrainOutcome, 'kept'>,
  places: KeptPlaces,
): TaskSpec {
  const { settle } = taskOf(task);
  if (!settle || !kept.val || judged.rows.length === 0) return task;
  const truth = Float64Array.from(places.val, (at) => judged.truth[at] as number);
  return settle(task, { kept: kept.val, truth });
}

/** Puts the blobs and answers the run's artifacts with them, its final figure, and what of its metrics is new by then; the caller commits them. */
export async function judgeRun(
  runId: string,
  data: Judged & Pick<PreparedData, 'judged' | 'judgedTest' | 'train' | 'val' | 'test'>,
  { kept, leads }: Pick<TrainOutcome, 'kept' | 'leads'>,
  { places, seed, learns = true }: { places: KeptPlaces; seed: number; learns?: boolean },
  storage: Pick<Storage, 'blobs'> & { runs: Pick<Storage['runs'], 'get'> },
): Promise<Pick<Run, 'artifacts' | 'figure'> & { metrics: Record<string, number> }> {
  const metrics: Record<string, number> = {};
  let figure: Run['figure'];
  const made: Run['artifacts'] = [];
  const keep = async (name: FinalFigure['part'], part: AnsweredSplit) => {
    const predictions = toPredictions(data, part.judged, part.places, part.kept, part.leads);
    const found = figureOf(data, { name, predictions, kept: part.kept }, seed);
    for (const [type, value] of Object.entries(taskOf(data.task).settledMetrics?.(predictions) ?? {}))
      metrics[metricName(name === 'test' ? 'test' : 'val', type)] = value;
    if (found) figure = { ...found, ...(learns && withoutCopies(data, name, part, seed)) };
    made.push({ name: artifactOf(name), blob: await storage.blobs.put(encodeValidation(predictions)) });
  };
  const { val, test, judged, judgedTest } = data;
  if (kept.val && judged.rows.length > 0)
    await keep('validation', { split: val, judged, places: places.val, kept: kept.val, leads });
  if (kept.test && test && judgedTest)
    await keep('test', { split: test, judged: judgedTest, places: places.test, kept: kept.test });
  const others = ((await storage.runs.get(runId))?.artifacts ?? []).filter(
    ({ name }) => name !== validationArtifact && name !== testArtifact,
  );
  return { artifacts: [...others, ...made], metrics, ...(figure && { figure }) };
}

interface AnsweredSplit {
  split: Split;
  judged: JudgedRows;
  places: Uint32Array;
  kept: KeptRows;
  leads?: LeadScore[][];
}

/** How many judged rows were learnt from, and what the figure is without them. */
function withoutCopies(
  data: Judged & Pick<PreparedData, 'train'>,
  name: FinalFigure['part'],
  { split, judged, places, kept }: AnsweredSplit,
  seed: number,
): Pick<FinalFigure, 'copies'> {
  const copies = copiesOf(data.train, split);
  const rows = copies?.reduce((sum, copy) => sum + copy, 0) ?? 0;
  if (!copies || rows === 0) return {};
  const others = Array.from(places, (_, at) => at).filter((at) => !copies[places[at] as number]);
  if (others.length === 0) return { copies: { rows } };
  const { width, values } = kept;
  const left = {
    width,
    values: Float64Array.from(others.flatMap((at) => [...values.subarray(at * width, (at + 1) * width)])),
  };
  const predictions = toPredictions(
    data,
    judged,
    Uint32Array.from(others, (at) => places[at] as number),
    left,
  );
  const value = figureOf(data, { name, predictions, kept: left }, seed)?.value;
  return { copies: { rows, ...(value !== undefined && { value }) } };
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
