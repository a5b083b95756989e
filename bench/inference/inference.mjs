/**
 * How far the types given here agree with those of pandas and DuckDB, on the fixtures of the reader. Their answers are kept
 * in pandas.json and duckdb.json (made by the scripts beside this one), so that neither is needed.
 *
 *   node bench/inference/inference.mjs
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const root = new URL('../../src/formats/fixtures/', import.meta.url);
const server = await createServer({
  server: { middlewareMode: true, hmr: false, ws: false },
  appType: 'custom',
  logLevel: 'error',
});
const { readForTest } = await server.ssrLoadModule('/src/formats/readForTest.ts');

/** Name of the column, then its kind; undefined where the file is refused. */
const kindsHere = new Map();
async function kindsOf(file) {
  if (!kindsHere.has(file))
    kindsHere.set(
      file,
      await readForTest(file, new Uint8Array(readFileSync(new URL(file, root)))).then(
        ({ names, reading }) => Object.fromEntries(names.map((name, i) => [name, reading.columns[i].as])),
        () => undefined,
      ),
    );
  return kindsHere.get(file);
}

for (const other of ['pandas', 'duckdb']) {
  const path = fileURLToPath(new URL(`${other}.json`, import.meta.url));
  if (!existsSync(path)) {
    console.log(`${other}: no answers are kept.`);
    continue;
  }
  const { version, answers } = JSON.parse(readFileSync(path, 'utf8'));
  // The cases are made to be read wrongly; in the other fixtures the types are beyond doubt.
  for (const hard of [false, true]) await compare(version, answers, hard);
}

async function compare(version, answers, hard) {
  let same = 0;
  let columns = 0;
  let otherNames = 0;
  let refused = 0;
  const pairs = new Map();
  const files = Object.entries(answers).filter(([file]) => file.startsWith('cases/') === hard);
  for (const [file, kinds] of files) {
    const here = await kindsOf(file);
    if (kinds.refused || !here) {
      refused++;
      continue;
    }
    // Where the names differ, something other than types is told apart.
    if (Object.keys(kinds).join('\n') !== Object.keys(here).join('\n')) {
      otherNames++;
      continue;
    }
    for (const [name, kind] of Object.entries(kinds)) {
      if (kind === 'empty') continue;
      columns++;
      if (here[name] === kind) same++;
      else {
        const pair = `${here[name]} here, ${kind} there`;
        pairs.set(pair, [...(pairs.get(pair) ?? []), `${file} ${name}`]);
      }
    }
  }
  console.log(
    `${version}, ${hard ? 'hard cases' : 'plain fixtures'}: ${same} of ${columns} columns alike (${((100 * same) / columns).toFixed(1)} %), in ${files.length - otherNames - refused} files; ${otherNames} files have other columns, ${refused} are refused by one of both.`,
  );
  for (const [pair, where] of pairs)
    console.log(`  ${pair}: ${where.length} (${where.slice(0, 6).join('; ')})`);
}
await server.close();
