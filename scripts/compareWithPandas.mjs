/**
 * Reads every table of text in a folder twice, as an import does and as pandas does (Debian's python3-pandas), and lists
 * where the cells differ, by kind. pandas is told the delimiter, encoding and header that were recognised, so that the same
 * cells are compared; types and missing values it finds itself.
 *
 *   node scripts/compareWithPandas.mjs FOLDER [FOLDER...] [--examples 5] [--python /usr/bin/python3] [--most-mb 64] [--rows 200000]
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { compareCell, kinds } from './pandas/compareCell.mjs';

const { values: given, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    examples: { type: 'string', default: '5' },
    python: { type: 'string', default: '/usr/bin/python3' },
    'most-mb': { type: 'string', default: '64' },
    rows: { type: 'string', default: '200000' },
  },
});
if (folders.length === 0) {
  console.error('node scripts/compareWithPandas.mjs FOLDER [FOLDER...] [--examples 5]');
  process.exit(2);
}
const mostRows = Number(given.rows);

const server = await createServer({
  server: { middlewareMode: true, hmr: false, ws: false },
  appType: 'custom',
  logLevel: 'error',
});
const load = (path) => server.ssrLoadModule(path);
const { openSource } = await load('/src/formats/openSource.ts');
const { readTable } = await load('/src/formats/readTable.ts');
const { tableFormats } = await load('/src/formats/registry.ts');
const { sniffFormat } = await load('/src/formats/sniffFormat.ts');
const { stringsOf } = await load('/src/core/table/columnView.ts');

const pandas = spawn(given.python, [fileURLToPath(new URL('pandas/readTables.py', import.meta.url))], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const answers = createInterface({ input: pandas.stdout })[Symbol.asyncIterator]();
const askPandas = async (job) => {
  pandas.stdin.write(`${JSON.stringify(job)}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error('pandas has ended.');
  return JSON.parse(value);
};

function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile() && /\.(?:csv|tsv|tab|csv\.gz|tsv\.gz|csv2|txt\.csv)$/i.test(entry.name))
      yield path;
  }
}

/** Names, columns of texts and how each is read. */
async function readHere(path, name, bytes) {
  const source = await openSource(new File([bytes], name));
  const format = sniffFormat(source.head, source.name, tableFormats, 'csv');
  if (format.type !== 'csv') throw new Error(`It is ${format.title}.`);
  const context = { signal: new AbortController().signal, report: () => {}, batchRows: 65_536 };
  const table = await readTable(format, source, context);
  let columns = table.names.map(() => []);
  for await (const batch of table.batches) {
    if (batch === 'again') columns = table.names.map(() => []);
    else batch.columns.forEach((column, i) => columns[i].push(...stringsOf(column)));
  }
  const { reading, issues } = table.outcome();
  return { names: table.names, columns, reading, issues };
}

const counts = new Map(kinds.map((kind) => [kind, { cells: 0, columns: 0, files: new Set(), examples: [] }]));
const totals = {
  files: 0,
  compared: 0,
  refusedHere: 0,
  refusedThere: 0,
  otherShape: 0,
  columns: 0,
  cells: 0,
  equal: 0,
};
const told = [];
// Ended early, it says what it has seen.
let ended = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (ended = true));

for (const folder of folders)
  for (const path of filesIn(folder)) {
    if (statSync(path).size > Number(given['most-mb']) * 1024 * 1024 || statSync(path).size === 0) continue;
    if (ended) break;
    totals.files++;
    const label = relative(folder, path);
    let here;
    try {
      here = await readHere(path, path, readFileSync(path));
    } catch (thrown) {
      totals.refusedHere++;
      told.push(`refused here: ${label}: ${thrown.message}`);
      continue;
    }
    const { options } = here.reading;
    const there = await askPandas({
      path,
      sep: options.delimiter ?? ',',
      encoding: options.encoding === 'utf-8' ? 'utf-8-sig' : (options.encoding ?? 'utf-8'),
      skiprows: options.skipLines ?? 0,
      header: options.headerRows === 0 ? null : 0,
      quote: options.quote ?? '"',
      comment: '',
      rows: mostRows,
    });
    if (there.error) {
      totals.refusedThere++;
      told.push(`refused by pandas: ${label}: ${there.error}`);
      continue;
    }
    const rows = here.columns[0]?.length ?? 0;
    const offset =
      there.columns.length === here.names.length
        ? 0
        : there.index && here.names.length === there.columns.length + 1
          ? 1
          : -1;
    if (offset < 0 || Math.min(rows, mostRows) !== there.rows) {
      totals.otherShape++;
      told.push(
        `other shape: ${label}: ${rows} x ${here.names.length} here, ${there.rows} x ${there.columns.length} by pandas`,
      );
      continue;
    }
    totals.compared++;
    there.columns.forEach((column, i) => {
      totals.columns++;
      const own = here.columns[i + offset];
      const reading = here.reading.columns[i + offset];
      const found = new Map();
      for (let row = 0; row < there.rows; row++) {
        totals.cells++;
        const kind = compareCell(own[row], reading, column.values[row], column.kind, column.raw[row]);
        if (kind === 'equal') totals.equal++;
        else found.set(kind, [...(found.get(kind) ?? []), row]);
      }
      for (const [kind, where] of found) {
        const count = counts.get(kind);
        count.cells += where.length;
        count.columns++;
        count.files.add(label);
        const row = where[0];
        count.examples.push(
          `${label} “${column.name}” row ${row + 1}: ${JSON.stringify(column.raw[row])} is ${JSON.stringify(own[row])} (${reading.as}) here, ${JSON.stringify(column.values[row])} (${column.kind}) by pandas; ${where.length} cells`,
        );
      }
    });
  }

pandas.stdin.end();
await server.close();
console.log(totals);
for (const [kind, { cells, columns, files, examples }] of counts)
  if (cells > 0) {
    console.log(`\n${kind}: ${cells} cells, ${columns} columns, ${files.size} files`);
    for (const example of examples.slice(0, Number(given.examples)))
      console.log(`  ${example.slice(0, 300)}`);
  }
for (const kind of ['refused here', 'refused by pandas', 'other shape']) {
  const lines = told.filter((line) => line.startsWith(kind));
  if (lines.length > 0) console.log(`\n${kind}: ${lines.length}`);
  for (const line of lines.slice(0, Number(given.examples) * 2)) console.log(`  ${line.slice(0, 260)}`);
}
