/** Two classes as detection: sensitivity at fixed rates of false alarms, and with intervals at the threshold. */
import { useMemo } from 'react';
import type { ChosenEvent } from '#/core/evaluation/eventOf';
import { detectAt, detectFrom, falseAlarmRates, notMedical } from '#/core/evaluation/detection';
import type { ShareWithInterval } from '#/core/evaluation/wilsonInterval';
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
  const at = useMemo(() => detectFrom(scores, isEvent, threshold), [scores, isEvent, threshold]);
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
            {points.map(({ falseAlarmRate, sensitivity, specificity, falseAlarms, resolved }) => (
              <tr key={falseAlarmRate}>
                <th scope="row">
                  False-alarm rate {falseAlarmRate}
                  {!resolved && (
                    <div className="quiet">
                      needs {formatCount(Math.ceil(1 / falseAlarmRate))} quiet samples, there are{' '}
                      {formatCount(falseAlarms.of)}: told without any false alarm
                    </div>
                  )}
                </th>
                <Interval of={sensitivity} />
                <Interval of={specificity} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">Intervals after Wilson. {notMedical}</p>
    </Panel>
  );
}

const Interval = ({ of: { share, low, high, of } }: { of: ShareWithInterval }) => (
  <td>{of === 0 ? '–' : `${percent(share)} (${percent(low)} to ${percent(high)})`}</td>
);
