/** What the series are: their times, their channels with figures. */
import type { SeriesData } from '#/core/series/seriesSchema';
import { stepText } from '#/core/series/seriesTime';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import classes from './series.module.css';

export function ChannelTable({ data }: { data: SeriesData }) {
  const { series, longest, shortest, frames, channels, time, period } = data;
  const lengths =
    longest === shortest ? formatCount(longest) : `${formatCount(shortest)} to ${formatCount(longest)}`;
  return (
    <>
      <dl className={classes.facts}>
        <dt>Series</dt>
        <dd>
          {formatCount(series)}, {lengths} {longest === 1 ? 'step' : 'steps'} long
        </dd>
        <dt>Time</dt>
        <dd>
          {time.name === undefined
            ? 'counted in steps'
            : `“${time.name}”, ${time.step ? stepText(time.step) : 'in uneven steps'}`}
        </dd>
        <dt>Season</dt>
        <dd>{period === undefined ? 'none found' : `${formatCount(period)} steps`}</dd>
      </dl>
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
              <th scope="col">Future</th>
            </tr>
          </thead>
          <tbody>
            {channels.map(({ name, unit, min, max, mean, std, missing, known }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{unit ?? '–'}</td>
                {[min, max, mean, std].map((value, i) => (
                  // oxlint-disable-next-line react/no-array-index-key -- four figures in a fixed order
                  <td key={i} className={classes.right}>
                    {missing === frames ? '–' : formatNumber(value, 5)}
                  </td>
                ))}
                <td className={classes.right}>{formatShare(missing / frames)}</td>
                <td>{known ? 'known ahead' : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
