/** Forecasts with intervals: whether these hold what they promise, step by step, and the band in time. */
import { NativeSelect } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { factsOfBand, naiveError } from '#/core/evaluation/quantileFacts';
import { unitText } from '#/core/grid/unitText';
import { coverageOf, medianOf, percentOf } from '#/core/quantiles/levels';
import type { Run } from '#/core/protocol/model';
import type { BandPredictions } from '#/core/tasks/quantileForecast';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import { Panel } from '#/ui/components/Panel';
import type { Lane, LaneLine } from '#/ui/viewers/series/lanePlot';
import { SeriesLanes, type View } from '#/ui/viewers/series/SeriesLanes';
import type { EvaluationProps } from '../taskView';
import { CalibrationPlot, CoverageFacts } from './Calibration';
import classes from './evaluation.module.css';
import tables from './judging.module.css';

const PartsPanel = lazy(() => import('./PartsPanel'));

export default function BandEvaluation({ run, judged, part }: EvaluationProps<BandPredictions>) {
  return (
    <>
      {judged.channels.map(({ name }, channel) => (
        <ChannelPanel key={name} run={run} part={part} judged={judged} channel={channel} />
      ))}
      <Suspense>
        <PartsPanel run={run} rows={judged.rows} channels={judged.channels} />
      </Suspense>
    </>
  );
}

interface ChannelProps {
  judged: BandPredictions;
  channel: number;
  run: Run;
  part: EvaluationProps['part'];
}

function ChannelPanel({ run, judged, channel, part }: ChannelProps) {
  const { levels, steps, channels, period } = judged;
  const { name = '', unit } = channels[channel] ?? {};
  const facts = useMemo(() => factsOfBand(judged, channel), [judged, channel]);
  const bySteps = useMemo(
    () =>
      Array.from({ length: steps }, (_, step) => ({
        step,
        ...factsOfBand(judged, channel, step),
        naive: naiveError(judged, channel, step),
      })),
    [judged, channel, steps],
  );
  const naiveName = period ? `of ${formatCount(period)} steps before` : 'of persistence';
  return (
    <Panel title={`Forecast of ${name}${unit ? ` (${unitText(unit)})` : ''}`}>
      <CoverageFacts task={run.task} part={part} facts={facts} />
      <BandInTime judged={judged} channel={channel} />
      <div className={classes.split}>
        <div className={tables.scroll}>
          <table className={tables.table}>
            <thead>
              <tr>
                <th scope="col">Step</th>
                <th scope="col">Coverage</th>
                <th scope="col">Mean width</th>
                <th scope="col">MAE of the median</th>
                <th scope="col">{naiveName}</th>
                <th scope="col">Forecasts</th>
              </tr>
            </thead>
            <tbody>
              {bySteps.map(({ step, coverage, width, mae, naive, values }) => (
                <tr key={step}>
                  <th scope="row">{step + 1}</th>
                  <td>{percentOf(Number(coverage.toFixed(3)))}</td>
                  <td>{formatNumber(width)}</td>
                  <td data-best={mae < naive}>{formatNumber(mae)}</td>
                  <td data-best={naive < mae}>{formatNumber(naive)}</td>
                  <td>{formatCount(values)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <CalibrationPlot levels={levels} facts={facts} fileName={`${run.name}-${name}`} />
      </div>
    </Panel>
  );
}

/** Of every forecast the same step, one beside the other: what came, and the band it was to lie in. */
function BandInTime({ judged, channel }: Omit<ChannelProps, 'run' | 'part'>) {
  const { levels, steps, channels, truth, naive, quantiles, rows, period } = judged;
  const theme = useChartTheme();
  const [step, setStep] = useState(0);
  const [view, setView] = useState<View>({ from: 0, count: rows.length });
  const lanes = useMemo((): Lane[] => {
    const each = steps * channels.length;
    const place = step * channels.length + channel;
    const of = (values: Float32Array, width: number, at: number) =>
      Float32Array.from(rows, (_, row) => values[row * width + at] as number);
    const level = (i: number) => of(quantiles, levels.length * each, i * each + place);
    const line = (label: string, color: number, values: Float32Array, dashed = false): LaneLine => ({
      label,
      color: seriesColor(theme, color),
      from: 0,
      count: values.length,
      least: values,
      most: values,
      dashed,
    });
    return [
      {
        title: `Step ${step + 1} of each forecast`,
        lines: [
          {
            ...line(`${percentOf(coverageOf(levels))} interval`, 1, level(0)),
            most: level(levels.length - 1),
            isBand: true,
          },
          line(period ? `${period} steps before` : 'persistence', 3, of(naive, each, place), true),
          line('median', 1, level(medianOf(levels))),
          line('what came', 0, of(truth, each, place)),
        ],
      },
    ];
  }, [channel, step, theme, steps, channels, truth, naive, quantiles, rows, levels, period]);
  const text = useCallback((frame: number) => `window ${formatCount((rows[frame] ?? 0) + 1)}`, [rows]);
  return (
    <figure className={classes.band}>
      {steps > 1 && (
        <NativeSelect
          label="Step"
          size="xs"
          w={120}
          value={String(step)}
          data={Array.from({ length: steps }, (_, i) => ({ value: String(i), label: String(i + 1) }))}
          onChange={(event) => setStep(Number(event.currentTarget.value))}
        />
      )}
      <SeriesLanes
        label="Band in time"
        lanes={lanes}
        view={view}
        frames={rows.length}
        text={text}
        laneHeight={200}
        onView={setView}
      />
      <ul className={classes.legend}>
        {lanes[0]?.lines.map(({ label, color, isBand, dashed }) => (
          <li key={label}>
            <i style={{ color }} data-band={isBand} data-dashed={dashed} />
            {label}
          </li>
        ))}
      </ul>
    </figure>
  );
}
