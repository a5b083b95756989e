import { expect, it } from 'vitest';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { run as record } from '#/storage/fixtures/records';
import { attachFiles } from './attachFiles';

const file = (name: string, text: string) => ({ name, blob: new Blob([text]) });

it('files are attached to a run, one of the same name takes the place of that before; what is no such file is refused by name', async () => {
  const storage = await freshStorage();
  const made = await storage.runs.create(record('d', 'm'));
  const kept = { name: 'validationPredictions', blob: await storage.blobs.put(Uint8Array.of(1)) };
  const run = await storage.runs.update(made.id, { artifacts: [kept] });
  await attachFiles(storage, run, [file('a.csv', 'x'), file('plots/b.PNG', 'y')]);
  const attached = await attachFiles(storage, (await storage.runs.get(run.id)) ?? run, [file('a.csv', 'z')]);
  expect(attached.artifacts.map(({ name, type }) => [name, type])).toEqual([
    ['validationPredictions', undefined],
    ['plots/b.PNG', 'image/png'],
    ['a.csv', 'text/csv'],
  ]);
  const [, , table] = attached.artifacts;
  expect(table && (await storage.blobs.get(table.blob))).toEqual(new TextEncoder().encode('z'));
  const refused = async (files: Parameters<typeof attachFiles>[2], message: RegExp) => {
    await expect(attachFiles(storage, attached, files)).rejects.toMatchObject({
      code: 'badInput',
      message: expect.stringMatching(message),
      place: files.at(-1)?.name,
    });
    expect((await storage.runs.get(run.id))?.artifacts).toHaveLength(3);
  };
  await refused([file('c.csv', '1'), file('model.pkl', '1')], /not shown/);
  await refused([file('c.txt', '')], /empty/);
  await refused([{ name: 'c.txt', blob: new Blob([new Uint8Array(20_000_001)]) }], /20 MB/);
});
