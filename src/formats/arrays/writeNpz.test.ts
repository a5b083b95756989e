import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { npy } from './npy';
import { npz } from './npz';
import { writeNpz } from './writeNpz';
import { zipEntries } from './zipEntries';

const fixture = async (name: string) =>
  new File([new Uint8Array(await readFile(new URL(`fixtures/${name}`, import.meta.url)))], name);

it('writes the very bytes that numpy.save writes', async () => {
  const original = await fixture('plain.npy');
  const values = await (await npy.open(original)).read('plain', [0, 0, 0], [2, 3, 4]);
  const zipped = await writeNpz({ plain: { values, shape: [2, 3, 4] } });
  const [entry] = await zipEntries(new File([zipped], 'written.npz'));
  const written = await entry?.whole();
  expect(entry?.path).toBe('plain.npy');
  expect(new Uint8Array((await written?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(
    new Uint8Array(await original.arrayBuffer()),
  );
});

it('keeps several arrays of any kind, and notes beside them', async () => {
  const bytes = await writeNpz(
    {
      forecast: { values: Float32Array.of(1.5, -2, Number.NaN, 4), shape: [2, 2] },
      time: { values: Float64Array.of(0.1, 0.2), shape: [2] },
      sample: { values: Int32Array.of(7, -8), shape: [2] },
    },
    { 'axes.json': '{"channels":["u"]}' },
  );
  const file = new File([bytes], 'forecast.npz');
  const opened = await npz.open(file);
  expect(opened.variables.map(({ name, dtype }) => [name, dtype])).toEqual([
    ['forecast', 'float32'],
    ['time', 'float64'],
    ['sample', 'int32'],
  ]);
  expect(opened.details['axes.json']).toBe('left out: not an array');
  expect([...(await opened.read('forecast', [0, 0], [2, 2]))]).toEqual([1.5, -2, Number.NaN, 4]);
  expect([...(await opened.read('sample', [0], [2]))]).toEqual([7, -8]);
  expect((await opened.read('time', [1], [1]))[0]).toBeCloseTo(0.2, 6);
  const notes = (await zipEntries(file)).find(({ path }) => path === 'axes.json');
  expect(await (await notes?.whole())?.text()).toBe('{"channels":["u"]}');
});

it('takes an array in pieces, and gives the same file as of the whole', async () => {
  const values = Float64Array.from({ length: 300_000 }, (_, i) => i / 7);
  async function* pieces() {
    for (let at = 0; at < values.length; at += 70_000) yield values.subarray(at, at + 70_000);
  }
  const open = async (bytes: Uint8Array<ArrayBuffer>) => await npz.open(new File([bytes], 'a.npz'));
  const whole = await writeNpz({ a: { values, shape: [3, 100_000] } });
  const file = await open(await writeNpz({ a: { values: pieces(), dtype: 'float64', shape: [3, 100_000] } }));
  expect(file.variables).toEqual((await open(whole)).variables);
  expect(await file.read('a', [0, 0], [3, 100_000])).toEqual(
    await (await open(whole)).read('a', [0, 0], [3, 100_000]),
  );
});

it('says what went wrong in a piece, and writes nothing more', async () => {
  async function* pieces() {
    yield Float32Array.of(1);
    throw new Error('the disk is gone');
  }
  await expect(writeNpz({ a: { values: pieces(), shape: [2] } })).rejects.toThrow('the disk is gone');
});
