import type { DatasetVersion } from '#/core/protocol/dataset';

/** Fields a model may read when the user names none: features with something in them, or all channels. Schema order. */
export function defaultFeatures({ schema, stats }: DatasetVersion, target: string): string[] {
  if (schema.grid) return schema.grid.channels.map(({ name }) => name);
  return schema.fields
    .filter((field, i) => {
      if (field.name === target || field.role !== 'feature') return false;
      if (field.type === 'id' || field.type === 'text') return false;
      return (stats[i]?.distinct ?? 1) >= 1;
    })
    .map((field) => field.name);
}
