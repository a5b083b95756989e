import { cssColor } from '#/core/slices/colorMaps';
import classes from './sweep.module.css';

const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => cssColor('viridis', share)).join(', ');

/** What the colours of a plot mean: dark is worse, bright is better. */
export function ColorScale({ worst, best }: { worst: string; best: string }) {
  return (
    <span className={classes.scale}>
      {worst}
      <span className={classes.ramp} style={{ background: `linear-gradient(to right, ${stops})` }} />
      {best}
    </span>
  );
}
