import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openStorage } from '#/storage/openStorage';
import { openModel } from '../predict/openModel';
import { predict } from '../predict/predictSamples';
import { runSubmitted, submitTraining } from '../train/fixtures/trainTable';

const text = readFileSync(new URL('../../../public/samples/iris.csv', import.meta.url), 'utf8');
const [header = [], ...lines] = text
  .trim()
  .split(/\r?\n/)
  .map((line) => line.split(','));

it('naive Bayes learns labels in one pass, and answers alike as a network', async () => {
  const storage = await openStorage({ name: 'bayes-test', blobs: 'dexie' });
  const request = await submitTraining(
    storage,
    header.map((name, i) => ({
      field: { name, type: name === 'species' ? 'categorical' : 'numeric', role: 'feature' },
      cells: lines.map((cells) => (name === 'species' ? (cells[i] ?? null) : Number(cells[i]))),
    })),
    {
      target: 'species',
      task: 'classification',
      features: header.filter((name) => name !== 'species'),
      family: 'naiveBayes',
    },
  );
  const { result } = await runSubmitted(storage, request);
  expect(result.metrics.valAccuracy).toBeGreaterThan(0.9);
  const version = await storage.models.version(result.modelVersionId);
  expect(version?.body.type).toBe('network');
  const model = await openModel(result.modelVersionId, storage);
  const rows = lines.map((cells) => Object.fromEntries(header.map((name, i) => [name, Number(cells[i])])));
  const { predictions } = await predict(model, { rows }, storage);
  const right = predictions.filter(({ value }, row) => value === lines[row]?.[header.indexOf('species')]);
  expect(right.length / lines.length).toBeGreaterThan(0.94);
  storage.close();
});
