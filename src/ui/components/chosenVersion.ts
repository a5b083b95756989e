import type { Model, ModelVersion } from '#/core/protocol/model';

/** "champion" or "3" from the address to a version; without one the champion, else the newest. */
export function chosenVersion(
  model: Model,
  versions: readonly ModelVersion[],
  wanted: string | undefined,
): { version: ModelVersion; choice: string } | undefined {
  const aliases = new Map(Object.entries(model.aliases));
  const newest = [...versions].sort((a, b) => b.number - a.number)[0];
  const choice = wanted ?? (aliases.has('champion') ? 'champion' : newest ? String(newest.number) : '');
  const id = aliases.get(choice);
  const version = versions.find((candidate) =>
    id === undefined ? String(candidate.number) === choice : candidate.id === id,
  );
  return version && { version, choice };
}

export function versionChoices(
  model: Model,
  versions: readonly ModelVersion[],
): { value: string; label: string }[] {
  const numbers = new Map(versions.map((version) => [version.id, version.number]));
  return [
    ...Object.entries(model.aliases)
      .filter(([, id]) => numbers.has(id))
      .map(([alias, id]) => ({ value: alias, label: `${alias} (version ${numbers.get(id)})` })),
    ...[...versions]
      .sort((a, b) => b.number - a.number)
      .map((version) => ({ value: String(version.number), label: `Version ${version.number}` })),
  ];
}
