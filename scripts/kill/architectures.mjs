/** What the kill test trains: linear and mlp over depth, width, activation, norm, dropout and every setting with state, and the families along time. */

const mlp = (hiddenLayers, more = {}) => ({ family: 'mlp', familyParams: { hiddenLayers, ...more } });
const linear = { family: 'linear' };
const iris = { sample: 'iris', target: 'species' };
const houses = { sample: 'houses', target: 'price_eur' };
const churn = { sample: 'churn', target: 'churned' };
const activity = { sample: 'activity', target: 'activity' };
const airline = { sample: 'airline', target: 'future' };

/** Epochs are not here: each is given as many as last the time asked for. */
export const architectures = [
  { ...iris, ...linear, training: { backend: 'cpu', optimizer: 'sgd' } },
  { ...iris, ...mlp([16]), training: { backend: 'wasm', optimizer: 'adamw' } },
  { ...iris, ...mlp([24, 24]), training: { backend: 'cpu', optimizer: 'adam', schedule: 'cosine' } },
  {
    ...houses,
    ...mlp([32], { activation: 'relu' }),
    training: { backend: 'wasm', optimizer: 'momentum', averaging: 0.9, clipNorm: 1, learningRate: 0.001 },
  },
  {
    ...iris,
    ...mlp([8, 8, 8], { activation: 'tanh' }),
    training: { backend: 'wasm', sampling: 'stratified', optimizer: 'nesterov' },
  },
  {
    ...iris,
    ...mlp([64], { dropout: 0 }),
    training: { backend: 'cpu', optimizer: 'lion', classWeights: 'balanced', learningRate: 0.001 },
  },
  { ...churn, ...linear, training: { backend: 'wasm', optimizer: 'adagrad', sampling: 'balanced' } },
  {
    ...churn,
    ...mlp([32, 16], { normalization: 'batchNorm' }),
    training: { backend: 'cpu', batchSize: 128, schedule: 'oneCycle' },
  },
  {
    ...houses,
    ...mlp([16, 16], { normalization: 'layerNorm', dropout: 0.4 }),
    training: { backend: 'wasm', optimizer: 'rmsprop', schedule: 'step', learningRate: 0.001 },
  },
  {
    ...iris,
    ...mlp([32], { normalization: 'batchNorm' }),
    training: { backend: 'webgpu', optimizer: 'adam', batchSize: 64 },
  },
  {
    ...houses,
    ...linear,
    training: { backend: 'cpu', optimizer: 'adadelta', schedule: 'exponential', batchSize: 100 },
  },
  {
    ...churn,
    ...mlp([64, 32], { activation: 'gelu', dropout: 0.5 }),
    training: { backend: 'wasm', optimizer: 'nadam', labelSmoothing: 0.1, batchSize: 200 },
  },
  {
    ...iris,
    ...mlp([12, 12], { activation: 'elu' }),
    training: { backend: 'cpu', optimizer: 'adamax', accumulation: 3, batchSize: 16 },
  },
  {
    ...iris,
    ...linear,
    training: { backend: 'webgpu', optimizer: 'sgd', batchSize: 100, schedule: 'plateau' },
  },
  {
    ...houses,
    ...mlp([20, 20, 20]),
    training: {
      backend: 'wasm',
      optimizer: 'adamw',
      schedule: 'cosineRestarts',
      clipValue: 0.5,
      batchSize: 64,
    },
  },
  {
    ...iris,
    ...mlp([16, 16]),
    training: { backend: 'wasm', optimizer: 'muon', learningRate: 0.005, weightDecay: 0.01 },
  },
  {
    ...churn,
    ...mlp([48], { activation: 'sigmoid', normalization: 'layerNorm' }),
    training: { backend: 'cpu', loss: 'focal', batchSize: 256, warmupSteps: 50 },
  },
  {
    ...iris,
    ...mlp([10, 10, 10, 10], { dropout: 0.1 }),
    training: {
      backend: 'wasm',
      optimizer: 'adam',
      averaging: 0.99,
      accumulation: 2,
      schedule: 'polynomial',
    },
  },
  {
    ...houses,
    ...mlp([64], { dropout: 0 }),
    training: { backend: 'wasm', loss: 'huber', optimizer: 'lion', learningRate: 0.0005, batchSize: 128 },
  },
  {
    ...iris,
    ...mlp([16], { normalization: 'layerNorm', dropout: 0.3 }),
    training: { backend: 'webgpu', optimizer: 'nadam', averaging: 0.9, clipNorm: 1, batchSize: 64 },
  },
  {
    ...activity,
    family: 'lstm',
    familyParams: { units: 8, bidirectional: true, layers: 2 },
    training: { backend: 'wasm' },
  },
  { ...activity, family: 'tcn', familyParams: { filters: 4 }, training: { backend: 'wasm' } },
  { ...activity, family: 'rnn', familyParams: { units: 8 }, training: { backend: 'cpu' } },
  { ...airline, family: 'gru', familyParams: { units: 8 }, training: { backend: 'webgpu' } },
  {
    ...airline,
    family: 'nbeats',
    familyParams: { units: 16, dropout: 0.1 },
    training: { backend: 'wasm' },
  },
].map((given, at) => ({ number: at + 1, ...given }));

export function nameOf({ sample, family, familyParams = {}, training }) {
  const { hiddenLayers = [], ...more } = familyParams;
  const { backend, ...settings } = training;
  const values = [
    ...Object.values(more),
    ...Object.values(settings).filter((value) => typeof value === 'string'),
  ];
  return [backend, sample, family, hiddenLayers.join('-'), ...values.map(String)].filter(Boolean).join(' ');
}
