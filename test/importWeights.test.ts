/** Weights that others wrote (test/fixtures/weights, safetensors and NumPy), put onto a network that is here. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '#/app/run';
import { provideServices } from '#/app/services';
import { type NodeStudio, openNodeStudio } from './support/nodeStudio';

let studio: NodeStudio;
let modelId: string;
let version: string;

beforeAll(async () => {
  studio = await openNodeStudio(`weights-${crypto.randomUUID()}`);
  provideServices(studio.services);
  const rows = Array.from({ length: 30 }, (_, i) => `${i % 7},${i % 5},${'abc'[i % 3]}`);
  const { jobId, datasetId } = await run('datasets.import', {
    files: [new File([`x,y,label\n${rows.join('\n')}\n`], 'small.csv')],
  });
  await run('jobs.wait', { id: jobId });
  const training = await run('training.submit', {
    datasetId,
    target: 'label',
    family: 'linear',
    training: { epochs: 1, backend: 'cpu' },
  });
  expect((await run('jobs.wait', { id: training.jobId })).error).toBeUndefined();
  modelId = training.modelId;
  version = (await run('models.get', { id: modelId })).versions[0]?.id ?? '';
});
afterAll(() => studio.close());

async function imported(name: string, bytes?: Uint8Array<ArrayBuffer>) {
  const file = new File(
    [bytes ?? readFileSync(new URL(`./fixtures/weights/${name}`, import.meta.url))],
    name,
  );
  const { jobId } = await run('models.import', { files: [file], onto: version });
  return await run('jobs.wait', { id: jobId });
}

async function exported(): Promise<Uint8Array> {
  const { versions } = await run('models.get', { id: modelId });
  const { files } = await run('models.export', {
    modelId,
    version: versions[0]?.number,
    format: 'safetensors',
  });
  return files[0]?.bytes as Uint8Array;
}

const numbersOf = async (): Promise<number[]> => {
  const bytes = await exported();
  return [...new Float32Array(bytes.slice(bytes.length - 36).buffer)];
};

it.each([
  'named.safetensors',
  'named.npz',
  'half.safetensors',
  'bfloat16.safetensors',
  'otherNames.safetensors',
])('takes %s as another version, which answers by them', async (name) => {
  const before = (await run('models.get', { id: modelId })).versions.length;
  expect((await imported(name)).error).toBeUndefined();
  const { versions } = await run('models.get', { id: modelId });
  expect(versions.length).toBe(before + 1);
  expect(versions[0]?.notes).toContain(name);
  const kernel = [0.5, -1.25, 2, 3, 0.125, -0.75];
  const bias = [0.25, -2, 1];
  const numbers = await numbersOf();
  expect(new Set(numbers)).toEqual(new Set([...kernel, ...bias]));
  const { predictions } = await run('inference.predict', {
    modelId,
    version: versions[0]?.number,
    rows: [{ x: 1, y: 2 }],
  });
  expect(Object.values(predictions[0]?.probabilities ?? {}).length).toBe(3);
});

it('refuses what does not fit, by name and shape, and nothing of it stays', async () => {
  const before = (await run('models.get', { id: modelId })).versions.length;
  for (const [name, message] of [
    ['transposed.safetensors', '[3, 2] in the file'],
    ['noBias.safetensors', '/bias" of [3]'],
    ['nan.safetensors', 'NaN'],
  ] as const) {
    const { error } = await imported(name);
    expect(error).toMatchObject({
      code: 'badInput',
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
  }
  const cut = readFileSync(new URL('./fixtures/weights/named.safetensors', import.meta.url)).subarray(0, 150);
  expect((await imported('cut.safetensors', new Uint8Array(cut))).error?.message).toContain('safetensors');
  // Offsets that overlap, lie outside the file, go backwards, or a header that lies about its length.
  const good = await exported();
  const length = Number(new DataView(good.buffer, good.byteOffset).getBigUint64(0, true));
  type Header = Record<string, { data_offsets?: [number, number] }>;
  const forged = (
    change: (entries: { data_offsets: [number, number] }[]) => void,
  ): Uint8Array<ArrayBuffer> => {
    const header = JSON.parse(new TextDecoder().decode(good.subarray(8, 8 + length))) as Header;
    change(Object.values(header).flatMap(({ data_offsets }) => (data_offsets ? [{ data_offsets }] : [])));
    const text = new TextEncoder().encode(JSON.stringify(header));
    const bytes = new Uint8Array(8 + text.length + good.length - 8 - length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(text, 8);
    bytes.set(good.subarray(8 + length), 8 + text.length);
    return bytes;
  };
  const lying = Uint8Array.from(good);
  lying.fill(0xff, 0, 8);
  for (const [name, bytes, message] of [
    [
      'overlap',
      forged(([first, second]) => Object.assign(second?.data_offsets ?? [], first?.data_offsets)),
      /overlaps|needs/,
    ],
    [
      'outside',
      forged(([first]) => first?.data_offsets.splice(0, 2, 2 ** 40, 2 ** 40 + 12)),
      /holds|lies|overlaps/,
    ],
    ['backwards', forged(([first]) => first?.data_offsets.reverse()), /lies at/],
    ['length', lying, /at most 100 MB/],
  ] as const) {
    const { error } = await imported(`${name}.safetensors`, bytes);
    expect(error, name).toMatchObject({
      code: 'badInput',
      message: expect.stringMatching(message),
      place: expect.stringContaining(name),
      hint: expect.any(String),
    });
  }
  await expect(
    run('models.import', { files: [new File(['x'], 'a.txt')], onto: version }),
  ).rejects.toMatchObject({ code: 'badInput' });
  expect((await run('models.get', { id: modelId })).versions.length).toBe(before);
});

it('an export comes back as it left', async () => {
  const bytes = await exported();
  expect((await imported('again.safetensors', new Uint8Array(bytes))).error).toBeUndefined();
  const { versions } = await run('models.get', { id: modelId });
  expect(versions[0]?.body).toEqual(versions[1]?.body);
});
