/** A classifier as it was after an epoch: what it confused, and what it answered for some rows. */
import { useMemo } from 'react';
import { confusionMatrix } from '#/core/stats/confusionMatrix';
import type { ClassPredictions } from '#/core/tasks/classification';
import { largestPerRow } from '#/core/train/probabilities';
import { formatCount } from '#/ui/charts/formatNumber';
import { Panel } from '#/ui/components/Panel';
import { MatrixPlot } from '../evaluation/MatrixPlot';
import type { ReplayProps } from '../taskView';
import classes from './replay.module.css';

const mostRows = 12;

export default function ClassReplay({ run, judged }: ReplayProps<ClassPredictions>) {
  const { labels, truth, probabilities, rows } = judged;
  const count = labels.length;
  const predicted = useMemo(() => largestPerRow(probabilities, count), [probabilities, count]);
  const matrix = useMemo(() => confusionMatrix(truth, predicted, count), [truth, predicted, count]);
  const every = Math.max(1, Math.floor(rows.length / mostRows));
  const shown = Array.from({ length: Math.min(mostRows, rows.length) }, (_, i) => i * every);
  return (
    <div className={classes.side}>
      <MatrixPlot matrix={matrix} labels={labels} fileName={run.name} />
      <Panel title="Some of the answers">
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">True</th>
                <th scope="col">Answer</th>
                <th scope="col">Probability</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((place) => {
                const answer = predicted[place] as number;
                return (
                  <tr key={place} data-wrong={answer !== truth[place] || undefined}>
                    <td>{formatCount((rows[place] as number) + 1)}</td>
                    <td>{labels[truth[place] as number]}</td>
                    <td>
                      {labels[answer]}
                      {answer !== truth[place] && <span className="quiet"> (wrong)</span>}
                    </td>
                    <td>{((probabilities[place * count + answer] as number) * 100).toFixed(1)} %</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </Panel>
    </div>
  );
}
