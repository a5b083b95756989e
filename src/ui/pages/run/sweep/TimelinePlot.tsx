/** When each trial was trained, as a bar in the colour of how it ended; those at one time stand above each other. */
import type { Objective } from '#/core/protocol/sweep';
import type { Trial, TrialState } from '#/core/sweeps/trials';
import { lanesOf } from '#/core/sweeps/lanes';
import { durationText } from '#/ui/components/duration';
import { numberAxis } from '#/ui/charts/linked/axis';
import { isFaint, type PlotFocus } from '#/ui/charts/linked/focus';
import { LinkedPlot, type Mark } from '#/ui/charts/linked/LinkedPlot';
import { type ChartTheme, useChartTheme } from '#/ui/charts/palette';
import { tellTrials } from './trialText';

const colorOf = (state: TrialState, theme: ChartTheme): string =>
  ({
    complete: theme.series[0],
    running: theme.series[2],
    pruned: theme.axis,
    stopped: theme.text,
    failed: theme.series[6],
  })[state] ?? theme.text;

export function TimelinePlot({
  trials,
  objectives,
  focus,
  fileName,
}: {
  trials: readonly Trial[];
  objectives: readonly Objective[];
  focus: PlotFocus;
  fileName: string;
}) {
  const theme = useChartTheme();
  // What still runs reaches to the last thing that is known to have happened.
  const latest = Math.max(
    ...trials.flatMap(({ runs }) => runs.map((run) => run.finishedAt ?? run.startedAt)),
  );
  const spans = trials.map(({ number, state, runs }) => ({
    number,
    state,
    from: Math.min(...runs.map(({ startedAt }) => startedAt)),
    to: Math.max(...runs.map(({ finishedAt }) => finishedAt ?? latest)),
  }));
  const begun = Math.min(...spans.map(({ from }) => from));
  const seconds = (at: number) => (at - begun) / 1000;
  const xAxis = numberAxis([0, ...spans.map(({ to }) => seconds(to))], 6, (at) =>
    at === 0 ? '0' : durationText(at),
  );
  const { lane, lanes } = lanesOf(spans);
  const height = 1 / Math.max(1, lanes);
  const yOf = (at: number) => 1 - ((lane[at] ?? 0) + 0.5) * height;
  const marks = spans.map(
    ({ number, from, to }, at): Mark => ({
      number,
      x: xAxis.place(seconds((from + to) / 2)) ?? 0,
      y: yOf(at),
    }),
  );
  const tell = tellTrials(trials, objectives);
  const states = [...new Set(spans.map(({ state }) => state))];
  return (
    <LinkedPlot
      title="Timeline"
      figure={
        <span style={{ display: 'inline-flex', gap: 10 }}>
          {states.map((state) => (
            <span key={state}>
              <svg width={9} height={9} aria-hidden>
                <rect width={9} height={9} rx={2} fill={colorOf(state, theme)} />
              </svg>{' '}
              {state}
            </span>
          ))}
        </span>
      }
      fileName={fileName}
      description={`When ${trials.length} trials were trained, up to ${lanes} at a time.`}
      xLabel="Time since the first began"
      yLabel="At a time"
      xAxis={xAxis}
      yAxis={{
        ticks: Array.from({ length: Math.min(lanes, 6) }, (_, at) => ({
          at: 1 - (at + 0.5) * height,
          text: String(at + 1),
        })),
      }}
      marks={marks}
      told={(number) => {
        const span = spans.find((one) => one.number === number);
        return `${tell(number)}${span ? `, ${durationText((span.to - span.from) / 1000)}` : ''}`;
      }}
      focus={focus}
      height={Math.min(260, 70 + 40 * lanes)}
      none={trials.length === 0 ? 'The first trial is on its way.' : undefined}
      toTable={() => [
        ['trial', 'state', 'began', 'ended'],
        ...spans.map(({ number, state, from, to }) => [
          number + 1,
          state,
          new Date(from).toISOString(),
          new Date(to).toISOString(),
        ]),
      ]}
    >
      {(area) =>
        spans.map(({ number, state, from, to }, at) => {
          const [x0, x1] = [area.x(xAxis.place(seconds(from)) ?? 0), area.x(xAxis.place(seconds(to)) ?? 0)];
          const tall = Math.max(4, Math.min(26, area.height * height - 4));
          const stands = focus.hovered === number || focus.picked.has(number);
          return (
            <rect
              key={number}
              x={x0}
              y={area.y(yOf(at)) - tall / 2}
              width={Math.max(1.5, x1 - x0 - 1)}
              height={tall}
              rx={2}
              fill={colorOf(state, theme)}
              stroke={stands ? theme.series[1] : state === 'pruned' ? theme.text : 'none'}
              strokeWidth={stands ? 2.5 : 0.75}
              opacity={isFaint(focus, number) ? 0.2 : 1}
            />
          );
        })
      }
    </LinkedPlot>
  );
}
