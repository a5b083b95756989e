import { z } from 'zod';
import { expect, test } from 'vitest';
import { partialTrainConfig, rawRow } from './commandSchemas';
import { commands } from './dispatch';
import { run } from './run';

test('every command has one name, a title, a summary and JSON schemas', () => {
  const names = commands.all.map((command) => command.name);
  expect(new Set(names).size).toBe(names.length);
  for (const command of commands.all) {
    expect(command.name).toMatch(/^[a-z]+\.[a-z][a-zA-Z]+$/);
    expect(command.title.length).toBeGreaterThan(3);
    expect(command.summary).toMatch(/\.$/);
    z.toJSONSchema(command.input, { unrepresentable: 'any', io: 'input' });
    z.toJSONSchema(command.output, { unrepresentable: 'any', io: 'input' });
  }
});

test('a wrong input is refused before anything runs, naming the field', async () => {
  await expect(run('datasets.get', { id: '' })).rejects.toMatchObject({ code: 'badInput', place: 'id' });
  // @ts-expect-error an unknown field is a type error too
  await expect(run('datasets.get', { id: 'a', extra: 1 })).rejects.toMatchObject({ code: 'badInput' });
  // @ts-expect-error and so is an unknown command
  await expect(run('datasets.nothing', {})).rejects.toMatchObject({ code: 'notFound' });
});

test('partial training settings add no defaults', () => {
  expect(partialTrainConfig.parse({ epochs: 3 })).toEqual({ epochs: 3 });
  expect(partialTrainConfig.safeParse({ epochs: 0 }).success).toBe(false);
  expect(partialTrainConfig.safeParse({ epoch: 3 }).success).toBe(false);
});

test('a raw row keeps a column named __proto__', () => {
  const row = Object.fromEntries([['__proto__', 3]]);
  expect(Object.entries(rawRow.parse(row) as object)).toEqual([['__proto__', 3]]);
  expect(rawRow.safeParse({ a: {} }).success).toBe(false);
});
