/** Letters at the four sides of a slice: what lies beyond them. */
import type { GridAxis } from '#/core/grid/gridSchema';
import styles from './grid.module.css';

type Ends = GridAxis['ends'];

export function Sides({ across, up, flip }: { across: Ends; up: Ends; flip: boolean }) {
  const [top, bottom] = flip ? [up?.[1], up?.[0]] : [up?.[0], up?.[1]];
  const sides = { left: across?.[0], right: across?.[1], top, bottom };
  return Object.entries(sides).map(([side, letter]) =>
    letter === undefined ? null : (
      <span
        key={side}
        className={styles.edge}
        data-side={side}
        aria-label={`${letter} at the ${side}`}
        role="img"
      >
        {letter}
      </span>
    ),
  );
}
