/** Every route of the API but those of single commands, one entry each; the page and a server answer the same ones. */
import { composed } from './composed';
import type { RestRoute } from './restRoute';

const data = 'Data';
const models = 'Models';
const training = 'Training';
const answers = 'Answers';
const studio = 'Studio';

const submit = { method: 'POST', tag: training, status: 202 } as const;
const oneModel = { id: 'modelId' } as const;

const monitoring = 'the monitoring of models, which this release does not have yet';
const streams = 'live streams of events, which this release does not have yet';

export const routes: readonly RestRoute[] = [
  // Datasets
  {
    method: 'GET',
    path: '/ml/datasets',
    tag: data,
    command: 'datasets.list',
    list: 'datasets',
    flatten: 'dataset',
    summary: 'List datasets',
  },
  {
    method: 'POST',
    path: '/ml/datasets',
    tag: data,
    command: 'datasets.import',
    status: 202,
    summary: 'Import files: as JSON, as a form, or the file alone',
    query: ['name', 'format', 'kind'],
  },
  { method: 'GET', path: '/ml/datasets/{id}', tag: data, command: 'datasets.get', summary: 'Get a dataset' },
  {
    method: 'DELETE',
    path: '/ml/datasets/{id}',
    tag: data,
    command: 'datasets.delete',
    status: 204,
    summary: 'Delete a dataset',
  },
  {
    method: 'GET',
    path: '/ml/features/recent',
    tag: data,
    waitsFor: streams,
    summary: 'Features of recent events',
  },
  {
    method: 'POST',
    path: '/ml/features/cleanup',
    tag: data,
    waitsFor: streams,
    summary: 'Forget old features',
  },

  // Models
  {
    method: 'GET',
    path: '/ml/models',
    tag: models,
    command: 'models.list',
    list: 'models',
    flatten: 'model',
    summary: 'List models',
  },
  {
    method: 'GET',
    path: '/api/ml/models/list',
    tag: models,
    command: 'models.list',
    list: 'models',
    flatten: 'model',
    summary: 'List models',
  },
  {
    method: 'POST',
    path: '/ml/models',
    tag: models,
    command: 'models.create',
    status: 201,
    summary: 'Create a model',
  },
  { method: 'GET', path: '/ml/models/{id}', tag: models, command: 'models.get', summary: 'Get a model' },
  {
    method: 'DELETE',
    path: '/ml/models/{id}',
    tag: models,
    command: 'models.delete',
    status: 204,
    summary: 'Delete a model',
  },
  {
    method: 'GET',
    path: '/ml/models/{id}/metrics',
    tag: models,
    command: 'models.get',
    compose: composed.modelMetrics,
    summary: 'Figures of a version of a model: of the champion unless told',
    query: ['version', 'alias'],
    own: composed.whichVersion,
  },
  {
    method: 'GET',
    path: '/api/ml/models/{id}/results',
    tag: models,
    command: 'models.get',
    compose: composed.modelResults,
    summary: 'Figures of every version of a model',
  },
  {
    method: 'GET',
    path: '/ml/models/{id}/drift',
    tag: models,
    waitsFor: monitoring,
    summary: 'How far the data of a model has drifted',
  },
  {
    method: 'POST',
    path: '/ml/models/{name}/load',
    tag: models,
    command: 'models.list',
    compose: composed.loadModel,
    own: { name: { type: 'string' } },
    summary: 'Find a model by its name; it answers from then on, as it does without',
  },
  {
    method: 'POST',
    path: '/api/ml/models/{id}/explain',
    tag: models,
    command: 'explain.run',
    params: oneModel,
    status: 202,
    summary: 'Explain a model',
  },
  {
    method: 'POST',
    path: '/ml/models/{id}/export',
    tag: models,
    command: 'models.export',
    params: oneModel,
    summary: 'Export a version of a model',
  },
  {
    method: 'GET',
    path: '/ml/models/{id}/onnx',
    tag: models,
    command: 'models.export',
    params: oneModel,
    query: ['version', 'alias'],
    compose: composed.onnxFile,
    file: 'file',
    summary: 'The ONNX file of a version of a model',
  },

  // Training
  { ...submit, path: '/ml/training', command: 'training.submit', summary: 'Train a model' },
  { ...submit, path: '/ml/models/train', command: 'training.submit', summary: 'Train a model' },
  { ...submit, path: '/api/ml/deep-learning/train', command: 'training.submit', summary: 'Train a network' },
  {
    ...submit,
    path: '/api/ml/transfer-learning/train',
    command: 'training.transfer',
    summary: 'Transfer a version to another task',
  },
  { ...submit, path: '/api/ml/automl/train', command: 'automl.submit', summary: 'Find the best model' },
  { ...submit, path: '/api/ml/ensemble/create', command: 'ensembles.create', summary: 'Combine models' },
  {
    method: 'GET',
    path: '/ml/training',
    tag: training,
    command: 'jobs.list',
    list: 'jobs',
    summary: 'List jobs',
  },
  { method: 'GET', path: '/ml/training/{id}', tag: training, command: 'jobs.get', summary: 'Get a job' },
  {
    method: 'DELETE',
    path: '/ml/training/{id}',
    tag: training,
    command: 'jobs.cancel',
    summary: 'Cancel a job',
  },
  {
    method: 'GET',
    path: '/ml/training/{id}/events',
    tag: training,
    command: 'jobs.get',
    events: true,
    summary: 'Live metrics of a training, as server-sent events',
  },
  {
    method: 'GET',
    path: '/api/ml/jobs/{id}/status',
    tag: training,
    command: 'jobs.get',
    summary: 'Status of a job',
  },
  {
    method: 'GET',
    path: '/ml/jobs/{id}/file',
    tag: training,
    command: 'jobs.download',
    file: 'file',
    summary: 'The file that a job made',
  },
  {
    method: 'GET',
    path: '/ml/metrics',
    tag: training,
    command: 'runs.metrics',
    query: ['job_id', 'run_id', 'names'],
    summary: 'Metrics of a training, epoch by epoch',
  },
  {
    method: 'GET',
    path: '/ml/experiments',
    tag: training,
    command: 'experiments.list',
    list: 'experiments',
    flatten: 'experiment',
    summary: 'List experiments',
  },
  {
    method: 'POST',
    path: '/ml/experiments',
    tag: training,
    command: 'experiments.create',
    status: 201,
    summary: 'New experiment',
  },

  // Answers
  { method: 'POST', path: '/ml/inference', tag: answers, command: 'inference.predict', summary: 'Predict' },
  {
    method: 'POST',
    path: '/ml/models/predict',
    tag: answers,
    command: 'inference.predict',
    compose: composed.predictByName,
    optional: ['modelId'],
    own: { modelName: { type: 'string', description: 'In place of model_id.' } },
    summary: 'Predict with a model by its name',
  },
  {
    method: 'POST',
    path: '/ml/inference/batch',
    tag: answers,
    command: 'inference.batch',
    status: 202,
    summary: 'Predict many',
  },
  {
    method: 'GET',
    path: '/ml/anomalies/recent',
    tag: answers,
    waitsFor: streams,
    summary: 'Recent anomalies',
  },
  {
    method: 'POST',
    path: '/ml/anomalies/analyze',
    tag: answers,
    waitsFor: streams,
    summary: 'Look for anomalies',
  },

  // The studio
  {
    method: 'GET',
    path: '/ml/status',
    tag: studio,
    command: 'storage.status',
    compose: composed.status,
    summary: 'What runs and what is stored',
  },
];
