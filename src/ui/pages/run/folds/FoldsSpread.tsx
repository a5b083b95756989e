/** Mean, standard deviation and range of every metric over the folds. */
import { metricText, metricTitle } from '#/ui/charts/metricNames';
import { Panel } from '#/ui/components/Panel';
import classes from '../run.module.css';
import type { JudgedFolds } from './judgedFolds';

export function FoldsSpread({ folds: { metrics, judged, mean, sd } }: { folds: JudgedFolds }) {
  return (
    <Panel title="Spread over the folds">
      <table className={classes.spread}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            {['Mean', 'SD', 'Lowest', 'Highest'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map((name) => {
            const values = judged.map((fold) => fold.metrics[name] as number);
            return (
              <tr key={name}>
                <th scope="row">{metricTitle(name)}</th>
                {[mean[name], sd[name], Math.min(...values), Math.max(...values)].map((value, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: one cell per column, in order
                  <td key={at}>{metricText(name, value)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
