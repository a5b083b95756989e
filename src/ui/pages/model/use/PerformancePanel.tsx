/** How good answers are over time: by labels, and without labels by how sure the model is. */
import { Select, Skeleton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { liveDatasets } from '#/app/stores/live';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { chosenVersion, versionChoices } from '#/ui/components/chosenVersion';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import { BandPlot, inPercent } from './BandPlot';
import { clockText } from './clockText';
import { Figures } from './Figures';
import classes from './use.module.css';

const ofLog = 'log';

export function PerformancePanel({
  model,
  versions,
  revision,
}: {
  model: Model;
  versions: readonly ModelVersion[];
  revision: number;
}) {
  const datasets = useLive(liveDatasets());
  const [number, setNumber] = useState<string>();
  const [of, setOf] = useState(ofLog);
  const chosen = chosenVersion(model, versions, number);
  const version = chosen?.version;
  const { data, error, loading } = useCommand(
    'monitor.performance',
    version ? { modelId: model.id, version: version.number, ...(of !== ofLog && { datasetId: of }) } : null,
    revision,
  );
  if (!chosen || !version) return null;
  const fitting = (datasets ?? []).filter(
    ({ dataset, version: latest }) => latest && dataset.kind === version.input.kind,
  );
  const isShare = data?.metric === 'accuracy';
  const unit = isShare ? inPercent : (value: number) => formatNumber(value, 3);
  const between = (one: { share: number; low: number; high: number } | undefined) =>
    one ? `${unit(one.share)} (${unit(one.low)} to ${unit(one.high)})` : '–';
  const lasted = (data?.windows.at(-1)?.to ?? 0) - (data?.windows[0]?.from ?? 0);
  return (
    <Panel title="How good the answers are">
      <div className={classes.form}>
        <Select
          label="Answers to"
          w={220}
          allowDeselect={false}
          data={[
            { value: ofLog, label: 'what is in the log' },
            ...fitting.map(({ dataset }) => ({ value: dataset.id, label: dataset.name })),
          ]}
          value={of}
          onChange={(next) => setOf(next ?? ofLog)}
        />
        {versions.length > 1 && (
          <Select
            label="Version"
            w={180}
            allowDeselect={false}
            data={versionChoices(model, versions)}
            value={chosen.choice}
            onChange={(next) => setNumber(next ?? undefined)}
          />
        )}
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      {loading && <Skeleton h={120} aria-label="Judging the answers" />}
      {data && data.rows === 0 && (
        <p className="quiet">
          No answer of this version is in the log. Switch it on above, or choose a dataset.
        </p>
      )}
      {data && data.rows > 0 && (
        <>
          <Figures
            of={[
              [isShare ? 'Right by labels' : 'Off by labels', between(data.actual)],
              ...(data.estimate ? [['Right by estimate', between(data.estimate)] as const] : []),
              ['Answers', formatCount(data.rows)],
              ['With labels', formatCount(data.labelled)],
            ]}
          />
          {data.why !== undefined && (
            <p className={classes.doubt}>
              <IconAlertTriangle size={16} aria-hidden="true" />
              <span>{data.estimate ? `The estimate is not to be trusted. ${data.why}` : data.why}</span>
            </p>
          )}
          {data.windows.length > 1 && data.windows.some(({ estimate, actual }) => estimate ?? actual) && (
            <BandPlot
              title={isShare ? 'Right over time' : 'Mean absolute error over time'}
              fileName={model.name}
              labels={data.windows.map(({ from }) =>
                of === ofLog ? clockText(from, lasted) : `row ${formatCount(from)}`,
              )}
              unit={unit}
              lines={[
                ...(data.estimate ? [{ name: 'estimated', of: 'estimate' as const }] : []),
                { name: 'by labels', of: 'actual' as const },
              ].map((line) => ({
                name: line.name,
                values: data.windows.map((window) => {
                  const one = window[line.of];
                  return one && { value: one.share, low: one.low, high: one.high };
                }),
              }))}
            />
          )}
        </>
      )}
    </Panel>
  );
}
