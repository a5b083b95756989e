/** Axes with their units and ranges, channels with their statistics. */
import { unitText } from '#/core/grid/unitText';
import type { GridAxis, GridSchema } from '#/core/grid/gridSchema';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import classes from './gridView.module.css';

const axisWords = { time: 'Time', x: 'x', y: 'y', z: 'z' } as const;

export function GridSummary({ grid }: { grid: GridSchema }) {
  const { axes, channels, recordings } = grid;
  const values = recordings * axes.time.size * axes.x.size * axes.y.size * axes.z.size;
  const shown = (Object.keys(axisWords) as (keyof typeof axisWords)[]).filter(
    (axis) => axes[axis].size > 1 || axes[axis].name !== undefined,
  );
  return (
    <div className={classes.summary}>
      <section aria-labelledby="grid-axes">
        <h2 id="grid-axes">Axes</h2>
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Axis</th>
                <th scope="col">In the file</th>
                <th scope="col" className={classes.right}>
                  Size
                </th>
                <th scope="col">From, to</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((axis) => (
                <tr key={axis}>
                  <th scope="row">{axisWords[axis]}</th>
                  <td>{axes[axis].name ?? '–'}</td>
                  <td className={classes.right}>{formatCount(axes[axis].size)}</td>
                  <td>{rangeText(axes[axis])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section aria-labelledby="grid-channels">
        <h2 id="grid-channels">Channels</h2>
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Channel</th>
                <th scope="col">Unit</th>
                {['Minimum', 'Maximum', 'Mean', 'Standard deviation', 'Missing'].map((name) => (
                  <th key={name} scope="col" className={classes.right}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {channels.map(({ name, unit, min, max, mean, std, missing }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{unit ? unitText(unit) : '–'}</td>
                  {[min, max, mean, std].map((value, i) => (
                    // oxlint-disable-next-line react/no-array-index-key -- four figures in a fixed order
                    <td key={i} className={classes.right}>
                      {formatNumber(value, 5)}
                    </td>
                  ))}
                  <td className={classes.right}>{formatShare(missing / values)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  );
}

function rangeText({ first, last, unit, size, ends }: GridAxis): string {
  if (first === undefined || last === undefined) return 'not in the file';
  const range = size > 1 ? `${formatNumber(first, 6)} to ${formatNumber(last, 6)}` : formatNumber(first, 6);
  return [range, unit && unitText(unit), ends && `(${ends[0]} to ${ends[1]})`].filter(Boolean).join(' ');
}
