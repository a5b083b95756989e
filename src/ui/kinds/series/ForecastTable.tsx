/** A forecast step by step, as numbers. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { FittedSeries } from '#/core/series/fittedSeries';
import { frameTime, timeText } from '#/core/series/timeText';
import { formatNumber } from '#/ui/charts/formatNumber';
import ask from '#/ui/components/ask/ask.module.css';
import { toDelimited } from '#/ui/components/delimited';
import { saveFile } from '#/ui/components/saveFile';
import type { Asked } from './asked';
import classes from './series.module.css';

export function ForecastTable({ fitted, asked }: { fitted: FittedSeries; asked?: Asked }) {
  const { channels, horizon, time } = fitted;
  const field = asked?.answer.predictions[0]?.field;
  if (!asked || !field)
    return (
      <section className={ask.answer} aria-label="Answer" aria-live="polite">
        <p className="quiet">
          The forecast comes here: the {horizon === 1 ? 'step' : `${horizon} steps`} after the window.
        </p>
      </section>
    );
  const { start, until, answer } = asked;
  const when = (step: number): string =>
    (start !== undefined && until !== undefined && timeText(time, frameTime(time, start, until + step))) ||
    `+${step + 1}`;
  const rows = Array.from({ length: horizon }, (_, step) => ({
    when: when(step),
    values: channels.map((_, c) => field[step * channels.length + c] as number),
  }));
  const names = channels.map(({ name }) => name);
  return (
    <section className={ask.answer} aria-label="Answer" aria-live="polite">
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{time.name ?? 'Step'}</th>
              {channels.map(({ name, unit }) => (
                <th key={name} scope="col" className={classes.right}>
                  {unit ? `${name} (${unit})` : name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.when}>
                <th scope="row">{row.when}</th>
                {row.values.map((value, c) => (
                  <td key={names[c]} className={classes.right}>
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
              [time.name ?? 'step', ...names],
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
