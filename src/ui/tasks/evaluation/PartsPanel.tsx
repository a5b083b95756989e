/** Of a model that sums its forecasts: the parts of one that it was judged by. */
import { useState } from 'react';
import { liveModel } from '#/app/stores/live';
import { partedForecastOf } from '#/core/families/forecastParts';
import type { Run } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import ForecastParts from '#/ui/viewers/series/ForecastParts';

export default function PartsPanel({
  run,
  rows,
  channels,
}: {
  run: Run;
  /** Windows of the dataset version. */
  rows: ArrayLike<number>;
  channels: readonly { name: string; unit?: string }[];
}) {
  const version = useLive(liveModel(run.modelId))?.versions.find(({ id }) => id === run.modelVersionId);
  const [place, setPlace] = useState(rows.length);
  const row = rows[place - 1];
  const has = version !== undefined && rows.length > 0 && partedForecastOf(version) !== undefined;
  const asked = useCommand(
    'inference.predict',
    has && row !== undefined
      ? { modelId: version.modelId, version: version.number, samples: [row], parts: true }
      : null,
  );
  if (!has) return null;
  const { field, parts } = asked.data?.predictions[0] ?? {};
  return (
    <Panel
      title="Parts of a forecast"
      actions={
        <CountInput
          label={`Forecast, 1 to ${formatCount(rows.length)}`}
          value={place}
          error={row === undefined ? 'no such forecast' : undefined}
          onChange={setPlace}
        />
      }
    >
      {asked.error !== undefined && <ErrorNote error={asked.error} />}
      {field && parts && (
        <ForecastParts
          channels={channels}
          forecast={field}
          parts={parts}
          isMedian={version.task.levels !== undefined}
          text={(step) => `step ${step + 1}`}
        />
      )}
    </Panel>
  );
}
