/** Kinds of operators that are told apart by colour: those with weights, those that bend, norms, pools, shapes, and the rest. */
export const opGroups = ['weights', 'bend', 'norm', 'pool', 'shape', 'other', 'end', 'block'] as const;
export type OpGroup = (typeof opGroups)[number];

const patterns: [RegExp, OpGroup][] = [
  [/conv|gemm|matmul|dense|lstm|gru|rnn|embedding|attention|einsum|treeensemble/i, 'weights'],
  [/norm/i, 'norm'],
  [/pool|reduce|argmax|argmin|topk/i, 'pool'],
  [/relu|sigmoid|tanh|softmax|gelu|elu|swish|mish|activation|softplus|softsign|dropout|clip/i, 'bend'],
  [
    /reshape|transpose|flatten|squeeze|concat|split|slice|pad|gather|expand|tile|shape|cast|permute|upsample|resize|identity/i,
    'shape',
  ],
];

export const groupOf = (op: string): OpGroup =>
  patterns.find(([pattern]) => pattern.test(op))?.[1] ?? 'other';

/** Which of the series colours a group has; undefined: none, only a line. */
export const colourOf: Record<OpGroup, number | undefined> = {
  weights: 0,
  bend: 1,
  norm: 2,
  pool: 3,
  shape: 7,
  other: 4,
  end: undefined,
  block: 5,
};
