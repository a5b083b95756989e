/** A forecast, judged against assuming that nothing changes and against the mean, by lead time. */
import { lazy, Suspense } from 'react';
import { unitText } from '#/core/grid/unitText';
import type { ChannelSkill } from '#/core/evaluation/forecastSkill';
import { forecastVerdict } from '#/core/evaluation/forecastVerdict';
import type { ForecastPredictions } from '#/core/tasks/forecast';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { Panel } from '#/ui/components/Panel';
import type { EvaluationProps } from '../taskView';
import classes from './judging.module.css';

const PartsPanel = lazy(() => import('./PartsPanel'));

export default function ForecastEvaluation({ run, judged }: EvaluationProps<ForecastPredictions>) {
  return (
    <>
      {judged.channels.map((channel) => (
        <ChannelPanel key={channel.channel} skill={channel} />
      ))}
      <Suspense>
        <PartsPanel
          run={run}
          rows={judged.rows}
          channels={judged.channels.map(({ channel: name, unit }) => ({ name, unit }))}
        />
      </Suspense>
    </>
  );
}

const threeDigits = (value: number): string => value.toFixed(3).replace('-', '−');

const references = ['model', 'persistence', 'climatology', 'seasonal'];

function ChannelPanel({ skill: { channel, unit, period, leads } }: { skill: ChannelSkill }) {
  const first = leads[0];
  return (
    <Panel title={`Forecast of ${channel}`}>
      {first && <p className={classes.verdict}>{forecastVerdict(first)}</p>}
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Lead (steps)</th>
              <th scope="col">RMSE{unit ? ` (${unitText(unit)})` : ''}</th>
              <th scope="col">of persistence</th>
              <th scope="col">of climatology</th>
              {period !== undefined && <th scope="col">of {formatCount(period)} steps before</th>}
              <th scope="col">Anomaly correlation</th>
              <th scope="col">of persistence</th>
              <th scope="col">Forecasts</th>
            </tr>
          </thead>
          <tbody>
            {leads.map(({ lead, rmse, correlation, forecasts }) => {
              const { model, persistence, climatology, seasonal } = rmse;
              const all = [
                model,
                persistence,
                climatology,
                ...(period === undefined ? [] : [seasonal ?? Number.NaN]),
              ];
              const least = Math.min(...all.filter((value) => !Number.isNaN(value)));
              return (
                <tr key={lead}>
                  <th scope="row">{lead}</th>
                  {all.map((value, i) => (
                    <td key={references[i]} data-best={value === least}>
                      {formatNumber(value)}
                    </td>
                  ))}
                  <td data-best={correlation.model >= correlation.persistence}>
                    {threeDigits(correlation.model)}
                  </td>
                  <td data-best={correlation.persistence > correlation.model}>
                    {threeDigits(correlation.persistence)}
                  </td>
                  <td>{formatCount(forecasts)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className="quiet">
        {period === undefined && 'Later leads feed the model its own answers. '}Climatology is the mean of the
        training time at every place; correlations are of departures from it.
        {period !== undefined &&
          ' Of so many steps before: the value one season earlier that was known then.'}{' '}
        Values that are missing in the truth or at the last known time are left out of every figure.
      </p>
    </Panel>
  );
}
