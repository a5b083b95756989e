/**
 * Files of arrays into a stored field with its samples, in one pass. Nothing names the chunks until the caller
 * commits a version, so an import that fails or is cancelled leaves no trace but bytes to collect.
 */
import { blobsOfVersion } from '#/core/kinds/registry';
import { checkMapping, requireMapping } from '#/core/grid/checkMapping';
import { checkRoom, storedBytes } from '#/core/grid/checkRoom';
import { draftMapping } from '#/core/grid/draftMapping';
import type { GridImportOptions, GridSchema } from '#/core/grid/gridSchema';
import type { ArrayFile } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import { openArrays } from '#/formats/arrays/openArrays';
import { holdsArrays, type RecognisedArrays, type RecognisedFile } from '#/formats/recogniseFile';
import { IssueLog } from '../issueLog';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { type GridPlan, planGrid } from './gridPlan';
import { LabelGatherer } from './labelGatherer';
import { storeLabels } from './labelTable';
import { readField } from './readGrid';
import { GridWriter } from './writeGrid';
import { writeSamples } from './writeSamples';

export async function importGrid(
  first: RecognisedArrays,
  {
    blobs,
    signal,
    onProgress,
    options: wanted,
    more,
    recognise,
    roomBytes,
  }: ImportContext<GridImportOptions>,
): Promise<ImportedVersion> {
  const files = [first.file, ...more];
  const { name: fileName } = first.file;
  const folderBytes = first.folder?.reduce((sum, { blob }) => sum + blob.size, 0) ?? 0;
  const opened = await openArrays(first);
  const current = { arrays: opened };
  try {
    const options = wanted ?? guessed(opened, fileName);
    requireMapping(checkMapping(opened.variables, options, files.length), fileName);
    const bytes = storedBytes(opened.variables, options.mapping, files.length);
    requireMapping(checkRoom(bytes, await roomBytes()), fileName, 'quota');
    const plan = planGrid(opened, options.mapping, fileName);
    const recordings = plan.sizes.sample * files.length;
    const frames = recordings * plan.sizes.time;
    const totalBytes = files.reduce((sum, file) => sum + file.size, folderBytes);
    const labels = new LabelGatherer(options.labels, files, plan);
    await labels.readTable(signal);
    const field = new GridWriter(blobs, plan.channels, { times: plan.sizes.time, frame: plan.frame });
    const issues = new IssueLog();
    try {
      for (const [i, file] of files.entries()) {
        if (i > 0) {
          current.arrays.close();
          current.arrays = await openNext(await recognise(file));
          requireSameShape(planGrid(current.arrays, options.mapping, file.name), plan, file.name, fileName);
        }
        await labels.readVariables(current.arrays);
        for await (const { values } of readField(current.arrays, plan, signal)) {
          await field.add(values);
          onProgress?.({
            bytesRead: (totalBytes * field.frames) / frames,
            totalBytes,
            rows: 0,
            issues: 0,
            times: { done: field.frames, total: frames },
          });
        }
      }
    } finally {
      await field.settle();
    }
    const written = await field.finish(fileName);
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
    for (const issue of [...written.issues, ...samples.issues]) issues.report(issue);
    const { chunks, fields, rows, stats } = samples;
    const schema = { kind: 'spacetime4d' as const, columns: fields, data: grid };
    return {
      schema,
      rows,
      bytes: blobsOfVersion({ chunks, schema }).reduce((sum, { bytes }) => sum + bytes, 0),
      chunks,
      stats,
      source: {
        fileName:
          files.length > 1 ? `${fileName} and ${(files.length - 1).toLocaleString('en')} more` : fileName,
        fileBytes: totalBytes,
        format: first.format.type,
        details: detailsOf(opened, options),
      },
      issues: issues.list(),
    };
  } finally {
    current.arrays.close();
  }
}

function guessed(arrays: ArrayFile, fileName: string): GridImportOptions {
  const { guess } = draftMapping(arrays);
  if (guess) return guess;
  throw new TetradError({
    code: 'badInput',
    message: 'What the dimensions of this file are cannot be told from the file alone.',
    place: `${fileName}: ${arrays.variables
      .slice(0, 4)
      .map(({ name, dimensions }) => `${name} (${dimensions.map((d) => `${d.name} ${d.size}`).join(', ')})`)
      .join('; ')}`,
    hint: 'Say which is time, x, y, z, channel or sample: options.grid of datasets.import, or the mapping step.',
  });
}

async function openNext(found: RecognisedFile): Promise<ArrayFile> {
  if (holdsArrays(found)) return await openArrays(found);
  throw new TetradError({
    code: 'badInput',
    message: 'This file holds no arrays; the files of one dataset are all of one kind.',
    place: found.file.name,
    hint: 'Take it out of the folder.',
  });
}

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
