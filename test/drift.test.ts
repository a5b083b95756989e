/** Drift from import to verdict: planted in a table and in images, over time, and what cannot be compared. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandInput, run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type DriftReport, driftReport } from '#/core/drift/driftReport';
import { normals, uniforms } from '#/core/random/random';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let modelId = '';

beforeAll(async () => {
  studio = await openNodeStudio(`drift-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const datasetId = await imported('before.csv', table(1, 600));
  const { jobId, modelId: made } = await run('training.submit', {
    datasetId,
    target: 'bought',
    family: 'linear',
    training: { epochs: 2, backend: 'cpu', seed: 1 },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  modelId = made;
}, 60_000);
afterAll(() => studio.close());

/** From row `from` on age is higher and a city is new. */
function table(seed: number, rows: number, from = rows): string {
  const [age, income, place] = [
    normals(seed, 'age', 0, rows),
    normals(seed, 'income', 0, rows),
    uniforms(seed, 'place', 0, rows),
  ];
  const lines = Array.from({ length: rows }, (_, i) => {
    const moved = i >= from;
    const city = moved && i % 4 === 0 ? 'Oslo' : (place[i] as number) < 0.5 ? 'Bern' : 'Graz';
    const years = 40 + 10 * (age[i] as number) + (moved ? 12 : 0);
    const when = new Date(Date.UTC(2025, 0, 1 + Math.floor((i / rows) * 300))).toISOString().slice(0, 10);
    return [when, years.toFixed(2), (income[i] as number).toFixed(3), city, years > 42 ? 'yes' : 'no'].join();
  });
  return ['when,age,income,city,bought', ...lines].join('\n');
}

async function imported(name: string, text: string): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([text], name)] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return datasetId;
}

async function compared(input: Partial<CommandInput<'monitor.drift'>> & { datasetId: string }) {
  const { jobId } = await run('monitor.drift', { modelId, ...input });
  const job = await run('jobs.wait', { id: jobId });
  if (job.error) return { error: job.error };
  const { file } = await run('jobs.download', { id: jobId });
  return { report: driftReport.parse(JSON.parse(await file.text())), result: job.result };
}

const verdictsOf = ({ columns }: DriftReport) =>
  Object.fromEntries(
    columns.map(({ name, part, verdict }) => [part === 'prediction' ? part : name, verdict]),
  );

it('a version keeps what it learnt from; drift is told by column, answer and window', async () => {
  const { versions } = await run('models.get', { id: modelId });
  expect(versions[0]?.reference?.bytes).toBeGreaterThan(1_000);

  const same = await compared({ datasetId: await imported('same.csv', table(2, 600)) });
  expect(same.report?.columns.filter(({ verdict }) => verdict === 'drifted')).toEqual([]);

  const datasetId = await imported('after.csv', table(3, 800, 600));
  const { report, result } = await compared({ datasetId, windows: 4, timeColumn: 'when' });
  if (!report) throw new Error('no report');
  expect(verdictsOf(report)).toMatchObject({
    age: 'drifted',
    city: 'drifted',
    income: 'same',
  });
  const age = report.columns.find(({ name }) => name === 'age');
  expect(age?.overTime.map(({ verdict }) => verdict)).toEqual(['same', 'same', 'same', 'drifted']);
  expect(age?.words).toMatch(/^Moved up: the median was \d+(\.\d)? and is /);
  const city = report.columns.find(({ name }) => name === 'city');
  expect(city?.words).toContain('labels that training never saw: “Oslo”.');
  expect(city?.rows.every((row) => row >= 600 && row % 4 === 0)).toBe(true);
  expect(report.windows.map(({ rows }) => rows)).toEqual([200, 200, 200, 200]);
  expect(report.columns.filter(({ part }) => part === 'prediction').length).toBeGreaterThan(0);
  expect(result).toMatchObject({ compared: report.columns.length });
}, 60_000);

it('answers are compared with those of the training, which outlive its dataset; not those of another threshold', async () => {
  const datasetId = await imported('gone.csv', table(6, 600));
  const { jobId, modelId: made } = await run('training.submit', {
    datasetId,
    target: 'bought',
    family: 'linear',
    training: { epochs: 10, learningRate: 0.05, backend: 'cpu', seed: 1 },
  });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const versions = async () => (await run('models.get', { id: made })).versions;
  const [first] = await versions();
  const threshold = { label: 'yes', from: 0.9 };
  await run('models.setThreshold', { versionId: first?.id ?? '', threshold });
  await run('datasets.delete', { id: datasetId });
  const now = await imported('now.csv', table(7, 800, 600));
  const { report } = await compared({ modelId: made, version: 1, datasetId: now, windows: 4 });
  const answers = report?.columns.filter(({ part }) => part === 'prediction') ?? [];
  expect(answers.map(({ name }) => name)).toEqual([
    'answer: a label with its probabilities',
    'largest probability',
  ]);
  const windows = answers[0]?.overTime.map(({ verdict }) => verdict);
  expect(windows).toEqual(['same', 'same', 'same', 'drifted']);
  const other = await compared({ modelId: made, version: 2, datasetId: now });
  expect(other.report?.columns.filter(({ part }) => part === 'prediction')).toEqual([]);
  expect(other.report?.notes.join()).toContain('Answers are not compared: the version keeps none');
}, 60_000);

it('of its own dataset the rows held back are compared; what cannot be is named', async () => {
  const { versions } = await run('models.get', { id: modelId });
  const own = await compared({ datasetId: versions[0]?.datasetId ?? '' });
  expect(own.report?.now).toEqual({ rows: 90, of: 'rows that were held back' });
  expect(Object.values(verdictsOf(own.report as DriftReport))).not.toContain('drifted');

  const lacking = await compared({
    datasetId: await imported('lacking.csv', 'age,bought\n1.5,yes\n2.5,no\n3,no'),
  });
  expect(lacking.error?.message).toMatch(/^The dataset lacks \d columns that the model takes: .*"city"/);
  const other = table(4, 60).replaceAll(/,(Bern|Graz),/g, ',1.5,');
  const retyped = await compared({ datasetId: await imported('retyped.csv', other) });
  expect(retyped.error).toMatchObject({ place: 'column city' });
  const still = table(5, 60).replaceAll(/^2025-\d\d-\d\d/gm, '2025-01-01');
  const datasetId = await imported('still.csv', still);
  expect((await compared({ datasetId, windows: 3, timeColumn: 'when' })).error?.message).toContain(
    'the same in every row',
  );
  expect((await compared({ datasetId, windows: 3, timeColumn: 'nowhere' })).error?.place).toBe('timeColumn');
}, 60_000);
