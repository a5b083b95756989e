/** Asks both versions, some rows at a time, and says what came of it. */
import { answersApart } from '#/core/inUse/answersApart';
import { type Replayed, replayOf, type ReplayReport } from '#/core/inUse/replay';
import type { ModelVersion } from '#/core/protocol/model';
import type { Prediction } from '#/core/protocol/predict';
import { answerWidth } from '#/core/tasks/answerNumbers';
import { whenKept } from '../inUse/keepAnswers';
import { type Kept, keptRows, requireFitting } from '../inUse/replayed';
import { found } from '../queries';
import type { JobContext } from './jobDef';
import type { ReplayInput } from './replayJob';

const mostAtOnce = 1_000;
/** Of answers, held of both versions. */
const numbersAtOnce = 2 ** 22;
const mostWarnings = 20;

export async function replayRows(context: JobContext, input: ReplayInput) {
  const { services, job, signal } = context;
  const { storage } = services;
  const startedAt = performance.now();
  await whenKept();
  const versionOf = async (id: string) => found(await storage.models.version(id), 'model version', id);
  const [first, second] = [await versionOf(input.firstId), await versionOf(input.secondId)];
  const { kept, without } = await keptRows(storage, input.streamOf, input.newest);
  const notes = new Set(requireFitting([first, second], kept));
  const labels = await labelsFor(context, first, input);
  if (labels.note !== undefined) notes.add(labels.note);
  if (without > 0)
    notes.add(`${without.toLocaleString('en')} answers were kept without what was asked, and are left out.`);

  const rowsAtOnce = Math.max(1, Math.min(mostAtOnce, Math.floor(numbersAtOnce / answerWidth(first))));
  const replayed: Replayed[] = [];
  let unusable = 0;
  for (let at = 0; at < kept.length; at += rowsAtOnce) {
    signal.throwIfAborted();
    const part = kept.slice(at, at + rowsAtOnce);
    const [a, b] = [
      await answersOf(context, first, part, notes),
      await answersOf(context, second, part, notes),
    ];
    for (const [i, asked] of part.entries()) {
      const [one, other] = [a[i], b[i]];
      const many = one && other && answersApart(one, other);
      const pair = { first: one?.value ?? Number.NaN, second: other?.value ?? Number.NaN };
      const isUsable = many
        ? !Number.isNaN(many.apart)
        : !Number.isNaN(pair.first) && !Number.isNaN(pair.second);
      if (isUsable) replayed.push({ ...aboutOf(asked, labels.known), ...pair, ...(many && { many }) });
      else unusable++;
    }
    const done = at + part.length;
    context.report({
      progress: (done / kept.length) * 0.99,
      message: `${done.toLocaleString('en')} of ${kept.length.toLocaleString('en')} rows asked again`,
      secondsLeft: ((performance.now() - startedAt) / 1000) * (kept.length / done - 1),
    });
  }
  if (unusable > 0)
    notes.add(
      `${unusable.toLocaleString('en')} rows got no answer of one of them, or answers of two sizes, and are left out.`,
    );
  const report: ReplayReport = {
    first: first.number,
    second: second.number,
    ...replayOf(replayed),
    notes: [...notes],
    ms: performance.now() - startedAt,
  };
  const fileName = `replay-${first.number}-${second.number}.json`;
  await storage.writing(async () => {
    const blob = await storage.blobs.put(new TextEncoder().encode(JSON.stringify(report)));
    await storage.jobs.update(job.id, { files: [{ name: fileName, parts: [blob] }] });
  });
  const { differing: _differing, ...short } = report;
  return { ...short, fileName };
}

async function answersOf(
  { services: { engine }, signal }: JobContext,
  version: ModelVersion,
  asked: readonly Kept[],
  notes: Set<string>,
): Promise<Prediction[]> {
  const answers: Prediction[] = [];
  const datasets = new Set(asked.map(({ datasetVersionId }) => datasetVersionId));
  for (const datasetVersionId of datasets) {
    const places = asked.flatMap((one, i) => (one.datasetVersionId === datasetVersionId ? [i] : []));
    const { predictions, warnings } = await engine.predict({
      modelVersionId: version.id,
      rows: places.map((i) => (asked[i] as Kept).row),
      ...(datasetVersionId !== undefined && { datasetVersionId }),
      many: true,
    });
    signal.throwIfAborted();
    for (const warning of warnings)
      if (notes.size < mostWarnings) notes.add(`Version ${version.number}: ${warning}`);
    for (const [at, i] of places.entries()) answers[i] = predictions[at] as Prediction;
  }
  return answers;
}

const aboutOf = ({ id, at, row, label }: Kept, labelled: boolean) => ({
  id,
  at,
  row,
  ...(labelled && label !== undefined && { label }),
});

/** Labels of another model's answers say something only where it answers the same. */
async function labelsFor(
  { services: { storage } }: JobContext,
  { task }: ModelVersion,
  { modelId, streamOf }: ReplayInput,
): Promise<{ known: boolean; note?: string }> {
  if (modelId === streamOf) return { known: true };
  const other = (await storage.models.resolve(streamOf)).task;
  return other.target === task.target && (other.labels === undefined) === (task.labels === undefined)
    ? { known: true }
    : {
        known: false,
        note: `The model whose log it is answers ${other.target}: its labels say nothing here.`,
      };
}
