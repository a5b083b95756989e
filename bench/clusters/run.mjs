/**
 * k-means on 100,000 × 20, k = 20, one start, beside scikit-learn's on the same machine in the same minutes, one after the
 * other, seed by seed: once on 20 overlapping groups and once on rows without any. Seconds and inertia.
 * node bench/clusters/run.mjs
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'vite';

const [rows, width, k] = [100_000, 20, 20];
const seeds = [1, 2, 3, 4, 5];
const server = await createServer({ server: { middlewareMode: true }, logLevel: 'error', appType: 'custom' });
const { kMeans } = await server.ssrLoadModule('/src/core/clusters/kMeans.ts');
const { normals, uniforms } = await server.ssrLoadModule('/src/core/random/random.ts');
const folder = mkdtempSync(join(tmpdir(), 'clusters-'));
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

function table(name) {
  if (name === 'no groups') return uniforms(7, 'rows', 0, rows * width);
  const centres = uniforms(7, 'centres', 0, k * width).map((x) => 6 * x);
  return normals(7, 'rows', 0, rows * width).map(
    (x, i) => x + centres[(Math.floor(i / width) % k) * width + (i % width)],
  );
}

for (const name of ['groups', 'no groups']) {
  const features = table(name);
  const path = join(folder, 'rows.bin');
  writeFileSync(path, Buffer.from(features.buffer));
  // What is set up once, as scikit-learn's side does.
  await kMeans({ rows: 5000, width, features }, { k, starts: 2, seed: 9 }, () => undefined);
  const ours = [];
  const theirs = [];
  for (const seed of seeds) {
    const started = performance.now();
    const cpu = process.cpuUsage();
    const found = await kMeans({ rows, width, features }, { k, starts: 1, seed }, () => undefined);
    const { user, system } = process.cpuUsage(cpu);
    ours.push({
      seconds: (performance.now() - started) / 1000,
      cpu: (user + system) / 1e6,
      inertia: found.inertia,
    });
    const args = ['bench/clusters/kMeans.py', path, rows, width, k, seed].map(String);
    theirs.push(JSON.parse(execFileSync('/usr/bin/python3', args, { encoding: 'utf8' })));
    console.log(name, seed, JSON.stringify(ours.at(-1)), JSON.stringify(theirs.at(-1)), 'load', loadavg()[0]);
  }
  for (const what of ['seconds', 'cpu', 'inertia'])
    console.log(
      name,
      `median ${what}`,
      median(ours.map((one) => one[what])),
      median(theirs.map((one) => one[what])),
    );
}
await server.close();
