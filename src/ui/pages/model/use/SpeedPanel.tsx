/** How long answers take, how many come, how many fail. */
import { Skeleton } from '@mantine/core';
import type { Model } from '#/core/protocol/model';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { useCommand } from '#/ui/useCommand';
import { BandPlot } from './BandPlot';
import { clockText } from './clockText';
import { Figures } from './Figures';
import classes from './use.module.css';

const windows = 24;
const inMs = (value: number) => `${formatNumber(value, 3)} ms`;

export function SpeedPanel({ model, revision }: { model: Model; revision: number }) {
  const { data, error } = useCommand('monitor.metrics', { modelId: model.id, windows }, revision);
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!data) return <Skeleton h={160} aria-label="Loading the calls" />;
  const lasted = data.to - data.from;
  const filled = data.windows.filter(({ figures }) => figures.calls > figures.failed);
  return (
    <Panel title="Answers">
      {data.calls === 0 ? (
        <p className="quiet">No call yet. Ask the model on Predict, or through the API.</p>
      ) : (
        <>
          <Figures
            of={[
              ['Median', inMs(data.latencyP50Ms)],
              ['95 of 100 within', inMs(data.latencyP95Ms)],
              ['99 of 100 within', inMs(data.latencyP99Ms)],
              ['Calls', formatCount(data.calls)],
              ['Rows', formatCount(data.rows)],
              ['Calls a second', formatNumber(data.requestsPerSecond, 3)],
              ['Failed', data.failed === 0 ? 'none' : formatShare(data.errorRate)],
            ]}
          />
          {data.versions.length > 1 && (
            <p className={classes.versions}>
              {data.versions.map(({ version, figures }) => (
                <span key={version}>
                  Version {version}: {formatCount(figures.calls)} calls, median {inMs(figures.latencyP50Ms)}
                </span>
              ))}
            </p>
          )}
          {filled.length > 1 && (
            <BandPlot
              title="Time of an answer"
              fileName={model.name}
              labels={data.windows.map(({ from }) => clockText(from, lasted))}
              unit={inMs}
              wide
              lines={(
                [
                  ['median', 'latencyP50Ms'],
                  ['95 of 100', 'latencyP95Ms'],
                  ['99 of 100', 'latencyP99Ms'],
                ] as const
              ).map(([name, figure]) => ({
                name,
                values: data.windows.map(({ figures }) =>
                  Number.isNaN(figures[figure]) ? undefined : { value: figures[figure] },
                ),
              }))}
            />
          )}
          {data.droppedCalls > 0 && (
            <p className="quiet">The oldest {formatCount(data.droppedCalls)} calls are no longer kept.</p>
          )}
        </>
      )}
    </Panel>
  );
}
