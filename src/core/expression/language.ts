/** What a program is about: the names it may use and what it must give. */
import type { LearntValue } from '../tasks/targetValue';

/** One number; one for each row (of a loss) or weight (of an optimiser); one for each row and class. */
export type Shape = 'one' | 'each' | 'classes';

export interface Variable {
  shape: Shape;
  summary: string;
  /** The result must depend on it: gradients flow through it. */
  learns?: true;
}

export interface Language {
  variables: Readonly<Record<string, Variable>>;
  /** The value of the last line, or of the name `update`; then names may carry state from step to step. */
  gives: 'result' | 'update';
  /** Of a loss: what it judges. */
  value?: LearntValue;
  /** What its last line is, where that is no loss of a row: of each value by itself. */
  elementwise?: string;
  /** Taken by the studio. */
  reserved?: readonly string[];
  /** To insert. */
  presets: readonly { title: string; text: string }[];
}

const lines = (...text: string[]): string => text.join('\n');

export const classLossLanguage: Language = {
  gives: 'result',
  value: 'class',
  variables: {
    logits: { shape: 'classes', summary: 'Raw output of the network, one number per class.', learns: true },
    target: {
      shape: 'classes',
      summary: '1 for the true class, else 0 (smoothed if label smoothing is on).',
    },
    classes: { shape: 'one', summary: 'Number of classes.' },
  },
  presets: [
    { title: 'Cross-entropy', text: '-sum(target * logSoftmax(logits))' },
    {
      title: 'Poly-1',
      text: lines(
        '# Cross-entropy, and a share of the doubt left (Leng et al. 2022)',
        'param epsilon = 1',
        '-sum(target * logSoftmax(logits)) + epsilon * (1 - sum(target * softmax(logits)))',
      ),
    },
    {
      title: 'Generalised cross-entropy',
      text: lines(
        '# Forgives wrong labels: q near 0 is cross-entropy, 1 absolute error (Zhang & Sabuncu 2018)',
        'param q = 0.7',
        '(1 - exp(q * sum(target * logSoftmax(logits)))) / q',
      ),
    },
    {
      title: 'Tversky',
      text: lines(
        '# Overlap of each row; alpha weighs what was claimed wrongly, beta what was missed',
        'param alpha = 0.3',
        'param beta = 0.7',
        'p = softmax(logits)',
        'hit = sum(target * p)',
        'claimed = sum((1 - target) * p)',
        'missed = sum(target * (1 - p))',
        '1 - hit / (hit + alpha * claimed + beta * missed)',
      ),
    },
    { title: 'Brier score', text: 'sum(square(softmax(logits) - target))' },
    {
      title: 'Margin (hinge)',
      text: lines(
        '# The true class must lead every other by the margin',
        'param margin = 1',
        'truth = sum(target * logits)',
        'best = max(where(target > 0.5, -1e9, logits))',
        'relu(margin + best - truth)',
      ),
    },
  ],
};

export const valueLossLanguage: Language = {
  gives: 'result',
  value: 'number',
  variables: {
    prediction: { shape: 'each', summary: 'Output of the network, standardised.', learns: true },
    target: {
      shape: 'each',
      summary: 'True value, standardised: mean 0, deviation 1 over the training rows.',
    },
  },
  presets: [
    {
      title: 'Log-cosh',
      text: lines(
        '# log(cosh(miss)), without overflow: squared when small, absolute when large',
        'miss = abs(prediction - target)',
        'miss + softplus(-2 * miss) - log(2)',
      ),
    },
    {
      title: 'Huber',
      text: lines(
        'param delta = 1',
        'miss = abs(prediction - target)',
        'where(miss < delta, 0.5 * miss ^ 2, delta * (miss - 0.5 * delta))',
      ),
    },
    {
      title: 'Quantile (pinball)',
      text: lines(
        '# Aims at the value that a share q of the rows lies below',
        'param q = 0.9',
        'miss = target - prediction',
        'max(q * miss, (q - 1) * miss)',
      ),
    },
    {
      title: 'Asymmetric squares',
      text: lines(
        '# Too low costs more than too high',
        'param low = 3',
        'miss = target - prediction',
        'where(miss > 0, low, 1) * miss ^ 2',
      ),
    },
    {
      title: 'Cauchy',
      text: lines(
        '# Barely sees outliers',
        'param scale = 1',
        'log1p(square((prediction - target) / scale))',
      ),
    },
  ],
};

export const updateLanguage: Language = {
  gives: 'update',
  reserved: ['average'],
  variables: {
    g: { shape: 'each', summary: 'Gradient of the weight, clipped if clipping is on.' },
    w: { shape: 'each', summary: 'The weight itself.' },
    lr: { shape: 'one', summary: 'Learning rate of this step, by the schedule.' },
    t: { shape: 'one', summary: 'Number of the step, from 1.' },
    decay: { shape: 'one', summary: '1 for kernels, 0 for biases and norms, which are not decayed.' },
  },
  presets: [
    { title: 'Momentum', text: lines('param beta = 0.9', 'm = beta * m + g', 'update = -lr * m') },
    {
      title: 'Adam',
      text: lines(
        'param beta1 = 0.9',
        'param beta2 = 0.999',
        'param epsilon = 1e-8',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * g ^ 2',
        'fix = sqrt(1 - beta2 ^ t)',
        'update = -lr * fix / (1 - beta1 ^ t) * m / (sqrt(v) + epsilon * fix)',
      ),
    },
    {
      title: 'AdaBelief',
      text: lines(
        '# Steps are long where the gradient is as expected (Zhuang et al. 2020)',
        'param beta1 = 0.9',
        'param beta2 = 0.999',
        'param epsilon = 1e-8',
        'm = beta1 * m + (1 - beta1) * g',
        's = beta2 * s + (1 - beta2) * (g - m) ^ 2 + epsilon',
        'update = -lr / (1 - beta1 ^ t) * m / (sqrt(s / (1 - beta2 ^ t)) + epsilon)',
      ),
    },
    {
      title: 'Lion',
      text: lines(
        'param beta1 = 0.9',
        'param beta2 = 0.99',
        'param wd = 0.2',
        'ahead = beta1 * m + (1 - beta1) * g',
        'm = beta2 * m + (1 - beta2) * g',
        'update = -lr * (sign(ahead) + wd * decay * w)',
      ),
    },
    {
      title: 'Signed momentum, softened',
      text: lines(
        '# Large gradients count no more than medium ones',
        'param beta = 0.9',
        'param scale = 0.1',
        'm = beta * m + (1 - beta) * tanh(g / scale)',
        'update = -lr * m',
      ),
    },
  ],
};

export const layerLanguage: Language = {
  gives: 'result',
  elementwise: 'value of the layer',
  variables: {
    x: { shape: 'each', summary: 'Each value that the layer reads, by itself.', learns: true },
  },
  presets: [
    {
      title: 'Swish, with a slope that is learnt',
      text: lines('# Ramachandran, Zoph, Le 2017', 'param beta = 1', 'x * sigmoid(beta * x)'),
    },
    {
      title: 'Bump',
      text: lines('param middle = 0', 'param width = 1', 'exp(-square((x - middle) / width))'),
    },
    {
      title: 'Snake, for what repeats',
      text: lines('# Ziyin, Hartwig, Ueda 2020', 'param a = 1', 'x + square(sin(a * x)) / a'),
    },
    {
      title: 'Soft threshold',
      text: lines('param from = 0.1', 'sign(x) * relu(abs(x) - from)'),
    },
  ],
};

export const languages = {
  classLoss: classLossLanguage,
  valueLoss: valueLossLanguage,
  update: updateLanguage,
  layer: layerLanguage,
} as const;
export type LanguageName = keyof typeof languages;
