/**
 * The search for the best model (balanced, three minutes unless SECONDS says) on the tables of test/peers/classicTables.py,
 * a quarter of the rows held out that it never sees, beside the best of its own families by themselves and scikit-learn's
 * seven usual ones tuned by random search (test/fixtures/makeSklearnTuned.py).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { afterEach, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { rankScores } from '#/core/stats/rankScores';
import { rocCurve } from '#/core/stats/rocCurve';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

interface Table {
  name: string;
  classes: number;
  columns: (number | null)[][];
  category: string[] | null;
  target: number[];
  held: boolean[];
}

const seconds = Number(process.env.SECONDS ?? 180);
const seeds = (process.env.SEEDS ?? '1').split(',').map(Number);
const only = process.env.TABLES?.split(',');

mkdirSync('.cache', { recursive: true });
const path = '.cache/automlTables.json';
execFileSync('/usr/bin/python3', ['test/peers/classicTables.py', path]);
const tables: Table[] = JSON.parse(readFileSync(path, 'utf8'));
const peers: { name: string; found: Record<string, { folds: number; test: number }> }[] = JSON.parse(
  readFileSync(new URL('fixtures/sklearnTuned.json', import.meta.url), 'utf8'),
).tables;

let studio: NodeStudio | undefined;
afterEach(() => {
  studio?.close();
  studio = undefined;
});

const rowsOf = ({ columns, category, target, classes }: Table) =>
  target.map((own, row) => ({
    ...Object.fromEntries(columns.map((cells, i) => [`x${i}`, cells[row] ?? null])),
    ...(category && { category: category[row] as string }),
    y: classes > 0 ? `label ${own}` : own,
  }));

async function scoreOf(table: Table, modelId: string, version: number): Promise<number> {
  const rows = rowsOf(table).filter((_, row) => table.held[row]);
  const truth = table.target.filter((_, row) => table.held[row]);
  const asked = rows.map(({ y: _y, ...raw }) => raw as Record<string, string | number | null>);
  const { predictions, labels = [] } = await run('inference.predict', { modelId, version, rows: asked });
  if (table.category) {
    const at = labels.indexOf('label 1');
    const scores = predictions.map((one) =>
      Number((one as { probabilities?: number[] }).probabilities?.[at]),
    );
    return rocCurve(rankScores(scores, truth)).auc;
  }
  const said = predictions.map((one) => (one as { value?: string | number }).value);
  if (table.classes > 0)
    return said.filter((value, i) => value === `label ${truth[i]}`).length / truth.length;
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const squares = (of: (i: number) => number) =>
    truth.reduce((sum, value, i) => sum + (value - of(i)) ** 2, 0);
  return 1 - squares((i) => Number(said[i])) / squares(() => mean);
}

const cases = tables
  .filter(({ name }) => !only || only.includes(name))
  .flatMap((table) => seeds.map((seed) => ({ table, seed, name: table.name })));

it.each(cases)('$name, seed $seed', { timeout: 3_600_000 }, async ({ table, seed }) => {
  studio = await openNodeStudio(`tables-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
  const rows = rowsOf(table).filter((_, row) => !table.held[row]);
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => names.map((name) => (row as Record<string, unknown>)[name] ?? '').join());
  const file = new File([[names.join(), ...cells].join('\n')], 'table.csv');
  const { jobId, datasetId } = await run('datasets.import', { files: [file] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const begun = performance.now();
  const asked = await run('automl.submit', {
    datasetId,
    target: 'y',
    task: table.classes > 0 ? 'classification' : 'regression',
    timeLimitSeconds: seconds,
    training: { seed, testSplit: 0 },
  });
  expect((await run('jobs.wait', { id: asked.jobId })).error).toBeUndefined();
  const took = (performance.now() - begun) / 1000;
  const { automl } = await run('runs.get', { id: asked.runId });
  const { versions } = await run('models.get', { id: asked.modelId });
  const scored = async (versionId: string | undefined) => {
    const number = versions.find(({ id }) => id === versionId)?.number;
    return number === undefined ? Number.NaN : await scoreOf(table, asked.modelId, number);
  };
  const chosen = automl?.board?.find(({ runId }) => runId === automl.best?.runId);
  const reached = await scored(automl?.best?.versionId);
  let best = { score: Number.NEGATIVE_INFINITY, title: '' };
  for (const { origin, title, versionId } of automl?.board ?? []) {
    if (origin !== 'standard' || versionId === undefined) continue;
    const score = await scored(versionId);
    if (score > best.score) best = { score, title };
  }
  const found = Object.entries(peers.find(({ name }) => name === table.name)?.found ?? {});
  const top = found.toSorted((a, b) => b[1].test - a[1].test)[0];
  const picked = found.toSorted((a, b) => b[1].folds - a[1].folds)[0];
  console.log(
    [
      table.name,
      `seed ${seed}`,
      `${reached.toFixed(4)} ${chosen?.title}`,
      `best default ${best.score.toFixed(4)} ${best.title}`,
      `scikit-learn best by the test ${top?.[1].test} ${top?.[0]}, by folds ${picked?.[1].test} ${picked?.[0]}`,
      `${took.toFixed(1)} of ${seconds} s, ${automl?.board?.length} models, load ${loadavg()[0]?.toFixed(1)}`,
    ].join(' | '),
  );
  if (process.env.BOARD)
    console.log(
      automl?.board
        ?.map(
          ({ title, state, score, sd, folds, bestMember, fitSeconds, why = '' }) =>
            `${title}: ${state} ${score?.toFixed(4)} ±${sd?.toFixed(4)} ${folds} ${bestMember ?? ''} ${fitSeconds?.toFixed(1)} s ${why}`,
        )
        .join('\n'),
      automl?.notes,
    );
  expect(took).toBeLessThan(seconds * 1.05);
});
