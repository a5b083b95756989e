import { z } from 'zod';
import type { FolderEntry } from '#/core/grid/arrayFile';
import { folder } from '#/core/grid/gridInput';
import { joinImagePairs } from '#/core/grid/joinImagePairs';
import { kinds } from '#/core/kinds/registry';
import { TetradError } from '#/core/protocol/errors';
import { fileSchema } from '#/core/protocol/fileSchema';
import type { DatasetKind } from '#/core/protocol/dataset';
import { filesTogether } from '../filesTogether';
import type { AppServices } from '../services';
import { fileOrigin } from '../sources/fileOrigins';
import { id } from '../commandSchemas';
import { nameOfFile, submitImport } from '../jobs/submitImport';
import { defineCommand } from './commandDef';

const optionsOfKinds = Object.fromEntries(
  kinds.all.flatMap(({ importOptions }) =>
    importOptions ? [[importOptions.name, importOptions.schema.optional()]] : [],
  ),
);
const imported = kinds.all.filter(({ ofDatasets }) => ofDatasets !== false);
type ImportOptions = { folder?: FolderEntry[]; [nameOfKind: string]: unknown };

export const datasetsImport = defineCommand({
  name: 'datasets.import',
  effect: 'writes',
  title: 'Import files',
  summary:
    'Reads each file into a dataset of its own, as a job; returns at once. What a file becomes is told by its format, unless `kind` says it. With `options.grid` all files, of equal shape, are recordings of one field; `options.table` says how a table is to be read where the guess is not meant, and with its `fileColumn` all files are one table; `options.folder` holds the files of a folder that the file stands for: a Zarr store, or samples that are files themselves, which are one dataset also when given as `files`; an image in two files (.hdr and .img) is one. A matrix becomes a table of samples with `kind` tabular.',
  input: z.strictObject({
    files: z.array(fileSchema).min(1),
    name: z.string().min(1).optional(),
    format: z.string().optional(),
    kind: z.enum(imported.map(({ type }) => type)).optional(),
    options: z
      .strictObject({ ...optionsOfKinds, folder: folder.optional() })
      .optional() as unknown as z.ZodOptional<z.ZodType<ImportOptions, ImportOptions>>,
  }),
  output: z.object({ jobId: id, datasetId: id, imports: z.array(z.object({ jobId: id, datasetId: id })) }),
  async run(
    services,
    { files, name, format, kind: wantedKind, options: { folder: entries, ...ofKind } = {} },
  ) {
    const { kind, options } = chosenKind(wantedKind, ofKind);
    const dropped = { kind: kind?.type, options };
    const images = await joinImagePairs(files);
    const [first, ...more] = images;
    const together = entries ? undefined : await asSamples(services, files, kind?.type);
    const groups = together
      ? [{ ...dropped, ...together }]
      : (kind?.filesTogether || isOneTable(options)) && first
        ? [{ ...dropped, file: first, more, folder: entries }]
        : images.map((file) => ({ ...dropped, file, folder: images.length === 1 ? entries : undefined }));
    const imports: { jobId: string; datasetId: string }[] = [];
    for (const [i, group] of groups.entries()) {
      const wanted = name ? (i === 0 ? name : `${name} ${i + 1}`) : nameOfFile(group.file.name);
      const [first] = files;
      const origin = fileOrigin(group.file) ?? (together && first && fileOrigin(first));
      const dropped = origin ? { ...group, origin } : group;
      imports.push(await submitImport(services, { name: wanted, dropped, format }));
    }
    const [leading] = imports;
    if (!leading) throw new TetradError({ code: 'badInput', message: 'No file was given.', place: 'files' });
    return { ...leading, imports };
  },
});

/** Tables of one shape that become one: the import is told the column that says the file. */
const isOneTable = (options: unknown): boolean =>
  typeof options === 'object' && options !== null && 'fileColumn' in options;

/** Several files that are samples themselves, as those of a folder: a name for all, and each under its own. */
async function asSamples(
  { data }: AppServices,
  files: readonly File[],
  kind: DatasetKind | undefined,
): Promise<{ file: File; folder: FolderEntry[] } | undefined> {
  if (files.length < 2) return undefined;
  const { file, folder: together } = filesTogether(files);
  const found = await data.recognise(file, { folder: together, kind });
  const isOne = found?.holds === 'files' || (found?.holds === 'arrays' && found.files > 1);
  return isOne ? { file, folder: together } : undefined;
}

/** The kind that is named, or the one whose options are given. */
function chosenKind(wanted: string | undefined, ofKinds: Record<string, unknown>) {
  const given = kinds.all.filter(
    ({ importOptions }) => importOptions && ofKinds[importOptions.name] !== undefined,
  );
  const kind = wanted === undefined ? given[0] : kinds.get(wanted, 'kind');
  const stray = given.find((other) => other !== kind);
  if (stray)
    throw new TetradError({
      code: 'badInput',
      message: `options.${stray.importOptions?.name} is for the kind ${stray.type}, not for ${kind?.type}.`,
      place: 'options',
      hint: 'Give the options of one kind.',
    });
  return { kind, options: kind?.importOptions && ofKinds[kind.importOptions.name] };
}
