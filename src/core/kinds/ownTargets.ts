/** What can be asked of a table without naming a column: found in its rows themselves. */
import type { KindSource, TargetChoice } from './kindDef';

const choices: readonly { name: string; title: string; task: string }[] = [
  { name: 'groups of similar rows', title: 'Groups of similar rows (no column)', task: 'clustering' },
  { name: 'odd rows', title: 'Odd rows, unlike the rest (no column)', task: 'anomaly' },
];

/** A column of that name comes first; of fewer than two rows there is nothing to find. */
export function ownTargets({
  rows = Number.POSITIVE_INFINITY,
  schema,
}: Pick<KindSource, 'rows' | 'schema'>): TargetChoice[] {
  if (rows < 2) return [];
  const taken = new Set(schema.columns.map(({ name }) => name));
  return choices.flatMap(({ name, title, task }) =>
    taken.has(name) ? [] : [{ name, title, task: { type: task, target: name } }],
  );
}
