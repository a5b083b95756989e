/** docs/scripting.md must say what the registry says. `UPDATE_DOCS=1 npx vitest run src/app/scriptingDoc` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandInfos } from './commandInfo';
import { commands } from './dispatch';
import { commandReference, typeText } from './scriptingDoc';

const path = new URL('../../docs/scripting.md', import.meta.url).pathname;
const begin = '<!-- commands: written from src/app/commands by src/app/scriptingDoc.test.ts -->';

/** Formatters may align tables. */
const plain = (markdown: string) =>
  markdown
    .replace(/-{3,}/g, '---')
    .replace(/ *\| */g, '|')
    .replace(/ +/g, ' ')
    .trim();

test('docs/scripting.md lists every command as it is', () => {
  const doc = readFileSync(path, 'utf8');
  const [prose, reference] = doc.split(begin);
  expect(reference, 'the marker line is missing').toBeDefined();
  const expected = `\n\n${commandReference(commandInfos(commands.all))}\n`;
  if (process.env.UPDATE_DOCS) writeFileSync(path, `${prose}${begin}${expected}`);
  else expect(plain(reference ?? '')).toBe(plain(expected));
});

test('every command named in the prose exists', () => {
  const names = new Set(commands.all.map(({ name }) => name));
  const [prose = ''] = readFileSync(path, 'utf8').split(begin);
  const used = [...prose.matchAll(/tetrad\.run\('([^']+)'/g)].map(([, name]) => name ?? '');
  expect(used.length).toBeGreaterThan(5);
  expect(used.filter((name) => !names.has(name))).toEqual([]);
});

test('a schema reads as TypeScript', () => {
  expect(typeText({ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } })).toBe(
    '(string | null)[]',
  );
  expect(typeText({ type: 'object', properties: { a: { type: 'integer' }, b: {} }, required: ['a'] })).toBe(
    '{ a: number, b?: unknown }',
  );
});
