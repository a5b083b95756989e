/** Series of two files as one table, with a column that says which part a series is of. */
import type { ColumnValues, RecordBatch } from '#/core/table/column';
import { TetradError } from '#/core/protocol/errors';
import type { ReadContext, TableReader } from '#/formats/formatDef';
import { openSource } from '#/formats/openSource';
import type { RecognisedFiles, RecognisedTable } from '#/formats/recogniseFile';
import { tableFormats } from '#/formats/registry';
import { sniffFormat } from '#/formats/sniffFormat';
import { splitPair } from '#/formats/splitSeries';

const column = 'split';

/** undefined where the files are none that come divided. */
export async function splitTable({ file, bundle }: RecognisedFiles): Promise<RecognisedTable | undefined> {
  const pair = splitPair(bundle.entries.map(({ path }) => path));
  if (!pair) return undefined;
  for (const { path } of bundle.entries)
    if (path !== pair.train && path !== pair.test) bundle.leaveOut(path, 'not of the two files of series');
  const open = async (path: string) => {
    const entry = bundle.entries.find((one) => one.path === path);
    const source = await openSource(Object.assign((await entry?.blob()) ?? new Blob(), { name: path }));
    return { source, format: sniffFormat(source.head, source.name, tableFormats) };
  };
  const train = await open(pair.train);
  const test = await open(pair.test);
  return {
    file,
    isJoined: true,
    source: {
      ...train.source,
      name: file.name,
      bytesRead: () => Math.min(file.size, train.source.bytesRead() + test.source.bytesRead()),
      told: () => [...bundle.told(), ...train.source.told(), ...test.source.told()],
    },
    format: {
      ...train.format,
      async read(_source, context: ReadContext): Promise<TableReader> {
        const first = await train.format.read(train.source, context);
        const second = await test.format.read(test.source, context);
        if (first.names.join('\n') !== second.names.join('\n'))
          throw new TetradError({
            code: 'badInput',
            message: `The series of “${pair.test}” have ${second.names.length} columns, those of “${pair.train}” ${first.names.length}, or others.`,
            place: file.name,
            hint: 'Import them one after the other.',
          });
        return {
          ...first,
          names: [...first.names, column],
          options: {
            ...first.options,
            columns: { ...first.options?.columns, [column]: { as: 'text' } },
          },
          batches: (async function* () {
            yield* part(first, 'train');
            yield* part(second, 'test');
          })(),
        };
      },
    },
  };
}

/** Series are counted in each file: their names say the part. */
async function* part({ batches }: TableReader, name: string): AsyncGenerator<RecordBatch> {
  for await (const { rows, columns } of batches) {
    const [series, ...others] = columns;
    const named: ColumnValues[] =
      series?.physical === 'dict'
        ? [{ ...series, dictionary: series.dictionary.map((own) => `${name} ${own}`) }]
        : series
          ? [series]
          : [];
    yield {
      rows,
      columns: [...named, ...others, { physical: 'dict', codes: new Int32Array(rows), dictionary: [name] }],
    };
  }
}
