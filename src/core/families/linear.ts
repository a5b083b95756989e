import { z } from 'zod';
import { newton } from '../learners/newton';
import { sgd } from '../learners/sgd';
import { trainConfig } from '../protocol/train';
import type { FamilyDef, LearnerChoice } from './familyDef';

const solvers = ['auto', 'newton', 'gradient'] as const;

export const linearSettings = {
  solver: z.enum(solvers).default('auto').meta({
    label: 'Solver',
    hint: 'newton: exactly the best weights, in a few passes. gradient: steps by an optimiser, with any loss. auto: newton where data and settings allow it.',
  }),
  c: z.number().min(1e-6).max(1e9).default(1).meta({
    label: 'C',
    hint: 'For newton: how freely weights may grow. Smaller keeps them smaller, against overfitting; 1 is common.',
  }),
};
const params = z.strictObject(linearSettings);
export type LinearParams = z.infer<typeof params>;

/** Multiplications of a pass: some tenths of a second, and a fit takes some hundred. */
const mostWork = 2 ** 25;
/** What gradient descent can do, and Newton's method is not asked for. */
const plain = trainConfig.parse({});
const forGradient = [
  'optimizer',
  'loss',
  'schedule',
  'warmupSteps',
  'sampling',
  'classWeights',
  'labelSmoothing',
  'weightDecay',
  'clipNorm',
  'clipValue',
  'accumulation',
  'averaging',
] as const;

function learner({ params: given, training = {}, values = 0, outputs = 1 }: LearnerChoice): string {
  // A training of before there was a choice goes on as it began.
  const solver = given ? (given.solver ?? 'gradient') : 'auto';
  if (solver !== 'auto') return solver === 'newton' ? newton.type : sgd.type;
  const asked = forGradient.some((name) => training[name] !== undefined && training[name] !== plain[name]);
  return asked || values * outputs > mostWork ? sgd.type : newton.type;
}

export const linear: FamilyDef<LinearParams> = {
  type: 'linear',
  title: 'Linear model',
  summary: 'Weighs each input once: fast, explainable, and the bar that others must beat.',
  rank: 1,
  values: ['class', 'number'],
  params,
  learner,
  defaults: ({ rows }) => ({
    learningRate: 0.01,
    batchSize: rows < 2_000 ? 32 : rows < 100_000 ? 128 : 1024,
  }),
  build: ({ inputShape, outputWidth }) => ({
    version: 1,
    inputs: [{ name: 'input', shape: [...inputShape] }],
    nodes: [
      {
        id: 'output',
        type: 'dense',
        inputs: ['input'],
        params: { units: outputWidth, useBias: true, init: 'zeros' },
      },
    ],
    outputs: [{ name: 'output', node: 'output' }],
  }),
  examples: [
    { inputShape: [4], outputWidth: 3, params: {} },
    { inputShape: [1], outputWidth: 1, params: {} },
  ],
};
