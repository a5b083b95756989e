/**
 * Scores the reader of tables on Pollock, a public benchmark of 2,290 polluted CSV files (Hasso Plattner Institut, VLDB
 * 2023, github.com/HPI-Information-Systems/Pollock; its files are not part of this repository). The reader is told nothing.
 *
 *   node scripts/pollock.mjs FOLDER [--worst 20]
 *
 * FOLDER holds `polluted_files/csv`, `polluted_files/clean` and `pollock_weights.json`. The measures are those of the
 * benchmark: success, and precision, recall and F1 of header, records and cells as multisets; their sum is at most 10.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'vite';

const [folder, option, most] = process.argv.slice(2);
if (!folder) {
  console.error('node scripts/pollock.mjs FOLDER [--worst 20]');
  process.exit(2);
}
const server = await createServer({ server: { middlewareMode: true }, appType: 'custom', logLevel: 'error' });
const load = (path) => server.ssrLoadModule(path);
const { openSource } = await load('/src/formats/openSource.ts');
const { tableFormats } = await load('/src/formats/registry.ts');
const { sniffFormat } = await load('/src/formats/sniffFormat.ts');
const { stringsOf } = await load('/src/core/table/columnView.ts');

/** Names (if there are any), then rows, each cell as it stands. */
async function readRows(name, bytes) {
  const source = await openSource(new File([bytes], name));
  const format = sniffFormat(source.head, source.name, tableFormats, 'csv');
  const signal = new AbortController().signal;
  const reader = await format.read(source, {
    signal,
    report: () => {},
    batchRows: 65_536,
    textColumns: { has: () => true },
  });
  // Names that the reader made up are not in the file.
  const rows = reader.options?.headerRows === 0 ? [] : [reader.names];
  for await (const batch of reader.batches) {
    const columns = batch.columns.map(stringsOf);
    for (let row = 0; row < batch.rows; row++) rows.push(columns.map((column) => column[row] ?? ''));
  }
  return rows;
}

/** The clean files are plain RFC 4180. */
function parseClean(text) {
  const rows = [];
  let row = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      row.push(cell);
      cell = '';
    } else if (c === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else if (c !== '\r') cell += c;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

const normal = (cell) => {
  if (/^[+-]?\d{1,15}$/.test(cell)) return String(Number(cell));
  if (/^[+-]?\d*\.\d+$/.test(cell)) return String(Number(cell));
  const lower = cell.toLowerCase();
  return lower === 'true' ? '1' : lower === 'false' ? '0' : lower;
};

function overlap(wanted, found) {
  if (wanted.length === 0) return [1, 1, 1];
  const counts = new Map();
  for (const one of wanted) counts.set(one, (counts.get(one) ?? 0) + 1);
  let shared = 0;
  for (const one of found) {
    const left = counts.get(one) ?? 0;
    if (left > 0) {
      counts.set(one, left - 1);
      shared++;
    }
  }
  if (shared === 0) return [0, 0, 0];
  const [p, r] = [shared / wanted.length, shared / found.length];
  return [p, r, ((p * r) / (p + r)) * 2];
}

const weights = JSON.parse(readFileSync(join(folder, 'pollock_weights.json'), 'utf8'));
const files = readdirSync(join(folder, 'polluted_files/csv')).filter((name) => name.endsWith('csv'));
let simple = 0;
let weighted = 0;
let weightSum = 0;
const scores = [];
for (const name of files) {
  const wanted = parseClean(
    readFileSync(join(folder, 'polluted_files/clean', name), 'utf8').replace(/^\ufeff/, ''),
  );
  let score = 0;
  let refused = '';
  try {
    const found = await readRows(name, readFileSync(join(folder, 'polluted_files/csv', name)));
    const record = (row) => row.map(normal).join('');
    const measures =
      wanted.length === 0
        ? new Array(9).fill(1)
        : [
            ...(wanted[0].length === 0
              ? [1, 1, 1]
              : overlap(wanted[0].map(normal), (found[0] ?? []).map(normal))),
            ...overlap(wanted.slice(1).map(record), found.slice(1).map(record)),
            ...overlap(wanted.flat(), found.flat()),
          ];
    score = 1 + measures.reduce((a, b) => a + b, 0);
  } catch (thrown) {
    refused = thrown.message;
    // A file with nothing in it is read well when it is said so.
    if (wanted.length === 0) score = 10;
  }
  scores.push({ name, score, refused });
  simple += score;
  weighted += score * (weights[name] ?? 0);
  weightSum += weights[name] ?? 0;
}
await server.close();
if (option === '--worst')
  for (const { name, score, refused } of scores
    .toSorted((a, b) => a.score - b.score)
    .slice(0, Number(most ?? 20)))
    console.log(score.toFixed(3), name, refused);
console.log({
  files: files.length,
  refused: scores.filter(({ refused }) => refused !== '').length,
  simple: +(simple / files.length).toFixed(3),
  weighted: +(weighted / weightSum).toFixed(3),
});
