/**
 * Classic learners with their defaults beside scikit-learn's (test/fixtures/makeSklearnClassics.py) on the same folds,
 * three seeds of ours: within a point of accuracy or area under the ROC curve, or 0.02 of R2.
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseValidation, testArtifact } from '#/core/evaluation/validationPredictions';
import { families } from '#/core/families/registry';
import { learnerOf } from '#/core/learners/registry';
import type { Storage } from '#/core/protocol/storage';
import type { TaskType } from '#/core/protocol/train';
import { areClasses } from '#/core/tasks/classification';
import { rankScores } from '#/core/stats/rankScores';
import { rocCurve } from '#/core/stats/rocCurve';
import { runSubmitted, submitTraining } from '#/engine/train/fixtures/trainTable';
import type { TableColumn } from '#/engine/train/fixtures/storeTable';
import { openStorage } from '#/storage/openStorage';

interface Table {
  name: string;
  classes: number;
  columns: (number | null)[][];
  category: string[] | null;
  target: number[];
  fold: number[];
}

const seeds = (process.env.SEEDS ?? '1,2,3').split(',').map(Number);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

mkdirSync('.cache', { recursive: true });
const path = '.cache/classicTables.json';
execFileSync('/usr/bin/python3', ['test/peers/classicTables.py', path]);
const tables: Table[] = JSON.parse(readFileSync(path, 'utf8'));
const peers: { name: string; folds: string; scores: Record<string, number[][]> }[] = JSON.parse(
  readFileSync(new URL('fixtures/sklearnClassics.json', import.meta.url), 'utf8'),
).tables;

const feature = (
  name: string,
  cells: TableColumn['cells'],
  type: 'numeric' | 'categorical',
): TableColumn => ({
  field: { name, type, role: 'feature' },
  cells,
});

function columnsOf({ columns, category, target, classes, fold }: Table, held: number): TableColumn[] {
  return [
    ...columns.map((cells, i) => feature(`x${i}`, cells, 'numeric')),
    ...(category ? [feature('category', category, 'categorical')] : []),
    {
      field: { name: 'y', type: classes > 0 ? 'categorical' : 'numeric', role: 'target' },
      cells: classes > 0 ? target.map((label) => `label ${label}`) : target,
    },
    {
      field: { name: 'part', type: 'categorical', role: 'split' },
      cells: fold.map((own) => (own === held ? 'test' : 'train')),
    },
  ];
}

function needsNone(type: string, task: TaskType): boolean {
  const learner = learnerOf(families.get(type), { task });
  return !learner.needsValidation && !learner.heeds('earlyStopping');
}

async function foldScore(storage: Storage, table: Table, family: string, held: number, seed: number) {
  const columns = columnsOf(table, held);
  const features = columns.slice(0, -2).map(({ field }) => field.name);
  const task = table.classes > 0 ? 'classification' : 'regression';
  const rows = table.target.length;
  const request = await submitTraining(storage, columns, {
    target: 'y',
    task,
    features,
    family,
    ...(process.env.PARAMS && { familyParams: JSON.parse(process.env.PARAMS) }),
    config: {
      // What nothing is chosen by is learnt from, as there.
      ...(needsNone(family, task) && { validationSplit: 0.02 }),
      ...families.get(family).defaults({ rows, width: features.length, task }),
      seed,
      splitBy: 'roles',
      testSplit: 'auto',
    },
  });
  const { result } = await runSubmitted(storage, request, { checkpointEveryMs: 1e9 });
  if (!table.category) return result.metrics[task === 'regression' ? 'testR2' : 'testAccuracy'] ?? Number.NaN;
  const { artifacts = [] } = (await storage.runs.get(request.runId)) ?? {};
  const blob = artifacts.find(({ name }) => name === testArtifact)?.blob;
  if (!blob) throw new Error('no answers');
  const judged = parseValidation(await storage.blobs.get(blob));
  if (!areClasses(judged)) throw new Error('no classes');
  const at = judged.labels.indexOf('label 1');
  const scores = Array.from(judged.rows, (_, i) => judged.probabilities[2 * i + at] as number);
  return rocCurve(
    rankScores(
      scores,
      Array.from(judged.truth, (label) => label === at),
    ),
  ).auc;
}

const only = process.env.TABLES?.split(',');
const onlyFamilies = process.env.FAMILIES?.split(',');

it.each(tables.filter(({ name }) => !only || only.includes(name)))(
  '$name',
  { timeout: 7_200_000 },
  async (table) => {
    const peer = peers.find(({ name }) => name === table.name);
    expect(peer?.folds).toBe(table.fold.join(''));
    const missed: string[] = [];
    for (const [family, runs] of Object.entries(peer?.scores ?? {})) {
      if (onlyFamilies && !onlyFamilies.includes(family)) continue;
      const reached: number[] = [];
      for (const seed of seeds) {
        const storage = await openStorage({ name: crypto.randomUUID(), blobs: 'dexie' });
        const scores: number[] = [];
        for (let held = 0; held < 5; held++) scores.push(await foldScore(storage, table, family, held, seed));
        storage.close();
        reached.push(mean(scores));
      }
      const told = (values: number[]) => `${median(values).toFixed(3)} (${Math.min(...values).toFixed(3)})`;
      const theirs = runs.map(mean);
      console.log(`${table.name} | ${family} | ${told(reached)} | ${told(theirs)}`);
      if (!(median(reached) > median(theirs) - (table.classes > 0 ? 0.01 : 0.02))) missed.push(family);
    }
    expect(missed).toEqual([]);
  },
);
