import { expect, it } from 'vitest';
import type { BoardLine } from '../protocol/automl';
import type { Run } from '../protocol/model';
import { beyond, chosenOf, judgedBy, ranked } from './board';
import { portfolioOf } from './portfolio';
import { automlWords } from './words';

const objective = { metric: 'valAccuracy', better: 'higher' } as const;
const line = (runId: string, more: Partial<BoardLine>): BoardLine => ({
  runId,
  title: runId,
  origin: 'standard',
  state: 'complete',
  versionId: `${runId} v`,
  ...more,
});
const run = (value: number, status: Run['status'] = 'finished') =>
  ({ status, summary: { valAccuracy: value } }) as unknown as Run;

it('ranks what folds judged before what one part did, and leaves out what is no choice', () => {
  const board = [
    line('flattered', { score: 0.99 }),
    line('folded', { score: 0.9, sd: 0.01, folds: 5 }),
    line('better', { score: 0.95, sd: 0.02, folds: 5 }),
    line('slow', { score: 1, state: 'rejected' }),
    line('running', { state: 'running' }),
  ];
  expect(ranked({ objective }, board).map(({ runId }) => runId)).toEqual(['better', 'folded', 'flattered']);
});

it('judges by the mean of all folds, else by the validation part', () => {
  const plan = { objective, folds: 2 };
  expect(judgedBy(plan, run(0.8), [run(0.7), run(0.9)])).toMatchObject({ score: 0.8, folds: 2 });
  expect(judgedBy(plan, run(0.8), [run(0.7), run(0.9)])?.sd).toBeCloseTo(Math.sqrt(0.02), 12);
  expect(judgedBy(plan, run(0.8), [run(0.7), run(0.9, 'failed')])).toEqual({ score: 0.8 });
});

it('chooses the ensemble only where it is as good on the part that judged all alike', () => {
  const [alone, together] = [
    line('alone', { score: 0.9 }),
    line('together', { origin: 'combined', score: 0.9 }),
  ];
  const chosen = (value: number) =>
    chosenOf({ objective }, [alone, together], ({ runId }) => ({
      valAccuracy: runId === 'alone' ? 0.9 : value,
    }))?.runId;
  expect([chosen(0.9), chosen(0.89)]).toEqual(['together', 'alone']);
  expect(chosenOf({ objective }, [], () => undefined)).toBeUndefined();
});

it('chooses one that folds judged alike rather than one that swings', () => {
  const board = [
    line('swings', { score: 0.92, sd: 0.1, folds: 5 }),
    line('steady', { score: 0.9, sd: 0.01, folds: 5 }),
    line('lucky', { score: 0.99 }),
  ];
  expect(chosenOf({ objective }, board, () => undefined)?.runId).toBe('steady');
  const errors = { metric: 'valMae', better: 'lower' } as const;
  const lower = [
    line('swings', { score: 1, sd: 1, folds: 4 }),
    line('steady', { score: 1.1, sd: 0.1, folds: 4 }),
  ];
  expect(chosenOf({ objective: errors }, lower, () => undefined)?.runId).toBe('steady');
});

it('chooses an ensemble that folds judged within a standard error of the best, and of equals the last', () => {
  const alone = line('alone', { score: 0.9, sd: 0.02, folds: 4 });
  const together = (runId: string, score: number, bestMember = 0.9) =>
    line(runId, { origin: 'combined', score, folds: 4, bestMember });
  const chosen = (...board: BoardLine[]) => chosenOf({ objective }, board, () => undefined)?.runId;
  expect(chosen(alone, together('first', 0.895), together('whole', 0.895))).toBe('whole');
  expect(chosen(alone, together('first', 0.896), together('whole', 0.895))).toBe('first');
  expect(chosen(alone, together('far', 0.885))).toBe('alone');
});

it('says what is beyond the limits', () => {
  expect(beyond({ mostBytes: 10 }, { bytes: 11 })).toMatch('11 bytes');
  expect(beyond({ mostLatencyMs: 1 }, { latencyMs: 2 })).toMatch('2.0 ms');
  expect(beyond({ mostBytes: 10, mostLatencyMs: 1 }, { bytes: 10, latencyMs: 1 })).toBeUndefined();
});

it('tries what suits, each family by itself first', () => {
  const table = portfolioOf({ kind: 'tabular', task: 'regression', rows: 100 });
  expect(table[0]).toEqual({ family: 'linear', params: {}, origin: 'standard' });
  expect(table.map(({ family }) => family)).not.toContain('naiveBayes');
  expect(portfolioOf({ kind: 'timeseries', task: 'forecast', rows: 100 })[0]?.family).toBe('classic');
  expect(table.some(({ origin }) => origin === 'portfolio')).toBe(true);
  expect(portfolioOf({ kind: 'tabular', task: 'regression', rows: 20_000 })[0]?.family).toBe('boostedTrees');
  // Nearest neighbours keep all rows.
  expect(
    portfolioOf({ kind: 'tabular', task: 'regression', rows: 1e6 }).map(({ family }) => family),
  ).not.toContain('knn');
  expect(portfolioOf({ kind: 'text', task: 'classification', rows: 100 }).length).toBeGreaterThan(2);
});

it('says in words what was tried and why it was chosen', () => {
  const words = automlWords(
    {
      preset: 'balanced',
      timeLimitSeconds: 60,
      objective,
      folds: 5,
      seed: 1,
      usedSeconds: 58,
      board: [
        line('Linear model', { score: 0.9, sd: 0.01, folds: 5 }),
        line('Ensemble', { origin: 'combined', score: 0.91, test: 0.92 }),
      ],
      free: { answer: 'always “no”', metric: 'accuracy', value: 0.6, part: 'test' },
      best: { runId: 'Ensemble', versionId: 'v' },
    },
    { figure: String, free: (_, value) => String(value), seconds: (value) => `${value} s` },
  ).join(' ');
  expect(words).toContain('1 model trained in 58 s of 60 s: 1 with standard settings.');
  expect(words).toContain('by 5 folds is Linear model, with 0.9');
  expect(words).toContain('comes to 0.92 on test rows');
  expect(words).toContain('always “no” comes to 0.6');
});
