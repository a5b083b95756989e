/** How the slices of a body are drawn, in the words radiologists use. */
import type { GridAxis } from '#/core/grid/gridSchema';
import styles from './grid.module.css';

const words: Record<string, string> = {
  R: 'right',
  L: 'left',
  A: 'anterior',
  P: 'posterior',
  S: 'superior',
  I: 'inferior',
};

export function OrientationNote({ axes }: { axes: readonly [GridAxis, GridAxis, GridAxis] }) {
  const ends = axes.flatMap((axis) => axis.ends ?? []);
  if (!ends.some((letter) => letter in words)) return null;
  const leftSide = axes[0].ends?.[0];
  const convention =
    leftSide === 'R'
      ? 'Radiological convention: the right of the body is drawn on the left. '
      : leftSide === 'L'
        ? 'Neurological convention: the left of the body is drawn on the left. '
        : '';
  return (
    <p className={styles.note}>
      {convention}
      {[...new Set(ends)].map((letter) => `${letter} ${words[letter] ?? ''}`).join(', ')}. Voxels in the order
      of the file.
    </p>
  );
}
