/** A forecast step by step, as numbers. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { FittedSeries } from '#/core/series/fittedSeries';
import { levelOf, percentOf } from '#/core/quantiles/levels';
import { formatNumber } from '#/ui/charts/formatNumber';
import ask from '#/ui/components/ask/ask.module.css';
import { toDelimited } from '#/ui/components/delimited';
import { saveFile } from '#/ui/components/saveFile';
import { type Asked, whenOf } from './asked';
import classes from './series.module.css';

export function ForecastTable({
  fitted,
  asked,
  levels,
}: {
  fitted: FittedSeries;
  asked?: Asked;
  /** Of a forecast with quantiles: each has a column. */
  levels?: readonly number[];
}) {
  const { channels, horizon, time } = fitted;
  const { field, quantiles } = asked?.answer.predictions[0] ?? {};
  if (!asked || !field)
    return (
      <section className={ask.answer} aria-label="Answer" aria-live="polite">
        <p className="quiet">
          The forecast comes here: the {horizon === 1 ? 'step' : `${horizon} steps`} after the window.
        </p>
      </section>
    );
  const { answer } = asked;
  const columns = channels.flatMap(({ name, unit }, channel) => {
    const title = unit ? `${name} (${unit})` : name;
    if (!quantiles || !levels) return [{ title, name, channel, of: field as ArrayLike<number> }];
    return levels.map((level, i) => ({
      title: `${channels.length > 1 ? `${title}, ` : ''}${percentOf(level)}`,
      name: `${name} ${percentOf(level)}`,
      channel,
      of: levelOf(quantiles, levels, i) as ArrayLike<number>,
    }));
  });
  const rows = Array.from({ length: horizon }, (_, step) => ({
    when: whenOf(fitted, asked, step),
    values: columns.map(({ of, channel }) => of[step * channels.length + channel] as number),
  }));
  return (
    <section className={ask.answer} aria-label="Answer" aria-live="polite">
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{time.name ?? 'Step'}</th>
              {columns.map(({ name, title }) => (
                <th key={name} scope="col" className={classes.right}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.when}>
                <th scope="row">{row.when}</th>
                {row.values.map((value, c) => (
                  <td key={columns[c]?.name} className={classes.right}>
                    {formatNumber(value, 5)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={ask.meta}>
        {formatNumber(answer.latencyMs, 3)} ms on {answer.backend}
      </p>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} />}
        onClick={() =>
          saveFile(
            'forecast.csv',
            toDelimited([
              [time.name ?? 'step', ...columns.map(({ name }) => name)],
              ...rows.map((row) => [row.when, ...row.values.map(String)]),
            ]),
            'text/csv',
          )
        }
      >
        Save as CSV
      </Button>
      {answer.warnings.length > 0 && (
        <ul className={ask.warnings} aria-label="Warnings">
          {answer.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
