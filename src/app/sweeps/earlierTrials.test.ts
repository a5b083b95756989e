import { freshStorage } from '#/storage/fixtures/freshStorage';
import { expect, it } from 'vitest';
import type { Run } from '#/core/protocol/model';
import type { SweepPlan } from '#/core/protocol/sweep';
import { toldOf } from '#/core/sweeps/trials';
import { run as record } from '#/storage/fixtures/records';
import { earlierTrials } from './earlierTrials';

const plan = {
  space: {
    learningRate: { type: 'log', min: 1e-4, max: 0.1 },
    'mlp.hiddenLayers': { type: 'categorical', values: [[8], [8, 8]] },
  },
  constraints: [],
  objectives: [{ metric: 'valAccuracy', better: 'higher' }],
} satisfies Pick<SweepPlan, 'space' | 'constraints' | 'objectives'>;
const asked = { family: 'mlp', target: 'species', datasetHash: 'h' };
const params = { ...asked, learningRate: 0.01, 'mlp.hiddenLayers': '[8,8]' };

it('earlier runs are told as trials: those in the space that ended with a figure', async () => {
  const storage = await freshStorage();
  const made = async (change: Partial<Run>) =>
    (
      await storage.runs.create({
        ...record('d', 'm'),
        status: 'finished',
        summary: { valAccuracy: 0.9 },
        params,
        ...change,
      })
    ).id;
  const plain = await made({ startedAt: 1 });
  const sweep = await made({ sweep: { method: 'tpe' } as unknown as Run['sweep'], summary: {} });
  const better = await made({ startedAt: 2, parentId: sweep, summary: { valAccuracy: 0.95 } });
  await made({ parentId: sweep, params: { ...params, learningRate: 1 } });
  await made({ parentId: sweep, status: 'failed' });
  await made({ parentId: sweep, trial: { number: 1, repeat: 0, params: {}, pruned: { epoch: 1, why: '' } } });
  const earlier = await earlierTrials(storage, { ...asked, runIds: [plain, sweep, plain] }, plan);
  const at = { learningRate: 0.01, 'mlp.hiddenLayers': [8, 8] };
  expect(earlier).toEqual([
    { runId: plain, params: at, values: [0.9] },
    { runId: better, params: at, values: [0.95] },
  ]);
  expect(toldOf({ ...plan, earlier } as unknown as SweepPlan, [])).toEqual([
    { number: -2, params: at, state: 'complete', values: [-0.9] },
    { number: -1, params: at, state: 'complete', values: [-0.95] },
  ]);
  const refused = (runId: string, message: RegExp, change: Partial<typeof asked> = {}) =>
    expect(earlierTrials(storage, { ...asked, ...change, runIds: [runId] }, plan)).rejects.toMatchObject({
      code: 'badInput',
      message: expect.stringMatching(message),
    });
  await refused('gone', /no run "gone"/);
  await refused(plain, /trained on other data/, { datasetHash: 'other' });
  await refused(plain, /its model is mlp/, { family: 'linear' });
  await refused(
    await made({ params: { ...params, learningRate: 9 } }),
    /None of these runs lies in the space/,
  );
});
