/** What a model of a dataset version may learn from, and why the rest cannot be. The one place that asks. */
import type { InputChoice, KindSource } from '../kinds/kindDef';
import { kindOf } from '../kinds/registry';
import { TetradError } from '../protocol/errors';

/** All channels of a field; every column of a table but the target. In the order of the schema. */
export const inputsOf = (source: KindSource, target: string): InputChoice[] =>
  kindOf(source.schema).inputs(source, target);

/** What a form offers: neither refused nor ignored. */
export const offeredInputs = (source: KindSource, target: string): InputChoice[] =>
  inputsOf(source, target).filter(({ column, refused }) => !refused && column.role !== 'ignored');

export const standardInputs = (source: KindSource, target: string): string[] =>
  inputsOf(source, target).flatMap(({ column, standard }) => (standard ? [column.name] : []));

/** The inputs named, or the standard ones, in the order of the schema; an error names what cannot be one. */
export function checkInputs(source: KindSource, target: string, wanted?: readonly string[]): string[] {
  const choices = inputsOf(source, target);
  const names = wanted ?? standardInputs(source, target);
  if (names.length === 0)
    throw bad(
      `There is no column to learn from${whyNone(choices)}.`,
      'features',
      'Choose at least one feature beside the target; identifiers, free text and empty columns are left out.',
    );
  const byName = new Map(choices.map((choice) => [choice.column.name, choice]));
  const seen = new Set<string>();
  for (const name of names) {
    const choice = byName.get(name);
    if (name === target && !choice)
      throw bad(
        `The target "${target}" is also a feature.`,
        `column ${name}`,
        'Take it out of the features.',
      );
    if (!choice) throw new TetradError(kindOf(source.schema).unknownInput(source, name));
    if (choice.refused) throw new TetradError(choice.refused);
    if (seen.has(name)) throw bad(`The feature "${name}" is named twice.`, `column ${name}`, 'Name it once.');
    seen.add(name);
  }
  return choices.map(({ column: { name } }) => name).filter((name) => seen.has(name));
}

/** What is wrong with those that are there, the first of them by name. */
function whyNone(choices: readonly InputChoice[]): string {
  const said = choices.flatMap(({ refused }) => (refused ? [refused.message.replace(/\.$/, '')] : []));
  if (said.length === 0) return '';
  return `: ${said.slice(0, 3).join('; ')}${said.length > 3 ? `; and ${said.length - 3} more` : ''}`;
}

const bad = (message: string, place: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });
