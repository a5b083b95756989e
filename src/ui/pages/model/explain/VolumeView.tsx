/** A volume over the window of its sample, in the viewer of fields, beside the sample itself. */
import { useEffect, useState } from 'react';
import type { Volume } from '#/core/explain/attribution';
import type { Peak } from '#/core/explain/summarize';
import { channelOf, rangeOfValues } from '#/core/slices/fieldDifference';
import { formatNumber } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { GridViewer } from '#/ui/viewers/grid/GridViewer';
import { coordinateText, type GridSource, type ViewerAxes } from '#/ui/viewers/grid/gridSource';
import { sampleWindow } from '#/ui/viewers/grid/sampleWindow';
import type { AttributionViewProps } from './attributionViews';

interface Shown {
  of: Volume;
  axes: ViewerAxes;
  sources: GridSource[];
}

export function VolumeView({ found, version, of, largest }: AttributionViewProps<Volume>) {
  const [shown, setShown] = useState<Shown>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isCurrent = true;
    sampleWindow(version, of).then(
      ({ axes, source }) => {
        if (isCurrent) setShown({ of: found, axes, sources: [sourceOf(found), source] });
      },
      (thrown: unknown) => isCurrent && setError(thrown),
    );
    return () => {
      isCurrent = false;
    };
  }, [found, version, of]);
  if (error !== undefined) return <ErrorNote error={error} />;
  if (shown?.of !== found) return <div />;
  return (
    <>
      {largest && (
        <p className="quiet">
          Largest at {placeText(shown.axes, largest)}: {formatNumber(largest.value)}
          {found.parts.length > 1 && ` (${largest.part})`}.{found.signs && ` ${found.signs.how}`}
        </p>
      )}
      <GridViewer
        axes={shown.axes}
        sources={shown.sources}
        start={largest && { time: largest.time, point: [largest.x, largest.y, largest.z] }}
      />
    </>
  );
}

/** Answers whole frames, as the viewer asks for them. */
function sourceOf({ measure, shape, parts, values }: Volume): GridSource {
  const [, x, y, z, count] = shape;
  const frame = x * y * z * count;
  const numbers = Float32Array.from(values);
  return {
    id: 'attribution',
    title: 'Attribution',
    signed: true,
    channels: parts.map((name, part) => ({
      name: count > 1 ? name : measure,
      ...rangeOfValues(channelOf(numbers, count, part)),
    })),
    box: async ({ channel, time: [start, times] }) =>
      // The sample beside it may have more channels than this.
      channelOf(
        numbers.subarray(start * frame, (start + times) * frame),
        count,
        Math.min(channel, count - 1),
      ),
  };
}

const placeText = (axes: ViewerAxes, at: Peak): string =>
  (['time', 'x', 'y', 'z'] as const)
    .filter((name) => axes[name].size > 1)
    .map((name) => `${axes[name].name ?? name} ${coordinateText(axes[name], at[name])}`)
    .join(', ');
