/** A forecast, judged against assuming that nothing changes and against the mean, by lead time. */
import { unitText } from '#/core/grid/unitText';
import type { ChannelSkill, LeadScore } from '#/core/evaluation/forecastSkill';
import type { FieldPredictions } from '#/core/evaluation/validationPredictions';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { Panel } from '#/ui/components/Panel';
import classes from './judging.module.css';

export function FieldEvaluation({ judged }: { judged: FieldPredictions }) {
  return judged.channels.map((channel) => <ChannelPanel key={channel.channel} skill={channel} />);
}

function ChannelPanel({ skill: { channel, unit, leads } }: { skill: ChannelSkill }) {
  const first = leads[0];
  return (
    <Panel title={`Forecast of ${channel}`}>
      {first && <p className={classes.verdict}>{verdictOf(first)}</p>}
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Lead (steps)</th>
              <th scope="col">RMSE{unit ? ` (${unitText(unit)})` : ''}</th>
              <th scope="col">of persistence</th>
              <th scope="col">of climatology</th>
              <th scope="col">Anomaly correlation</th>
              <th scope="col">of persistence</th>
              <th scope="col">Forecasts</th>
            </tr>
          </thead>
          <tbody>
            {leads.map(({ lead, rmse, correlation, forecasts }) => {
              const least = Math.min(rmse.model, rmse.persistence, rmse.climatology);
              return (
                <tr key={lead}>
                  <th scope="row">{lead}</th>
                  {[rmse.model, rmse.persistence, rmse.climatology].map((value, i) => (
                    <td key={['model', 'persistence', 'climatology'][i]} data-best={value === least}>
                      {formatNumber(value)}
                    </td>
                  ))}
                  <td data-best={correlation.model >= correlation.persistence}>
                    {correlation.model.toFixed(3)}
                  </td>
                  <td data-best={correlation.persistence > correlation.model}>
                    {correlation.persistence.toFixed(3)}
                  </td>
                  <td>{formatCount(forecasts)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className="quiet">
        Later leads feed the model its own answers. Climatology is the mean of the training time at every
        place; correlations are of departures from it. Values that are missing in the truth or at the last
        known time are left out of every figure.
      </p>
    </Panel>
  );
}

function verdictOf({ lead, rmse }: LeadScore): string {
  const gain = 1 - rmse.model / rmse.persistence;
  const steps = lead === 1 ? 'One step ahead' : `${lead} steps ahead`;
  if (rmse.persistence === 0) return `${steps} nothing changes, so persistence cannot be beaten.`;
  const share = `${Math.abs(gain * 100).toFixed(1)} %`;
  if (gain <= 0)
    return `${steps} the error is ${share} larger than of assuming that nothing changes: this model does not pay.`;
  const climate = rmse.model < rmse.climatology ? '' : ', but larger than of forecasting the mean';
  return `${steps} the error is ${share} smaller than of assuming that nothing changes${climate}.`;
}
