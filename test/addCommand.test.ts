/** Adding a command is one file and one line: shown with one this studio does not have. */
import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { commandInfos } from '#/app/commandInfo';
import { type CommandDef, defineCommand } from '#/app/commands/commandDef';
import { installConsole } from '#/app/console';
import { commands } from '#/app/dispatch';
import { numbersInput } from '#/app/numbersInput';
import { commandReference } from '#/app/scriptingDoc';
import { provideServices } from '#/app/services';
import { openFakeStudio } from '#/app/studioForTest';

// The one file.
const tagsCount = defineCommand({
  name: 'tags.count',
  title: 'Count tags',
  summary: 'How many datasets carry a tag, and the sums of inputs by row.',
  effect: 'reads',
  input: z.strictObject({ tag: z.string().min(1), inputs: numbersInput.optional() }),
  output: z.object({ datasets: z.int(), sums: z.instanceof(Float64Array).meta({ title: 'Float64Array' }) }),
  async run({ storage }, { tag, inputs: { values, shape = [1] } = { values: new Float32Array() } }) {
    const datasets = (await storage.datasets.list()).filter(({ tags }) => tags.includes(tag));
    const sums = new Float64Array(shape[0] ?? 0);
    for (const [i, value] of values.entries()) {
      const row = Math.floor((i * sums.length) / values.length);
      sums[row] = (sums[row] ?? 0) + value;
    }
    return { datasets: datasets.length, sums };
  },
});

// The one line.
const withTagsCount = commands.with(tagsCount as unknown as CommandDef);

const studio = await openFakeStudio(`add-command-${crypto.randomUUID()}`);
provideServices(studio.services);
afterAll(() => studio.close());
const page = {} as Window;
installConsole(page, async () => withTagsCount);
const call = page.tetrad.run as (name: string, input: unknown) => Promise<unknown>;
const { storage } = studio.services;

it('is called from scripts, checks what it takes, and answers', async () => {
  await storage.datasets.create({ name: 'a', kind: 'tabular', tags: ['x', 'y'] });
  await storage.datasets.create({ name: 'b', kind: 'tabular', tags: ['y'] });
  const sums = Float64Array.of(3, 7);
  expect(
    await call('tags.count', {
      tag: 'y',
      inputs: [
        [1, 2],
        [3, 4],
      ],
    }),
  ).toEqual({ datasets: 2, sums });
  await expect(call('tags.count', { tag: '' })).rejects.toMatchObject({ code: 'badInput', place: 'tag' });
  await expect(call('tags.count', { tag: 'x', more: 1 })).rejects.toMatchObject({ code: 'badInput' });
  await expect(commands.dispatch('tags.count', { tag: 'x' })).rejects.toMatchObject({ code: 'notFound' });
});

it('takes and answers JSON, arrays by the codec', async () => {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer)));
  const inputs = { $array: { dtype: 'float32', shape: [2, 2], base64 } };
  const answer = await page.tetrad.runJson('tags.count', { tag: 'x', inputs });
  const expected = btoa(String.fromCharCode(...new Uint8Array(Float64Array.of(3, 7).buffer)));
  expect(answer).toEqual({ datasets: 1, sums: { $array: { dtype: 'float64', base64: expected } } });
});

it('is in the log as what it does, without the numbers', async () => {
  await call('tags.count', { tag: 'logged', inputs: [1, 2] });
  await expect
    .poll(async () => (await storage.log.list(10, 'reads')).find(({ ok }) => ok))
    .toMatchObject({ name: 'tags.count', effect: 'reads', input: { tag: 'logged', inputs: '2 samples' } });
});

it('is in the table of commands and in the scripting page', async () => {
  const infos = await page.tetrad.commands();
  expect(infos.at(-1)).toMatchObject({ name: 'tags.count', effect: 'reads', input: { required: ['tag'] } });
  const reference = commandReference(commandInfos(withTagsCount.all));
  expect(reference).toContain('| `tags.count` | Count tags | reads |');
  expect(reference).toContain('Answers `{ datasets: number, sums: Float64Array }`.');
});

it('every command is one file and one line', () => {
  const folder = new URL('../src/app/commands/', import.meta.url);
  const defined = readdirSync(folder).flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^export const (\w+) = defineCommand\(/gm)].map(
      ([, name = '']) => ({ file, name }),
    ),
  );
  expect(defined.map(({ file }) => file)).toEqual(defined.map(({ name }) => `${name}.ts`));
  const lines = readFileSync(new URL('index.ts', folder), 'utf8').match(/^export .*$/gm) ?? [];
  expect(lines.toSorted()).toEqual(
    defined.map(({ name }) => `export { ${name} } from './${name}';`).toSorted(),
  );
  for (const { name } of commands.all)
    expect(defined.map((entry) => entry.name)).toContain(
      name.replace(/\.(\w)/, (_, letter: string) => letter.toUpperCase()),
    );
});
