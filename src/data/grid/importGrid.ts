/**
 * Files of arrays into a stored field with its samples. Mostly in one pass; what the whole file proves (numbers that
 * stand for "missing", files that are stretches of one time) is paid with a second. Nothing names the chunks until the
 * caller commits a version, so an import that fails or is cancelled leaves no trace but bytes to collect.
 */
import { draftMapping } from '#/core/grid/draftMapping';
import type { GridImportOptions } from '#/core/grid/gridSchema';
import { findVariable } from '#/core/grid/mapGrid';
import type { ArrayFile } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import { openArrays } from '#/formats/arrays/openArrays';
import type { RecognisedArrays } from '#/formats/recogniseFile';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { importPass } from './importPass';
import { joinInTime, type Part } from './joinInTime';
import { openNext } from './openNext';

export async function importGrid(
  first: RecognisedArrays,
  context: ImportContext<GridImportOptions>,
): Promise<ImportedVersion> {
  const { more } = context;
  let opened = await openArrays(first);
  try {
    let options = context.options ?? guessed(opened, first.file.name);
    let joined = options.files === 'time' && more.length > 0;
    let empty: readonly string[] | undefined;
    for (;;) {
      if (joined) opened = await allJoined(first, opened, options, context);
      const outcome = await importPass({ first, opened, options, joined, empty }, context);
      if (!('again' in outcome)) return outcome;
      joined ||= outcome.again.files === 'time';
      options = outcome.again;
      empty = outcome.empty ?? empty;
      opened.close();
      opened = await openArrays(first);
    }
  } finally {
    opened.close();
  }
}

/** Closes what was opened when the files are none that follow each other. */
async function allJoined(
  { file }: RecognisedArrays,
  opened: ArrayFile,
  { mapping, labels }: GridImportOptions,
  { more, recognise, signal }: ImportContext<GridImportOptions>,
): Promise<ArrayFile> {
  const parts: Part[] = [{ name: file.name, arrays: opened }];
  try {
    for (const other of more) {
      signal.throwIfAborted();
      parts.push({ name: other.name, arrays: await openNext(await recognise(other)) });
    }
    const dimensions = findVariable(opened.variables, mapping.variables[0] ?? '')?.dimensions ?? [];
    const roles = new Map(Object.entries(mapping.axes));
    const time = dimensions.find(({ name }) => roles.get(name) === 'time');
    if (!time)
      throw new TetradError({
        code: 'badInput',
        message: 'No dimension is time, so the files cannot be joined in time.',
        place: file.name,
        hint: 'Say which dimension is time, or import the files as recordings of their own.',
      });
    const needed = [...mapping.variables, ...(labels.kind === 'variable' ? [labels.variable] : [])];
    return joinInTime(parts, time.name, needed);
  } catch (thrown) {
    for (const { arrays } of parts.slice(1)) arrays.close();
    throw thrown;
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
