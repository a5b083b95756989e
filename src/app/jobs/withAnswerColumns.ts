import type { TaskSpec } from '#/core/protocol/train';

/** The names that are there, then what the model says; never the same name twice. */
export function withAnswerColumns(names: readonly string[], { target, labels = [] }: TaskSpec): string[] {
  const all = [...names];
  for (const wanted of [`${target} (predicted)`, ...labels.map((label) => `probability ${label}`)]) {
    let name = wanted;
    for (let number = 2; all.includes(name); number++) name = `${wanted} ${number}`;
    all.push(name);
  }
  return all;
}
