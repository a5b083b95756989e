/** Tables that are judged wrongly by tools that look at accuracy, or at a random split, alone; one test a kind of fault. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { figureWords } from '#/core/evaluation/figureWords';
import type { FinalFigure } from '#/core/evaluation/finalFigure';
import type { Column } from '#/core/protocol/dataset';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`judged-${crypto.randomUUID()}`);
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function imported(name: string) {
  const bytes = readFileSync(new URL(`fixtures/${name}`, import.meta.url));
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([bytes], name)] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  const { version } = await run('datasets.get', { id: datasetId });
  if (!version) throw new Error(name);
  return { datasetId, version };
}

async function trained(datasetId: string, target: string, features?: string[]) {
  const submitted = await run('training.submit', {
    datasetId,
    target,
    family: 'linear',
    ...(features && { features }),
    training: { backend: 'cpu' },
  });
  expect((await run('jobs.wait', { id: submitted.jobId })).error).toBeUndefined();
  return await run('runs.get', { id: submitted.runId });
}

test.each(['10a-20rows-1pos.csv', 'n-16pct.csv'])(
  '%s: accuracy stands beside what it hides',
  async (name) => {
    const { datasetId } = await imported(name);
    const { figure } = await trained(datasetId, 'y');
    const words = figureWords(figure as FinalFigure, String);
    expect(words.free).toMatch(/^always “n/);
    // Of one positive in 20 rows there may be none to judge by: then there is nothing to balance.
    const judgesBoth = figure?.balanced !== undefined;
    expect(words.balanced !== undefined).toBe(judgesBoth);
    if (figure?.always !== undefined) expect(words.notes.join()).toMatch(/for every row.*Try/);
    const { notes } = await run('datasets.describe', { id: datasetId, target: 'y' });
    expect(notes.length > 0).toBe(name.startsWith('10a'));
  },
);

test('15a-groups.csv: the parts decide where a column names them, no subject is on two sides where it is the group', async () => {
  const { datasetId, version } = await imported('15a-groups.csv');
  const roles = Object.fromEntries(version.schema.columns.map(({ name, role }) => [name, role]));
  expect(roles.part).toBe('split');
  expect((await trained(datasetId, 'y', ['x'])).split?.how).toContain('“part”');
  const given: Record<string, Column['role']> = { subject: 'group', part: 'ignored', t: 'ignored' };
  const columns = version.schema.columns.map((column) => ({
    ...column,
    role: given[column.name] ?? column.role,
  }));
  await run('datasets.retype', { versionId: version.id, columns });
  expect((await trained(datasetId, 'y', ['x'])).split?.how).toContain('“subject”');
});

test('15c-timestamped.csv: rows in order of time are divided by it, which is told', async () => {
  const { datasetId, version } = await imported('15c-timestamped.csv');
  expect(version.issues.map(({ message }) => message).join()).toMatch(/follow each other along “timestamp”/);
  expect((await trained(datasetId, 'load', ['temp'])).split?.how).toContain('order of “timestamp”');
});
