/** Rows a second of a file of raw rows, and of a dataset, through a trained mlp to CSV, all in one thread of Node; it answers on plain CPU. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type NodeStudio, openNodeStudio } from '../../../test/support/nodeStudio';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio('batch speed');
  provideServices(studio.services);
});
afterAll(() => studio.close());

const rows = 200_000;

function table(count: number, labelled: boolean): string {
  let state = 7;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const lines = [`a,b,c,d,e,f,g,kind${labelled ? ',label' : ''}`];
  for (let row = 0; row < count; row++) {
    const values = Array.from({ length: 7 }, () => (next() * 4 - 2).toFixed(4));
    const kind = ['red', 'green', 'blue'][Math.floor(next() * 3)];
    const label = Number(values[0]) + Number(values[1]) > 0 ? 'yes' : 'no';
    lines.push(`${values.join(',')},${kind}${labelled ? `,${label}` : ''}`);
  }
  return `${lines.join('\n')}\n`;
}

async function imported(text: string): Promise<string> {
  const { jobId, datasetId } = await run('datasets.import', { files: [new File([text], 'rows.csv')] });
  expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
  return datasetId;
}

it.each(['file', 'dataset'] as const)(
  'answers a %s of 200,000 rows',
  async (of) => {
    const datasetId = await imported(table(2_000, true));
    const { modelId, jobId } = await run('training.submit', {
      datasetId,
      target: 'label',
      family: 'mlp',
      familyParams: { hiddenLayers: [32] },
      training: { epochs: 5, batchSize: 64, seed: 1 },
    });
    expect((await run('jobs.wait', { id: jobId })).error).toBeUndefined();
    const text = table(rows, false);
    const what = of === 'file' ? { file: new File([text], 'rows.csv') } : { datasetId: await imported(text) };
    const said = new Set<string>();
    for (let turn = 0; turn < 3; turn++) {
      const [startedAt, used] = [performance.now(), process.cpuUsage()];
      const batch = await run('inference.batch', { modelId, ...what });
      const job = await run('jobs.wait', { id: batch.jobId });
      const tookMs = performance.now() - startedAt;
      const cpuMs = process.cpuUsage(used).user / 1000;
      expect(job).toMatchObject({ status: 'completed', result: { rows } });
      const answered = await (await run('jobs.download', { id: batch.jobId })).file.arrayBuffer();
      const hash = Buffer.from(await crypto.subtle.digest('SHA-256', answered))
        .toString('hex')
        .slice(0, 16);
      said.add(hash);
      console.log(
        `${of}: ${Math.round((rows / tookMs) * 1000)} rows/s (${Math.round(tookMs)} ms, ${Math.round(cpuMs)} of the processor), ${hash}`,
      );
    }
    expect(said.size).toBe(1);
  },
  300_000,
);
