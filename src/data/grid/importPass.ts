/** All values of the files once: stored, or, when what they prove was not known before, what to read them again with. */
import { blobsOfVersion } from '#/core/kinds/registry';
import type { ArrayFile } from '#/core/grid/arrayFile';
import { checkMapping, requireMapping } from '#/core/grid/checkMapping';
import { checkRoom, storedBytes } from '#/core/grid/checkRoom';
import type { AxisMapping, GridImportOptions, GridSchema } from '#/core/grid/gridSchema';
import { timeIssues } from '#/core/grid/timeIssues';
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { RecognisedArrays } from '#/formats/recogniseFile';
import { IssueLog } from '../issueLog';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { FollowingFiles } from './followingFiles';
import { type GridPlan, planGrid } from './gridPlan';
import { LabelGatherer } from './labelGatherer';
import { storeLabels } from './labelTable';
import { doubtfulIssue, takenIssue } from './missingIssues';
import { openNext } from './openNext';
import { leftOut } from './leftOut';
import { readField } from './readGrid';
import { GridWriter } from './writeGrid';
import { writeSamples } from './writeSamples';

export interface PassInput {
  first: RecognisedArrays;
  /** The first file, or all of them as one. */
  opened: ArrayFile;
  options: GridImportOptions;
  /** `opened` is all files. */
  joined: boolean;
  /** Chosen, and left out because nothing is in them. */
  empty?: readonly string[];
}

export interface ReadAgain {
  again: GridImportOptions;
  /** Variables that turned out to have no values. */
  empty?: readonly string[];
}

export async function importPass(
  { first, opened, options, joined, empty = [] }: PassInput,
  { blobs, signal, onProgress, more, recognise, roomBytes }: ImportContext<GridImportOptions>,
): Promise<ImportedVersion | ReadAgain> {
  const { name: fileName } = first.file;
  const all = [first.file, ...more];
  const files = joined ? [first.file] : all;
  const folderBytes = first.folder?.reduce((sum, { blob }) => sum + blob.size, 0) ?? 0;
  requireMapping(checkMapping(opened.variables, options, files.length), fileName);
  const bytes = storedBytes(opened.variables, options.mapping, files.length);
  requireMapping(checkRoom(bytes, await roomBytes()), fileName, 'quota');
  const plan = planGrid(opened, options.mapping, fileName);
  const recordings = plan.sizes.sample * files.length;
  const frames = recordings * plan.sizes.time;
  const totalBytes = all.reduce((sum, file) => sum + file.size, folderBytes);
  const labels = new LabelGatherer(options.labels, files, plan);
  await labels.readTable(signal);
  const field = new GridWriter(blobs, plan.channels, { times: plan.sizes.time, frame: plan.frame });
  const issues = new IssueLog();
  const following = new FollowingFiles(options, plan);
  const rounded = new Set<string>();
  const marks = new MarkCounts();
  let current = opened;
  try {
    for (const [i, file] of files.entries()) {
      if (i > 0) {
        if (current !== opened) current.close();
        current = await openNext(await recognise(file));
        const next = planGrid(current, options.mapping, file.name);
        if (following.areLonger(next)) return { again: { ...options, files: 'time' } };
        requireSameShape(next, plan, file.name, fileName);
        following.add(next);
      }
      await labels.readVariables(current);
      for await (const { values } of readField(current, plan, signal, {
        marked: (variable, mark) => marks.add(variable, mark),
      })) {
        await field.add(values);
        onProgress?.({
          bytesRead: (totalBytes * field.frames) / frames,
          totalBytes,
          rows: 0,
          issues: 0,
          times: { done: field.frames, total: frames },
        });
      }
      for (const issue of chosenOf(current.told(), options, plan)) {
        issues.report(issue);
        if (issue.severity === 'warning' && issue.column) rounded.add(issue.column);
      }
    }
  } finally {
    if (current !== opened) current.close();
    await field.settle();
  }
  const nothing = new Set(field.nothingIn().map((channel) => variableOf(channel, options.mapping, plan)));
  for (const channel of field.somethingIn()) nothing.delete(variableOf(channel, options.mapping, plan));
  if (nothing.size > 0 && nothing.size < options.mapping.variables.length) {
    const variables = options.mapping.variables.filter((name) => !nothing.has(name));
    return {
      again: { ...options, mapping: { ...options.mapping, variables } },
      empty: [...empty, ...nothing],
    };
  }
  const missing = foundMissing(field, options, plan);
  if (missing) return { again: { ...options, mapping: { ...options.mapping, missing } } };
  const written = await field.finish(fileName, rounded);
  const table = labels.table();
  const grid: GridSchema = {
    recordings,
    axes: plan.axes,
    channels: written.channels,
    chunks: written.chunks,
    windowing: options.windowing,
    ...(table && { labels: await storeLabels(table, table.rows, blobs) }),
    mapping: options.mapping,
  };
  const samples = await writeSamples(grid, table, { blobs, signal, target: labels.target });
  const times = plan.times ? timeIssues(plan.times, options.windowing) : [];
  const found = [...marks.issues(options), ...doubts(field, options, plan)];
  const left = leftOut(opened.variables, options, empty);
  for (const issue of [...left, ...times, ...following.told(joined), ...found]) issues.report(issue);
  for (const issue of [...written.issues, ...samples.issues]) issues.report(issue);
  const { chunks, fields, rows, stats } = samples;
  const schema = { kind: 'spacetime4d' as const, columns: fields, data: grid };
  return {
    schema,
    rows,
    bytes: blobsOfVersion({ chunks, schema }).reduce((sum, blob) => sum + blob.bytes, 0),
    chunks,
    stats,
    source: {
      fileName: all.length > 1 ? `${fileName} and ${(all.length - 1).toLocaleString('en')} more` : fileName,
      fileBytes: totalBytes,
      format: first.format.type,
      details: detailsOf(opened, options),
    },
    issues: issues.list(),
  };
}

/** Of the file, and of the chosen variables; `column` becomes the channel. */
function chosenOf(
  told: readonly DataIssue[],
  { mapping }: GridImportOptions,
  { channels }: GridPlan,
): DataIssue[] {
  const names = new Map(Object.entries(mapping.names ?? {}));
  return told
    .filter(({ column }) => column === undefined || mapping.variables.includes(column))
    .map((issue) => {
      const channel = issue.column && (names.get(issue.column) ?? issue.column);
      const known = channels.some(({ name }) => name === channel);
      return issue.column === undefined || !known ? issue : { ...issue, column: channel };
    });
}

class MarkCounts {
  readonly #counts = new Map<string, Map<number, number>>();

  add(variable: string, mark: number): void {
    const own = this.#counts.get(variable) ?? new Map<number, number>();
    own.set(mark, (own.get(mark) ?? 0) + 1);
    this.#counts.set(variable, own);
  }

  issues({ mapping }: GridImportOptions): DataIssue[] {
    const names = new Map(Object.entries(mapping.names ?? {}));
    return [...this.#counts].flatMap(([variable, own]) =>
      [...own].map(([value, count]) => takenIssue(names.get(variable) ?? variable, { value, count })),
    );
  }
}

/** Numbers that stand for "missing" though nobody said so: the values are read again without them. */
function foundMissing(
  field: GridWriter,
  { mapping }: GridImportOptions,
  plan: GridPlan,
): Record<string, number[]> | undefined {
  const known = new Map(Object.entries(mapping.missing ?? {}));
  const missing = new Map<string, number[]>();
  field.sentinels().forEach(({ taken }, i) => {
    const variable = variableOf(i, mapping, plan);
    if (known.has(variable) || taken.length === 0) return;
    const all = [...(missing.get(variable) ?? []), ...taken.map(({ value }) => value)];
    missing.set(variable, [...new Set(all)]);
  });
  return missing.size > 0 ? Object.fromEntries([...known, ...missing]) : undefined;
}

function doubts(field: GridWriter, { mapping }: GridImportOptions, plan: GridPlan): DataIssue[] {
  const known = new Set(Object.keys(mapping.missing ?? {}));
  return field
    .sentinels()
    .flatMap(({ doubtful }, i) =>
      known.has(variableOf(i, mapping, plan))
        ? []
        : doubtful.map((one) => doubtfulIssue(plan.channels[i]?.name ?? '', one)),
    );
}

/** A dimension of channels makes several of one variable. */
const variableOf = (channel: number, { variables }: AxisMapping, { channels }: GridPlan): string =>
  variables[Math.floor((channel * variables.length) / channels.length)] ?? '';

function requireSameShape(plan: GridPlan, first: GridPlan, fileName: string, firstName: string): void {
  const shape = ({ sizes, channels }: GridPlan) =>
    [sizes.sample, sizes.time, sizes.x, sizes.y, sizes.z, channels.length].join(' × ');
  if (shape(plan) === shape(first)) return;
  throw new TetradError({
    code: 'badInput',
    message: `The shape is ${shape(plan)} (samples, times, x, y, z, channels); in ${firstName} it is ${shape(first)}.`,
    place: fileName,
    hint: 'Recordings of one dataset have equal shapes: crop or resample this one, or take it out.',
  });
}

function detailsOf(arrays: ArrayFile, { mapping }: GridImportOptions): Record<string, string> {
  const chosen = arrays.variables.filter(({ name }) => mapping.variables.includes(name));
  return {
    ...arrays.details,
    ...Object.fromEntries(
      chosen.map(({ name, dtype, details }) => [
        name,
        [dtype, ...Object.entries(details).map(([key, value]) => `${key} ${value}`)].join(', '),
      ]),
    ),
  };
}
