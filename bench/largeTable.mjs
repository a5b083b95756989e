/**
 * The table that imports are timed with, as CSV and as Parquet, value by value the same: 12 in 20 columns are numbers, then
 * whole numbers, categories, dates, texts and truth values; about 1 % missing.
 */
import { createWriteStream } from 'node:fs';
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';

const cities = ['Lisbon', 'Osaka', 'Recife', 'Tromso', 'Accra', 'Quito'];

function tableOf(columns) {
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const makers = [
    ...Array.from({ length: 12 }, () => () => (random() * 2000 - 1000).toFixed(4)),
    () => String(Math.floor(random() * 1e6)),
    () => String(Math.floor(random() * 100)),
    () => cities[Math.floor(random() * cities.length)],
    () => (random() < 0.5 ? 'yes' : 'no'),
    () => new Date(1.6e12 + Math.floor(random() * 1e11)).toISOString().slice(0, 10),
    () => `note ${Math.floor(random() * 5000)}`,
    () => (random() < 0.5 ? 'true' : 'false'),
    () => (random() < 0.3 ? 'churned' : 'stayed'),
  ];
  const types = [
    ...Array(12).fill('DOUBLE'),
    'INT32',
    'INT32',
    'STRING',
    'STRING',
    'TIMESTAMP',
    'STRING',
    'BOOLEAN',
    'STRING',
  ];
  return {
    names: Array.from({ length: columns }, (_, i) => `column${i}`),
    types: Array.from({ length: columns }, (_, i) => types[i % types.length]),
    row: () =>
      Array.from({ length: columns }, (_, i) => (random() < 0.01 ? '' : makers[i % makers.length]())),
  };
}

async function streamTo(path, write) {
  const out = createWriteStream(path);
  await write(async (bytes) => {
    if (!out.write(bytes)) await new Promise((resolve) => out.once('drain', resolve));
  });
  await new Promise((resolve) => out.end(resolve));
}

export const writeCsv = (path, rows, columns) =>
  streamTo(path, async (put) => {
    const table = tableOf(columns);
    await put(`${table.names.join(',')}\n`);
    for (let row = 0; row < rows; row += 1000) {
      let text = '';
      for (let k = 0; k < Math.min(1000, rows - row); k++) text += `${table.row().join(',')}\n`;
      await put(text);
    }
  });

const valueOf = {
  DOUBLE: Number,
  INT32: Number,
  STRING: (text) => text,
  TIMESTAMP: (text) => new Date(text),
  BOOLEAN: (text) => text === 'true',
};
const rowsPerGroup = 100_000;

export function writeParquet(path, rows, columns) {
  const table = tableOf(columns);
  return writeGroups(path, Math.ceil(rows / rowsPerGroup), (index) => {
    const group = Array.from({ length: Math.min(rowsPerGroup, rows - index * rowsPerGroup) }, table.row);
    return table.names.map((name, i) => ({
      name,
      type: table.types[i],
      nullable: true,
      data: group.map((cells) => (cells[i] === '' ? null : valueOf[table.types[i]](cells[i]))),
    }));
  });
}

/** A Parquet file, row group by row group: of any size it takes the memory of one. */
export async function writeGroups(path, groups, columnsOf, options = {}) {
  const file = fileWriter(path);
  let writer;
  for (let index = 0; index < groups; index++) {
    const columnData = columnsOf(index);
    writer ??= new ParquetWriter({ writer: file, schema: schemaFromColumnData({ columnData }), ...options });
    await writer.write({ columnData, rowGroupSize: Number.MAX_SAFE_INTEGER });
  }
  await writer.finish();
}
