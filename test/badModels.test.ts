/** What no model can be made of is refused by the commands themselves: what, where, and what to do instead. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { inferShapes } from '#/core/arch/shapes';
import { buildArch } from '#/core/families/buildArch';
import { families } from '#/core/families/registry';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`bad-models-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

interface Failure {
  message: string;
  place?: string;
  hint?: string;
}

type Case = [
  name: string,
  files: [text: string, name: string],
  how: Partial<CommandInput<'datasets.import'>>,
  request: Omit<CommandInput<'training.submit'>, 'datasetId'>,
  said: { message: RegExp; place?: string; hint: RegExp },
];

const lines = (header: string, count: number, line: (i: number) => string) =>
  [header, ...Array.from({ length: count }, (_, i) => line(i))].join('\n');
const table = lines('x,y', 40, (i) => `${i},${2 * i}`);
const series = (count: number) => lines('t,v', count, (i) => `${i},${Math.sin(i)}`);
const asSeries = { kind: 'timeseries' as const };

const cases: Case[] = [
  [
    'a family on the wrong kind of data',
    [table, 'a.csv'],
    {},
    { target: 'y', family: 'cnn4d' },
    { message: /does not do regression on tabular data/, place: 'family', hint: /Linear model, "linear"/ },
  ],
  [
    'a family for another answer',
    [table, 'a.csv'],
    {},
    { target: 'y', task: 'quantiles', family: 'randomForest' },
    { message: /does not do quantiles/, place: 'family', hint: /"mlp"/ },
  ],
  [
    'one sample',
    ['x,y\n1,2', 'a.csv'],
    {},
    { target: 'y', family: 'mlp' },
    { message: /single row/, place: 'column y', hint: /at least a few rows/ },
  ],
  [
    'one class',
    [lines('x,c', 9, (i) => `${i},a`), 'a.csv'],
    {},
    { target: 'c', family: 'mlp' },
    { message: /same value in "c"/, place: 'column c', hint: /two different values/ },
  ],
  [
    'a series of one value',
    [series(1), 'a.csv'],
    asSeries,
    { target: 'future', family: 'nbeats' },
    { message: /No series is longer than one value/, place: 'a.csv', hint: /names the series/ },
  ],
  [
    'a series of two',
    [series(2), 'a.csv'],
    asSeries,
    { target: 'future', family: 'nbeats' },
    { message: /at least 2 windows/, place: 'samples', hint: /shorter windows/ },
  ],
];

it.each(cases)('%s', async (_name, [text, fileName], how, request, said) => {
  const failed = async (): Promise<Failure | undefined> => {
    const { jobId, datasetId } = await run('datasets.import', {
      files: [new File([text], fileName)],
      ...how,
    });
    const imported = await run('jobs.wait', { id: jobId });
    if (imported.error) return imported.error;
    const training = { epochs: 1, backend: 'cpu' } as const;
    const submitted = await run('training.submit', { datasetId, ...request, training });
    return (await run('jobs.wait', { id: submitted.jobId })).error;
  };
  const error = await failed().catch((thrown: Failure) => thrown);
  expect(error?.message).toMatch(said.message);
  expect(error?.place).toBe(said.place);
  expect(error?.hint).toMatch(said.hint);
});

it.each([
  ['lstm', {}, /900,000 steps would take hours/, /at most 20,000 steps.*“nbeats”/],
  ['gru', {}, /900,000 steps would take hours/, /at most 20,000 steps/],
  ['transformer', {}, /900,000 steps in patches of \d+ are/, /patches of 220 steps or more/],
])('%s along a million steps', (type, params, message, hint) => {
  const input = { inputShape: [900_000, 1], outputWidth: 1, task: 'forecast' };
  let error: Failure | undefined;
  try {
    buildArch(families.get(type), input, params);
  } catch (thrown) {
    error = thrown as Failure;
  }
  expect(error?.message).toMatch(message);
  expect(error?.hint).toMatch(hint);
});

it.each([
  ['conv1d', [4, 1], { filters: 2, kernel: [7] }],
  ['conv2d', [8, 8, 1], { filters: 2, kernel: [9, 9] }],
  ['conv3d', [4, 4, 4, 1], { filters: 2, kernel: [5, 3, 3] }],
])('%s with a kernel larger than its input', (type, shape, params) => {
  const arch = {
    version: 1 as const,
    inputs: [{ name: 'input', shape }],
    nodes: [{ id: 'conv', type, inputs: ['input'], params }],
    outputs: [{ name: 'output', node: 'conv' }],
  };
  expect(() => inferShapes(arch)).toThrow(/a window of \d+ does not fit/);
});
