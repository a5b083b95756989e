import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { newton } from '../learners/newton';
import { sgd } from '../learners/sgd';
import { trainConfig } from '../protocol/train';
import { taskOf } from '../tasks/registry';
import { addToLastFrame } from './convSettings';
import { answersFrames, type FamilyDef, type LearnerChoice } from './familyDef';
import { NodeList } from './nodeList';

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

function learner({ params: given, training = {}, values = 0, outputs = 1, task }: LearnerChoice): string {
  // Frames are learnt by their differences to the last one, which Newton's method does not know.
  if (answersFrames({ task })) return sgd.type;
  // It knows one class, or one number.
  const value = task && taskOf({ type: task }).value;
  if (value === 'quantile' || value === 'labels') return sgd.type;
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
  guide: {
    use: 'First, always: what it reaches is what others must beat, and its weights can be read. Often enough for few rows or very many columns.',
    cost: "The cheapest there is. Small data are solved by Newton's method to the optimum, larger ones by gradients.",
    cannot:
      'No interaction and no bend: each input counts the same whatever the others are, unless a column for it is made.',
    source: 'Least squares, and logistic regression: Cox 1958',
  },
  offered: 'second',
  rank: [1, 2, 3],
  values: ['class', 'labels', 'number', 'quantile'],
  frames: true,
  params,
  searched: { solver: false, c: { type: 'log', min: 1e-3, max: 100 } },
  learner,
  defaults: ({ rows }) => ({
    learningRate: 0.01,
    batchSize: rows < 2_000 ? 32 : rows < 100_000 ? 128 : 1024,
  }),
  build({ inputShape, outputWidth, task }) {
    const list = new NodeList();
    const isForecast = answersFrames({ task });
    if (inputShape.length > 1) list.add('values', 'flatten');
    list.add(isForecast ? 'weights' : 'output', 'dense', { units: outputWidth, init: 'zeros' });
    if (isForecast) addToLastFrame(list, outputWidth / sizeOf(inputShape.slice(1)));
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [4], outputWidth: 3, params: {} },
    { inputShape: [1], outputWidth: 1, params: {} },
    { inputShape: [6, 2], outputWidth: 3, params: {} },
    { inputShape: [4, 3, 3], outputWidth: 2, params: {} },
    { inputShape: [6, 2], outputWidth: 8, task: 'forecast', params: {} },
  ],
};
