/** The guide names everything the language knows, and its programs compile. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileProgram } from './compileProgram';
import { constants, functions } from './functions';
import { languages } from './language';

const guide = readFileSync(new URL('../../../docs/guide.md', import.meta.url), 'utf8');
const [, chapter = ''] = guide.split('### A loss or an optimiser of your own');
const section = chapter.split('\n## ')[0] ?? '';

it.each([
  ...Object.values(languages).flatMap(({ variables }) => Object.keys(variables)),
  ...Object.keys(constants),
])('tells of %s', (name) => expect(section).toContain(`\`${name}\``));

it.each(functions.map(({ name, args }) => [name, `${name}(${args.join(', ')})`] as const))(
  'tells of %s as %s',
  (name, written) => {
    const found = [`\`${name}\``, `\`${written}\``].some((text) => section.includes(text));
    expect(found).toBe(true);
  },
);

it('shows programs that compile', () => {
  const programs = [...section.matchAll(/```\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  expect(programs).toHaveLength(2);
  expect(() => compileProgram(programs[0] ?? '', 'valueLoss')).not.toThrow();
  expect(compileProgram(programs[1] ?? '', 'update').state).toEqual(['m']);
});
