import type { GridSchema } from '#/core/grid/gridSchema';

/** "16 × 8 × 8 × 8": one sample, time first. */
export function gridText({ windowing, axes }: GridSchema): string {
  const space = windowing.patch?.size ?? [axes.x.size, axes.y.size, axes.z.size];
  return [windowing.length, ...space].join(' × ');
}
