/** Two classes as detection: sensitivity at fixed rates of false alarms, and with intervals at the threshold. */
import { useMemo } from 'react';
import type { ChosenEvent } from '#/core/evaluation/eventOf';
import { detectAt, falseAlarmRates } from '#/core/evaluation/detection';
import { type ShareWithInterval, wilsonInterval } from '#/core/evaluation/wilsonInterval';
import { formatCount } from '#/ui/charts/formatNumber';
import { Panel } from '#/ui/components/Panel';
import classes from './judging.module.css';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

const reasons: Record<ChosenEvent['by'], string> = {
  you: 'as you chose',
  data: 'as the data say',
  rarity: 'the rarer of the two',
  order: 'the later of two equally common labels',
};

export function DetectionPanel({
  label,
  by,
  scores,
  isEvent,
  threshold,
}: {
  label: string;
  by: ChosenEvent['by'];
  scores: Float32Array;
  isEvent: Uint8Array;
  threshold: number;
}) {
  const points = useMemo(
    () => falseAlarmRates.map((rate) => detectAt(scores, isEvent, rate)),
    [scores, isEvent],
  );
  const at = useMemo(() => {
    const of = (event: number, alarm: boolean) =>
      scores.reduce((n, score, i) => n + Number(isEvent[i] === event && score >= threshold === alarm), 0);
    const events = isEvent.reduce((sum, one) => sum + one, 0);
    return {
      sensitivity: wilsonInterval(of(1, true), events),
      specificity: wilsonInterval(of(0, false), isEvent.length - events),
    };
  }, [scores, isEvent, threshold]);
  return (
    <Panel title={`Detecting ${label || '(empty)'}`}>
      <p className={classes.verdict}>
        The event is <strong>{label || '(empty)'}</strong>, {reasons[by]}; change it beside the threshold.
      </p>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">At</th>
              <th scope="col">Sensitivity (95 %)</th>
              <th scope="col">Specificity (95 %)</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Threshold {threshold.toFixed(2)}</th>
              <Interval of={at.sensitivity} />
              <Interval of={at.specificity} />
            </tr>
            {points.map(({ falseAlarmRate, sensitivity, falseAlarms, resolved }) => (
              <tr key={falseAlarmRate}>
                <th scope="row">
                  False-alarm rate {falseAlarmRate}
                  {!resolved && (
                    <div className="quiet">
                      needs {formatCount(Math.ceil(1 / falseAlarmRate))} quiet samples, there are{' '}
                      {formatCount(falseAlarms.of)}: no alarm at all
                    </div>
                  )}
                </th>
                <Interval of={sensitivity} />
                <Interval
                  of={wilsonInterval(Math.round(falseAlarms.of * (1 - falseAlarms.share)), falseAlarms.of)}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">
        Intervals after Wilson. Not a medical device: for research, not for decisions about people.
      </p>
    </Panel>
  );
}

const Interval = ({ of: { share, low, high, of } }: { of: ShareWithInterval }) => (
  <td>{of === 0 ? '–' : `${percent(share)} (${percent(low)} to ${percent(high)})`}</td>
);
