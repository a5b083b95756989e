/**
 * A language model with its defaults on a text of one's own: `TEXT=/path/to/some.txt`. Nats per character on the part that
 * neither training nor early stopping saw, on WebAssembly.
 */
import '@tensorflow/tfjs';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { families } from '#/core/families/registry';
import { openNodeStudio } from '../../../test/support/nodeStudio';
import { openNodeWasm } from './fixtures/nodeWasm';
import { runOnGrid } from './fixtures/runOnGrid';

const path = process.env.TEXT ?? '';
const seed = Number(process.env.SEED ?? 1);
const epochs = process.env.EPOCHS === undefined ? undefined : Number(process.env.EPOCHS);

it.runIf(existsSync(path))(
  'writes as the text does',
  async () => {
    const studio = await openNodeStudio(`language-${crypto.randomUUID()}`);
    provideServices(studio.services);
    const made = await run('datasets.import', {
      files: [new File([readFileSync(path)], 'text.txt')],
      kind: 'text',
      options: { text: { samples: 'documents' } },
    });
    expect((await run('jobs.wait', { id: made.jobId })).status).toBe('completed');
    const { version } = await run('datasets.get', { id: made.datasetId });
    if (!version) throw new Error('no version');
    const started = performance.now();
    const { version: model } = await runOnGrid(
      studio.services.storage,
      version,
      await openNodeWasm(),
      {
        family: 'languageModel',
        task: 'language',
        target: 'continuation',
        features: version.schema.columns.map(({ name }) => name),
        familyParams: families.get('languageModel').params.parse({}) as Record<string, unknown>,
        config: { seed, testSplit: 'auto', ...(epochs && { epochs }) },
      },
      {
        emit: (event) => {
          if (event.kind !== 'epoch') return;
          const seconds = (performance.now() - started) / 1000;
          console.log(JSON.stringify({ epoch: event.epoch, seconds, ...event.metrics }));
        },
      },
    );
    console.log(JSON.stringify({ seed, figure: model.figure, metrics: model.metrics }));
    expect(model.figure?.value).toBeLessThan(model.figure?.free?.value ?? 0);
    studio.close();
  },
  6 * 60 * 60_000,
);
