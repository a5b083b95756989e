/** Whether the probabilities happen as often as they say, in each group: figures, and the curves when they are asked for. */
import { useState } from 'react';
import type { ClassFairness } from '#/core/fairness/classFairness';
import type { CalibrationBin } from '#/core/stats/calibration';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { CurvePlot } from '#/ui/charts/plots/CurvePlot';
import type { TipLines } from '#/ui/charts/plots/plotStyle';
import evaluation from '../evaluation.module.css';
import styles from './fairness.module.css';
import { WideTable } from './WideTable';

type Point = CalibrationBin & { x: number; y: number };

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const tip = (bin: Point): TipLines => [
  ['Said', formatNumber(bin.x)],
  ['Happened', formatNumber(bin.y)],
  ['Rows', formatCount(bin.count)],
];
const columns = [['rows', ({ count }: Point) => count]] as const;

export function CalibrationByGroup({
  found,
  label,
  fileName,
}: {
  found: ClassFairness;
  label: string;
  fileName: string;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <WideTable label="Calibration by group" className={styles.calibration}>
        <thead>
          <tr>
            <th scope="col">Calibration</th>
            <th scope="col">Said on average</th>
            <th scope="col">Are {label} (95 %)</th>
            <th scope="col">Calibration error</th>
            <th scope="col">Brier score</th>
          </tr>
        </thead>
        <tbody>
          {[...found.groups, found.total].map(
            ({ label: name, meanProbability, baseRate, calibration }, i) => (
              <tr key={i === found.groups.length ? '' : ` ${name}`}>
                <th scope="row" className={styles.name} title={name}>
                  {name || '(empty)'}
                </th>
                <td>{percent(meanProbability)}</td>
                <td data-off={meanProbability < baseRate.low || meanProbability > baseRate.high}>
                  {percent(baseRate.share)}{' '}
                  <span className="quiet">
                    {percent(baseRate.low)} to {percent(baseRate.high)}
                  </span>
                </td>
                <td>{formatNumber(calibration.ece, 3)}</td>
                <td>{formatNumber(calibration.brier, 3)}</td>
              </tr>
            ),
          )}
        </tbody>
      </WideTable>
      <details className={styles.curves} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Calibration curves of the groups</summary>
        {open && (
          <div className={evaluation.plots}>
            {found.groups.map(({ label: name, rows, calibration }) => (
              <CurvePlot
                key={name}
                title={`Calibration of ${name || '(empty)'}`}
                figure={`${formatCount(rows)} rows`}
                fileName={fileName}
                xLabel="Predicted probability"
                yLabel="Share that happened"
                points={calibration.bins.map((bin): Point => ({ ...bin, x: bin.predicted, y: bin.observed }))}
                tip={tip}
                columns={columns}
                diagonal
                dots
                none="There are no rows."
              />
            ))}
          </div>
        )}
      </details>
    </>
  );
}
