/** How a run answers group by group, from what it kept of its judged rows. */
import { eventOf } from '#/core/evaluation/eventOf';
import type { FinalFigure } from '#/core/evaluation/finalFigure';
import { artifactOf, parseValidation } from '#/core/evaluation/validationPredictions';
import { type Fairness, fairnessOf, groupsOf } from '#/core/fairness/fairnessOf';
import { TetradError } from '#/core/protocol/errors';
import type { Run } from '#/core/protocol/model';
import { segmentsOfField } from '#/core/stats/segmentsOfField';
import { numberToText } from '#/core/table/cellValue';
import { areClasses, type ClassPredictions } from '#/core/tasks/classification';
import { found } from './queries';
import type { AppServices } from './services';

export interface GroupsAsked {
  part: FinalFigure['part'];
  /** Whose values make the groups; numbers in ranges. */
  column: string;
  /** The class that is compared with the rest; of two the event without. */
  label?: string | undefined;
  threshold: number;
  /** By group. */
  thresholds: Readonly<Record<string, number>>;
}

export async function fairnessOfRun(
  { storage, data }: Pick<AppServices, 'storage' | 'data'>,
  run: Run,
  { part, column, label, threshold, thresholds }: GroupsAsked,
): Promise<Fairness> {
  const kept = run.artifacts.find(({ name }) => name === artifactOf(part));
  if (!kept)
    throw new TetradError({
      code: 'notFound',
      message: `"${run.name}" kept no ${part} predictions.`,
      place: `run ${run.name}`,
      hint: 'They are computed at the end of a run. Train again to have them.',
    });
  const judged = parseValidation(await storage.blobs.get(kept.blob));
  const version = found(
    await storage.datasets.version(run.datasetVersionId),
    'dataset version',
    run.datasetVersionId,
  );
  const field = version.schema.columns.find(({ name }) => name === column);
  if (!field)
    throw new TetradError({
      code: 'badInput',
      message: `There is no column "${column}".`,
      place: 'column',
      hint: `Use one of: ${version.schema.columns
        .slice(0, 20)
        .map(({ name }) => `"${name}"`)
        .join(', ')}.`,
    });
  const read = await data.rowsAt(version.id, [...judged.rows], [column]);
  const cells = read.map(([cell]) => cell ?? null);
  const groups = groupsOf(segmentsOfField(cells, field, () => textOf(field.type)));
  const unknown = Object.keys(thresholds).find((name) => !groups.some((group) => group.label === name));
  if (unknown !== undefined)
    throw new TetradError({
      code: 'badInput',
      message: `"${column}" has no group "${unknown}".`,
      place: 'thresholds',
      hint: `Its groups: ${groups.map((group) => `"${group.label}"`).join(', ')}.`,
    });
  const index = areClasses(judged) ? classOf(judged, run, label) : 0;
  return fairnessOf(judged, groups, index, (name) => thresholds[name] ?? threshold);
}

/** The class that is named, else the event of two. */
function classOf(judged: ClassPredictions, run: Run, label: string | undefined): number {
  const index = label === undefined ? eventOf(judged, run).index : judged.labels.indexOf(label);
  if (index >= 0 && (label !== undefined || judged.labels.length === 2)) return index;
  throw new TetradError({
    code: 'badInput',
    message:
      label === undefined
        ? `This run tells ${judged.labels.length} classes apart: say which is compared.`
        : `This run knows no class "${label}".`,
    place: 'label',
    hint: `Use one of: ${judged.labels
      .slice(0, 20)
      .map((name) => `"${name}"`)
      .join(', ')}.`,
  });
}

const textOf = (type: string) => (value: number) =>
  type === 'datetime' ? new Date(value).toISOString() : numberToText(value);
