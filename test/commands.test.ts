/**
 * Every command, called once on a small real studio: its answer is exactly what its schema says, crosses as JSON and
 * comes back the same, and what only reads leaves what is stored as it was.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '#/app/dispatch';
import { fromJson, toJson } from '#/app/jsonCodec';
import { type CommandInput, type CommandName, run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { GridImportOptions } from '#/core/grid/gridSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion, Run } from '#/core/protocol/model';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import { writeModel } from '#/core/onnx/writeModel';
import { normals } from '#/core/random/random';
import { writeNpz } from '#/formats/arrays/writeNpz';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { dumpStudio } from './support/storeDump';

const name = `commands-${crypto.randomUUID()}`;
let studio: NodeStudio;

interface Trained {
  data: DatasetVersion;
  run: Run;
  model: ModelVersion;
}
let iris: Trained;
let waves: Trained;
/** A completed job with a file. */
let batchId: string;
/** Holds the queue until it is stopped. */
let endless: { jobId: string; runId: string };

const irisCsv = readFileSync(new URL('../src/engine/train/fixtures/iris.csv', import.meta.url));
const csv = () => new File([irisCsv], 'iris.csv');
const shape = [4, 6, 3, 2];
const arrays = async () =>
  new File(
    [await writeNpz({ wave: { values: Float32Array.from(normals(1, 'wave', 0, 144)), shape } })],
    'waves.npz',
  );
const gridOptions: GridImportOptions = {
  mapping: { variables: ['wave'], axes: { dim0: 'sample', dim1: 'time', dim2: 'x', dim3: 'y' }, fixed: {} },
  windowing: { length: 2, stride: 1, horizon: 1 },
  labels: { kind: 'future' },
};

async function completed(jobId: string) {
  const job = await run('jobs.wait', { id: jobId });
  expect(job.error).toBeUndefined();
  expect(job.status).toBe('completed');
  return job;
}

async function importIt(input: CommandInput<'datasets.import'>): Promise<DatasetVersion> {
  const { jobId, datasetId } = await run('datasets.import', input);
  await completed(jobId);
  return (await run('datasets.get', { id: datasetId })).version as DatasetVersion;
}

const submit = (data: DatasetVersion, target: string, family: string, epochs = 2, familyParams = {}) =>
  run('training.submit', {
    datasetId: data.datasetId,
    target,
    family,
    familyParams,
    training: { epochs, backend: 'cpu' },
  });

async function train(data: DatasetVersion, target: string, family: string): Promise<Trained> {
  const { jobId, runId, modelId } = await submit(data, target, family);
  await completed(jobId);
  const { versions } = await run('models.get', { id: modelId });
  return { data, run: await run('runs.get', { id: runId }), model: versions[0] as ModelVersion };
}

let ofLayers: Promise<Trained> | undefined;
const layered = async (): Promise<string> => {
  ofLayers ??= train(iris.data, irisTarget(), 'mlp');
  return (await ofLayers).model.id;
};

const irisTarget = () => iris.data.schema.columns.at(-1)?.name ?? '';

beforeAll(async () => {
  studio = await openNodeStudio(name, {
    // Long enough for messages to get in between any two of its steps.
    breathe: (runId) => new Promise((resolve) => setTimeout(resolve, runId === endless?.runId ? 10 : 0)),
  });
  provideServices(studio.services);
  const table = await importIt({ files: [csv()] });
  iris = await train(table, table.schema.columns.at(-1)?.name ?? '', 'linear');
  const grid = await importIt({ files: [await arrays()], options: { grid: gridOptions } });
  waves = await train(grid, 'future', 'cnn3dTime');
  batchId = (await run('inference.batch', { modelId: iris.model.modelId, file: csv() })).jobId;
  await completed(batchId);
}, 120_000);
afterAll(() => studio.close());

const rows = () => iris.model.sampleRows.slice(0, 2);
const sweepOf = (trials: number): CommandInput<'sweeps.submit'> => ({
  datasetId: iris.data.datasetId,
  target: irisTarget(),
  family: 'mlp',
  space: { learningRate: { type: 'log', min: 0.001, max: 0.1 } },
  trials,
  training: { epochs: 1, backend: 'cpu' },
});
const addedAlert = () =>
  run('alerts.add', { modelId: iris.model.modelId, measure: 'latencyP95Ms', threshold: 1_000 });
/** Waits behind the endless one. */
const waiting = async () => (await submit(iris.data, irisTarget(), 'linear')).jobId;
const spareModel = async () => (await run('models.create', { name: 'Spare', family: 'linear' })).modelId;

const spareExperiment = async (name: string) => (await run('experiments.create', { name })).experiment.id;

/** A table with a row for each month, as a time series. */
const months = () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${2000 + Math.floor(i / 12)}-${(i % 12) + 1},${i % 12}\n`,
  );
  return importIt({ files: [new File([`month,sold\n${rows.join('')}`], 'months.csv')], kind: 'timeseries' });
};

const clicks = (from: number) =>
  new File(
    [
      `time,user,action\n${Array.from({ length: 60 }, (_, i) => `${new Date(Date.UTC(2024, 0, 1, 0, 7 * (from + i))).toISOString()},u${i % 3},${i % 5 ? 'view' : 'buy'}\n`).join('')}`,
    ],
    'clicks.csv',
  );
const visits = () =>
  importIt({ files: [clicks(0)], kind: 'events', options: { events: { windowing: { length: '1 h' } } } });

const smallOnnx = () => {
  const graph = createGraphBuilder(['y']);
  graph.output(graph.node('Relu', [graph.input('x', 'float', [null, 2])]), 'y', 'float', [null, 2]);
  return new File([writeModel(graph.build(), { name: 'small', opset: 17 })], 'small.onnx');
};

type Calls = { [N in CommandName]: (() => CommandInput<N> | Promise<CommandInput<N>>) | { notHere: string } };

const calls: Calls = {
  'datasets.list': () => ({}),
  'datasets.get': () => ({ id: waves.data.datasetId }),
  'datasets.describe': () => ({ id: iris.data.datasetId }),
  'datasets.rows': () => ({ versionId: iris.data.id, start: 1, count: 2 }),
  'datasets.rowsAt': () => ({ versionId: iris.data.id, rows: [3, 1] }),
  'datasets.find': () => ({ versionId: iris.data.id, column: 'species', value: 'setosa' }),
  'datasets.inspect': async () => ({ file: await arrays() }),
  'datasets.source': () => ({ versionId: iris.data.id }),
  'datasets.export': () => ({ datasetId: iris.data.datasetId, format: 'csv' }),
  'datasets.gridBox': () => ({
    versionId: waves.data.id,
    recording: 1,
    channel: 0,
    time: [0, 2],
    x: [0, 3],
    y: [0, 2],
    z: [0, 1],
  }),
  'datasets.tokens': async () => ({
    versionId: (await importIt({ files: [new File(['a b,c\nd e,f\n'], 'words.csv')], kind: 'text' })).id,
    row: 0,
  }),
  'datasets.series': async () => ({
    versionId: (await months()).id,
    series: 0,
    from: 3,
    count: 5,
    pieces: 9,
  }),
  'datasets.seriesList': async () => ({ versionId: (await months()).id, start: 0, count: 9 }),
  'datasets.graph': async () => ({
    versionId: (
      await importIt({
        files: [new File(['source,target\na,b\nb,c\nc,d\n'], 'links.csv')],
        kind: 'graphs',
      })
    ).id,
  }),
  'datasets.entities': async () => ({ versionId: (await visits()).id, find: 'u' }),
  'datasets.timeline': async () => ({
    versionId: (await visits()).id,
    entities: [0, 2],
    from: Date.UTC(2024, 0, 1),
    to: Date.UTC(2024, 0, 1, 3),
    pieces: 4,
  }),
  'datasets.events': async () => ({
    versionId: (await visits()).id,
    entity: 1,
    from: Date.UTC(2024, 0, 1),
    to: Date.UTC(2024, 0, 1, 3),
    most: 5,
  }),
  'datasets.diff': () => ({ from: iris.data.id, to: iris.data.id }),
  'datasets.dependants': () => ({ id: iris.data.datasetId }),
  'training.options': () => ({ datasetId: waves.data.datasetId }),
  'training.checkGradient': () => ({
    value: 'number',
    lossParams: { expression: 'abs(prediction - target)' },
  }),
  'jobs.list': () => ({}),
  'jobs.get': () => ({ id: batchId }),
  'jobs.wait': () => ({ id: batchId }),
  'jobs.download': () => ({ id: batchId }),
  'experiments.list': () => ({}),
  'runs.list': () => ({ filter: 'status = finished and metrics.trainLoss < 1e9' }),
  'runs.get': () => ({ id: waves.run.id }),
  'runs.attach': () => ({ runId: iris.run.id, files: [new File(['a,b\n1,2'], 'more.csv')] }),
  'runs.attachment': async () => {
    await run('runs.attach', { runId: waves.run.id, files: [new File(['a'], 'a.txt')] });
    return { runId: waves.run.id, name: 'a.txt' };
  },
  'runs.detach': async () => {
    await run('runs.attach', { runId: waves.run.id, files: [new File(['b'], 'b.txt')] });
    return { runId: waves.run.id, name: 'b.txt' };
  },
  'runs.metrics': () => ({ runId: iris.run.id, names: ['valLoss'] }),
  'runs.metricNames': () => ({ runIds: [iris.run.id] }),
  'runs.curves': () => ({ runIds: [iris.run.id, 'none'], name: 'valLoss' }),
  'runs.evaluation': () => ({ runId: iris.run.id }),
  'runs.fairness': () => ({ runId: iris.run.id, column: 'petal_length_cm', label: 'virginica' }),
  'runs.snapshots': () => ({ runId: waves.run.id }),
  'runs.snapshot': () => ({ runId: waves.run.id, epoch: 1 }),
  'runs.report': () => ({ runId: waves.run.id }),
  'models.list': () => ({}),
  'models.get': () => ({ id: waves.model.modelId }),
  'models.dependants': () => ({ id: iris.model.modelId }),
  'explain.row': () => ({ modelId: iris.model.modelId, sample: 3 }),
  'explain.reasons': { notHere: 'needs an explanation of many rows: addExplainer.test.ts' },
  'explain.counterfactuals': () => ({ modelId: iris.model.modelId, sample: 3 }),
  'inference.predict': () => ({ modelId: iris.model.modelId, rows: rows() }),
  'monitor.metrics': () => ({ modelId: iris.model.modelId }),
  'monitor.performance': () => ({ modelId: iris.model.modelId }),
  'comparisons.plan': () => ({
    modelId: iris.model.modelId,
    expectedRows: 200,
    difference: 0.001,
    champion: 0.9,
  }),
  'alerts.list': () => ({ modelId: iris.model.modelId }),
  'comparisons.list': () => ({ modelId: iris.model.modelId }),
  'monitor.answers': () => ({ modelId: iris.model.modelId }),
  'inference.encode': { notHere: 'needs a model that makes images again: images.test.ts' },
  'inference.decode': { notHere: 'needs a model that makes images again: images.test.ts' },
  'readings.recall': () => ({ shape: 'csv a b' }),
  'settings.get': () => ({}),
  'storage.status': () => ({}),
  'offline.status': () => ({}),
  'engine.probe': () => ({}),
  'log.list': () => ({ limit: 5 }),
  'sources.list': () => ({}),
  'server.status': () => ({}),
  'server.members': { notHere: 'needs a server: serverCommands.test.ts' },
  'server.audit': { notHere: 'needs a server: serverCommands.test.ts' },
  'sources.open': { notHere: 'needs a host to fetch from: sources.test.ts' },

  'datasets.import': async () => ({ files: [csv()], name: 'Again' }),
  'datasets.sample': () => ({ sampleId: 'houses' }),
  'datasets.retype': () => ({ versionId: iris.data.id, columns: iris.data.schema.columns }),
  'datasets.reread': () => ({ versionId: iris.data.id, options: { table: { comment: '' } } }),
  'datasets.images': { notHere: 'needs a dataset of images: images.test.ts' },
  'datasets.clips': { notHere: 'needs a dataset of sound: audio.test.ts' },
  'datasets.frames': { notHere: 'needs a dataset of video: video.test.ts' },
  'datasets.reclip': { notHere: 'needs a dataset of video: video.test.ts' },
  'datasets.rehear': { notHere: 'needs a dataset of sound: audio.test.ts' },
  'datasets.resize': { notHere: 'needs a dataset of images: images.test.ts' },
  'datasets.relabel': () => ({ versionId: iris.data.id, column: 'species', rows: [0], value: 'virginica' }),
  'datasets.rewindow': () => ({
    versionId: waves.data.id,
    windowing: { length: 3, stride: 2, horizon: 1 },
  }),
  'datasets.rewindowSeries': async () => ({
    versionId: (await months()).id,
    windowing: { length: 6, stride: 2, horizon: 1 },
  }),
  'datasets.append': async () => ({ versionId: (await visits()).id, file: clicks(60) }),
  'datasets.rewindowEvents': async () => ({
    versionId: (await visits()).id,
    windowing: { length: '30 min', horizon: '30 min' },
    reason: 'shorter',
  }),
  'datasets.update': () => ({ id: iris.data.datasetId, tags: ['flowers'] }),
  'datasets.delete': async () => ({ id: (await importIt({ files: [csv()], name: 'Spare' })).datasetId }),
  'training.submit': () => ({
    datasetId: iris.data.datasetId,
    target: irisTarget(),
    family: 'mlp',
    training: { epochs: 1, backend: 'cpu' },
  }),
  'training.goOn': () => ({
    modelVersionId: iris.model.id,
    training: { epochs: 1, learningRate: 1e-4, layerRate: 0.5 },
  }),
  'training.transfer': async () => ({
    modelVersionId: await layered(),
    datasetId: iris.data.datasetId,
    target: irisTarget(),
    head: { units: [4] },
    training: { epochs: 1, backend: 'cpu' },
  }),
  'models.features': async () => ({ modelVersionId: await layered() }),
  'models.cuts': async () => ({ modelVersionId: await layered() }),
  'training.crossValidate': () => ({
    datasetId: iris.data.datasetId,
    target: irisTarget(),
    family: 'linear',
    folds: 2,
    training: { epochs: 1, backend: 'cpu' },
  }),
  'sweeps.options': () => ({ datasetId: iris.data.datasetId, target: irisTarget(), family: 'mlp' }),
  'sweeps.ask': () => ({ space: { x: { type: 'log', min: 0.1, max: 10 } }, trials: [] }),
  'sweeps.submit': () => sweepOf(3),
  'architectures.search': () => ({
    datasetId: iris.data.datasetId,
    target: irisTarget(),
    trials: 2,
    mostWeights: 500,
    training: { epochs: 1, backend: 'cpu' },
  }),
  'sweeps.describe': async () => {
    const { jobId, runId } = await run('sweeps.submit', sweepOf(2));
    await run('jobs.cancel', { id: jobId });
    return { runId };
  },
  'jobs.cancel': async () => ({ id: await waiting() }),
  'jobs.pause': async () => ({ id: await waiting() }),
  'jobs.resume': async () => ({ id: (await run('jobs.pause', { id: await waiting() })).id }),
  'jobs.reorder': async () => ({ id: await waiting(), position: 0 }),
  'jobs.pauseAll': () => ({}),
  'jobs.resumeAll': () => ({}),
  'jobs.dismiss': async () => ({ id: (await run('jobs.cancel', { id: await waiting() })).id }),
  'runs.update': () => ({ id: iris.run.id, notes: 'Good.' }),
  'runs.fork': () => ({ runId: endless.runId, training: { learningRate: 0.001 } }),
  'experiments.create': () => ({ name: 'Wide ones' }),
  'experiments.update': async () => ({ id: await spareExperiment('Narrow'), name: 'Narrow ones' }),
  'experiments.delete': async () => ({ id: await spareExperiment('Not wanted') }),
  'architectures.blocks': () => ({}),
  'architectures.saveBlock': () => ({
    name: 'wide',
    block: { nodes: [{ id: 'dense1', type: 'dense', inputs: ['input'], params: {} }], output: 'dense1' },
  }),
  'runs.views': () => ({}),
  'runs.saveView': () => ({ name: 'night', search: { q: 'family = mlp' } }),
  'runs.save': () => ({ id: iris.run.id }),
  'runs.share': () => ({ id: iris.run.id }),
  'runs.shared': async () => ({ text: (await run('runs.share', { id: iris.run.id })).text }),
  'training.submitShared': async () => ({ text: (await run('runs.share', { id: iris.run.id })).text }),
  'runs.export': () => ({ ids: [iris.run.id] }),
  'runs.import': async () => ({
    files: [(await run('runs.export', { ids: [iris.run.id] })).file as File],
  }),
  'runs.delete': () => ({ id: endless.runId }),
  'models.graph': () => ({ modelId: iris.model.modelId }),
  'models.grow': async () => ({ versionId: await layered(), change: { wider: 'dense1', units: 100 } }),
  'models.weights': () => ({ modelId: iris.model.modelId, weight: 0 }),
  'models.tree': { notHere: 'needs a model of trees: engine/learners/forest.test.ts' },
  'models.shapes': { notHere: 'needs a model of shapes: shapes.test.ts' },
  'models.components': { notHere: 'needs a model of principal components: components.test.ts' },
  'models.reshape': { notHere: 'needs a model of shapes: shapes.test.ts' },
  'automl.submit': { notHere: 'trains for some seconds: automl.long.test.ts' },
  'ensembles.create': { notHere: 'needs two models of the same data: ensembles.long.test.ts' },
  'models.evaluate': { notHere: 'needs an imported model of its own: judgeImported.long.test.ts' },
  'models.import': () => ({ files: [smallOnnx()] }),
  'models.create': () => ({ name: 'Empty', family: 'mlp' }),
  'models.update': () => ({ id: iris.model.modelId, notes: 'Ours.' }),
  'models.setAlias': () => ({
    modelId: iris.model.modelId,
    alias: 'blessed',
    versionId: iris.model.id,
  }),
  'models.setOddFrom': { notHere: 'needs a model of odd rows: clusters.long.test.ts' },
  'models.setThreshold': { notHere: 'needs a model of two labels: threshold.test.ts' },
  'models.updateVersion': () => ({ versionId: iris.model.id, notes: 'First.' }),
  'models.app': { notHere: 'fetches parts of the built page: e2e/leaving.spec.ts' },
  'models.card': () => ({ modelId: iris.model.modelId }),
  'models.export': () => ({ modelId: iris.model.modelId }),
  'models.delete': async () => ({ id: await spareModel() }),
  'models.deleteVersion': async () => {
    const aliases = (await run('models.get', { id: waves.model.modelId })).model.aliases;
    for (const alias of Object.keys(aliases))
      await run('models.setAlias', { modelId: waves.model.modelId, alias, versionId: null });
    return { modelId: waves.model.modelId, versionId: waves.model.id };
  },
  'inference.batch': () => ({ modelId: iris.model.modelId, file: csv() }),
  'inference.batchAgain': async () => {
    const [first = '', ...rest] = (await csv().text()).trim().split('\n');
    const file = new File([[first, ...rest, 'wide,3,5,2,x'].join('\n')], 'one wrong.csv');
    const which = { modelId: iris.model.modelId, file, wrongCells: 'unanswered' } as const;
    const { jobId } = await run('inference.batch', which);
    await completed(jobId);
    return { jobId };
  },
  'monitor.labels': async () => {
    const { modelId } = iris.model;
    await run('monitor.keep', { modelId, on: true });
    await run('inference.predict', { modelId, rows: rows().slice(0, 1), ids: ['first'] });
    return {
      modelId,
      labels: [
        { id: 'first', value: 'setosa' },
        { id: 'nobody', value: 'setosa' },
      ],
    };
  },
  'alerts.add': () => ({ modelId: iris.model.modelId, measure: 'errorRate', threshold: 0.1 }),
  'alerts.change': async () => ({ id: (await addedAlert()).id, how: 'snooze' }),
  'alerts.check': async () => ({ modelId: (await addedAlert()).modelId }),
  'monitor.replay': { notHere: 'needs two versions: replay.test.ts' },
  'comparisons.start': { notHere: 'needs two versions: inUse.test.ts' },
  'comparisons.end': { notHere: 'needs two versions: inUse.test.ts' },
  'monitor.keep': () => ({ modelId: iris.model.modelId, on: true, bound: 500 }),
  'monitor.drift': () => ({ modelId: iris.model.modelId, datasetId: iris.data.datasetId }),
  'explain.run': () => ({ modelId: iris.model.modelId, method: 'permutation' }),
  'readings.remember': () => ({ shape: 'csv a b', fileName: 'may.csv', options: { decimal: ',' } }),
  'sources.allow': () => ({ host: 'example.org' }),
  'sources.revoke': () => ({ host: 'example.org' }),
  'sources.browse': { notHere: 'needs a host to ask: sources.test.ts' },
  'sources.fetch': async () => {
    await run('sources.allow', { host: '127.0.0.1:9' });
    return { source: 'url', address: { url: 'http://127.0.0.1:9/a.csv' } };
  },
  'sources.import': { notHere: 'needs a host to fetch from: sources.test.ts' },
  'sources.forget': () => ({ what: 'traffic' }),
  'settings.set': () => ({ checkpointsKept: 3 }),
  'server.connect': { notHere: 'needs a server: serverCommands.test.ts' },
  'server.sync': { notHere: 'needs a server: serverCommands.test.ts' },
  'server.share': { notHere: 'needs a server: serverCommands.test.ts' },
  'server.invite': { notHere: 'needs a server: serverCommands.test.ts' },
  'server.forgetConflicts': () => ({}),
  'server.disconnect': () => ({}),
  'offline.keepAll': { notHere: 'a browser keeps files for offline use: e2e/offline.spec.ts' },
  'storage.persist': () => ({}),
  'storage.clean': () => ({}),
  'workspace.export': () => ({ modelIds: [iris.model.modelId], passphrase: 'correct horse' }),
  'workspace.import': () => ({ file: new File(['no workspace'], 'work.tetrad.zip') }),
  'api.describe': () => ({}),
  'engine.benchmark': { notHere: 'it needs WebGPU: e2e/bench.spec.ts runs it in the browser' },
};

/** They set what is no record, or there was nothing to do. */
const nothingStored = new Set<CommandName>([
  'storage.persist',
  'storage.clean',
  'monitor.keep',
  'monitor.labels',
]);

/** Exactly what the schema says, no key more; and the same after it crossed as text. */
async function expectAnswer(called: CommandName, output: unknown): Promise<void> {
  const command = commands.all.find((one) => one.name === called);
  expect(command?.output.parse(output)).toEqual(output);
  expect(fromJson(JSON.parse(JSON.stringify(await toJson(output))))).toEqual(output);
}

/** Written of reads, too. */
const logs = new Set(['log', 'answeredCalls', 'answeredRows', 'answerLogs']);

/** Everything but the logs. */
async function stored(): Promise<unknown> {
  const dump = await dumpStudio(name);
  return Object.entries(dump).map(([suffix, { stores }]) => [
    suffix,
    stores.filter((store) => !logs.has(store.name)).map((store) => [store.name, store.rows]),
  ]);
}

const named = (effect: 'reads' | 'writes') =>
  commands.all.filter((command) => command.effect === effect).map((command) => command.name as CommandName);

async function call(called: CommandName, input: unknown): Promise<void> {
  await expectAnswer(called, await commands.dispatch(called, input));
}

describe('reads', () => {
  it.each(named('reads'))('%s', async (called) => {
    const prepare = calls[called];
    if ('notHere' in prepare) return;
    const input = await prepare();
    const before = await stored();
    await call(called, input);
    expect(await stored()).toEqual(before);
  });

  it('what the first call does not show', async () => {
    const { modelId } = waves.model;
    const size = [1, 2, 3, 2, 1, 1];
    const inputs = { shape: size, data: new Float32Array(12) };
    await call('runs.evaluation', { runId: waves.run.id });
    await call('models.get', { id: iris.model.modelId });
    await call('datasets.get', { id: iris.data.datasetId });
    await call('runs.get', { id: iris.run.id });
    await call('inference.predict', { modelId, samples: [0, 1] });
    await call('inference.predict', { modelId, inputs });
    await expect(
      run('inference.predict', { modelId, inputs: { ...inputs, shape: [1, 2, 2, 3, 1, 1] } }),
    ).rejects.toMatchObject({
      code: 'badInput',
      place: 'inputs',
      message: /\[1, 2, 2, 3, 1, 1\].*\[batch, 2, 3, 2, 1, 1\]/,
    });
  });
});

describe('writes', () => {
  beforeAll(async () => {
    endless = await submit(iris.data, irisTarget(), 'linear', 100_000, { solver: 'gradient' });
    const { checkpoints } = studio.services.storage;
    while (!(await checkpoints.get(endless.runId))) await new Promise((resolve) => setTimeout(resolve, 20));
  });
  afterAll(async () => {
    for (const { id, status } of await run('jobs.list', {}))
      if (!['completed', 'failed', 'cancelled'].includes(status)) await run('jobs.cancel', { id });
  });

  it.each(named('writes'))('%s', async (called) => {
    const prepare = calls[called];
    if ('notHere' in prepare) return;
    const input = await prepare();
    const before = await stored();
    await call(called, input);
    if (!nothingStored.has(called)) expect(await stored()).not.toEqual(before);
  });
});
