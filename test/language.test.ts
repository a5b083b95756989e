/** A language model as a user goes: a text dropped, learnt, judged beside counts, asked to go on, exported, reported. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import type { LanguagePredictions } from '#/core/tasks/language';
import { languageFacts } from '#/core/evaluation/languageFacts';
import type { FittedText } from '#/core/text/fittedText';
import { Tokenizer } from '#/core/text/tokenizer';
import { openNodeWasm } from '#/engine/train/fixtures/nodeWasm';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';
import { onnxRuntimes } from './support/onnxRuntimes';

let studio: NodeStudio;
beforeAll(async () => {
  studio = await openNodeStudio(`language-${crypto.randomUUID()}`, { open: openNodeWasm });
  provideServices(studio.services);
});
afterAll(() => studio.close());

async function ended(id: string) {
  const job = await run('jobs.wait', { id });
  expect(job.status, `${job.error?.message} ${job.error?.hint}`).toBe('completed');
}

/** Counts what two tokens back says, which pairs do not. */
const text = 'abcabcabc acbacbacb '.repeat(150);

it('a text of one token is refused by name', async () => {
  const { jobId, datasetId } = await run('datasets.import', {
    files: [new File(['a'.repeat(9000)], 'a.txt')],
    kind: 'text',
    options: { text: { samples: 'documents' } },
  });
  await ended(jobId);
  const { jobId: training } = await run('training.submit', {
    datasetId,
    target: 'continuation',
    family: 'languageModel',
    familyParams: { width: 16, heads: 2, blocks: 1, length: 12 },
    training: { epochs: 1, backend: 'wasm' },
  });
  const job = await run('jobs.wait', { id: training });
  expect(job.error).toMatchObject({
    code: 'badInput',
    message: 'The text to learn from is one token over and over, “a”: what follows is always the same.',
  });
});

it('is learnt, beats pairs of letters, answers and is exported', async () => {
  const { jobId, datasetId } = await run('datasets.import', {
    files: [new File([text], 'letters.txt')],
    kind: 'text',
    options: { text: { samples: 'documents' } },
  });
  await ended(jobId);
  const options = await run('training.options', { datasetId });
  expect(options).toMatchObject({ target: 'continuation', task: { type: 'language' } });
  expect(options.families.map(({ type }) => type)).toEqual(['languageModel']);
  const trained = await run('training.submit', {
    datasetId,
    target: 'continuation',
    family: 'languageModel',
    familyParams: { width: 16, heads: 2, blocks: 1, length: 12, dropout: 0 },
    training: { epochs: 6, backend: 'wasm', batchSize: 16, learningRate: 0.01, warmupSteps: 10 },
  });
  await ended(trained.jobId);
  const { modelId, runId } = trained;
  const { figure } = await run('runs.get', { id: runId });
  expect(figure).toMatchObject({ metric: 'natsPerCharacter', free: { answer: 'pairs of tokens, counted' } });
  expect(figure?.value).toBeLessThan(0.8 * (figure?.free?.value ?? 0));
  const { epochs } = await run('runs.snapshots', { runId });
  const { texts = [] } = await run('runs.snapshot', { runId, epoch: epochs.at(-1) as number });
  expect(texts.map(({ prompt, text: written }) => [prompt.length, written.length])).toEqual([
    [12, 20],
    [12, 20],
    [12, 20],
  ]);
  // By now it writes what the text is made of.
  expect(texts.filter(({ text: written }) => /abcabc|acbacb/.test(written)).length).toBeGreaterThan(0);
  const judged = (await run('runs.evaluation', { runId })) as unknown as LanguagePredictions;
  const [model, pairs, single] = languageFacts(judged);
  expect(model?.natsPerCharacter).toBeLessThan(pairs?.natsPerCharacter ?? 0);
  expect(pairs?.natsPerCharacter).toBeLessThan(single?.natsPerCharacter ?? 0);

  const [version] = (await run('models.get', { id: modelId })).versions;
  const fitted = version?.input.fitted as FittedText;
  const name = version?.inputs[0]?.name ?? '';
  const asked = await run('inference.predict', {
    modelId,
    rows: [{ [name]: 'abcab' }, { [name]: 'acbac' }, { [name]: '' }],
  });
  expect(asked.predictions.slice(0, 2).map(({ value }) => value)).toEqual(['c', 'b']);

  const { files, report } = await run('models.export', { modelId });
  expect(report.parity).toMatchObject({ passed: true });
  const length = fitted.form === 'stream' ? fitted.length : 0;
  const ids = new Tokenizer(fitted.tokenizer).encode('abcab');
  const data = new BigInt64Array(length);
  for (const [i, id] of ids.entries()) data[length - ids.length + i] = BigInt(id);
  const feed = { name: 'tokens', type: 'int64' as const, data, dims: [1, length] };
  for (const runtime of onnxRuntimes) {
    const out = await runtime.run(files[0]?.bytes as Uint8Array<ArrayBuffer>, [feed]);
    const logits = [...((out.get('logits')?.data ?? []) as Float32Array)];
    expect(logits.length).toBe(fitted.tokenizer.tokens.length);
    for (const [i, logit] of logits.entries())
      expect(logit).toBeCloseTo(asked.predictions[0]?.field?.[i] ?? Number.NaN, 4);
  }
  expect((await run('runs.report', { runId })).html).toMatch(/Bits per character/);
}, 180_000);
