/**
 * Which types DuckDB gives the columns of the fixtures, guessing everything: in a folder of its own,
 *   npm install @duckdb/node-api && node askDuckDb.mjs FIXTURES > duckdb.json
 * It is no dependency of this repository; its answers are kept beside this file.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const { DuckDBInstance } = createRequire(join(process.cwd(), 'x.js'))('@duckdb/node-api');
const root = resolve(process.argv[2]);
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const kindOf = (type) =>
  /INT|DOUBLE|FLOAT|DECIMAL/.test(type)
    ? 'number'
    : /DATE|TIMESTAMP/.test(type)
      ? 'date'
      : type === 'BOOLEAN'
        ? 'boolean'
        : /TIME|INTERVAL/.test(type)
          ? 'duration'
          : 'text';
const names = [...readdirSync(root), ...readdirSync(join(root, 'cases')).map((name) => `cases/${name}`)];
const answers = {};
for (const name of names.filter((one) => /\.(?:csv|tsv)$/.test(one)).toSorted()) {
  try {
    const reader = await connection.runAndReadAll(
      `DESCRIBE SELECT * FROM read_csv('${join(root, name).replaceAll("'", "''")}', sample_size=-1)`,
    );
    answers[name] = Object.fromEntries(reader.getRows().map(([column, type]) => [column, kindOf(type)]));
  } catch (thrown) {
    answers[name] = { refused: thrown.message.split('\n')[0].slice(0, 120) };
  }
}
const version = (await connection.runAndReadAll('SELECT version()')).getRows()[0][0];
console.log(JSON.stringify({ version: `DuckDB ${version}`, answers }, null, 1));
