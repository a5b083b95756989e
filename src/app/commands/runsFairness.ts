import { z } from 'zod';
import { eventOf } from '#/core/evaluation/eventOf';
import { artifactOf, parseValidation } from '#/core/evaluation/validationPredictions';
import { fairnessOf, groupsOf } from '#/core/fairness/fairnessOf';
import { TetradError } from '#/core/protocol/errors';
import type { Run } from '#/core/protocol/model';
import { segmentsOfField } from '#/core/stats/segmentsOfField';
import { numberToText } from '#/core/table/cellValue';
import { areClasses, type ClassPredictions } from '#/core/tasks/classification';
import { id } from '../commandSchemas';
import { fairness } from '../outputs/fairness';
import { found } from '../queries';
import { defineCommand } from './commandDef';

const share = z.number().min(0).max(1);

export const runsFairness = defineCommand({
  name: 'runs.fairness',
  effect: 'reads',
  title: 'Compare groups',
  summary:
    'How a run answers group by group, by the values of any column (numbers in ranges): rates of one class with their intervals, demographic parity, equalised odds and calibration; of numbers the errors. `thresholds` simulates one for each group.',
  input: z.strictObject({
    runId: id,
    part: z.enum(['validation', 'test']).default('validation'),
    column: z.string(),
    label: z.string().optional(),
    threshold: share.default(0.5),
    thresholds: z.record(z.string(), share).default({}),
  }),
  output: fairness,
  async run({ storage, data }, { runId, part, column, label, threshold, thresholds }) {
    const run = found(await storage.runs.get(runId), 'run', runId);
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
  },
});

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
