/**
 * A field over time and space: three orthogonal slices, a volume, a time scrubber, the value and its course at a
 * crosshair. Shows any source over the same axes: the data, a prediction, an error.
 */
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { type ColorMapName, colorMap } from '#/core/slices/colorMaps';
import { colorScale } from '#/core/slices/colorScale';
import { type FrameSize, type Plane, planeLayouts } from '#/core/slices/slicePixels';
import type { GridAxis } from '#/core/grid/gridSchema';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { ColorControls } from './ColorControls';
import styles from './grid.module.css';
import { coordinateText, drawsUpwards, type GridSource, pictureAspect, type ViewerAxes } from './gridSource';
import { OrientationNote } from './OrientationNote';
import { PointPanel } from './PointPanel';
import { SlicePane } from './SlicePane';
import { TimeScrubber } from './TimeScrubber';
import { useColorRange } from './useColorRange';
import { useFittedHeight } from './useFittedHeight';
import { useFrames } from './useFrames';
import { VolumePane } from './VolumePane';

type Point = [number, number, number];

export function GridViewer({
  axes,
  sources,
  start,
}: {
  axes: ViewerAxes;
  sources: readonly GridSource[];
  /** Where it is opened: else at the first time, in the middle. */
  start?: { time: number; point: Point };
}) {
  const [sourceId, setSourceId] = useState(sources[0]?.id);
  const source = sources.find(({ id }) => id === sourceId) ?? (sources[0] as GridSource);
  const [recording, setRecording] = useState(0);
  const [channelIndex, setChannel] = useState(0);
  const [time, setTime] = useState(start?.time ?? 0);
  const size = useMemo<FrameSize>(() => [axes.x.size, axes.y.size, axes.z.size], [axes]);
  const [point, setPoint] = useState<Point>(
    () => start?.point ?? (size.map((count) => Math.floor(count / 2)) as Point),
  );
  const channel = source.channels[channelIndex] ?? source.channels[0];
  const [map, setMap] = useState<ColorMapName>();
  const shownMap = map ?? (source.signed ? 'diverging' : 'viridis');
  const { frame, frames, error, trace } = useFrames(source, axes, recording, channelIndex, time);
  const colorRange = useColorRange({ sources, source, channelIndex, recording, frames, size, z: point[2] });
  const { range } = colorRange;
  const level = useMemo(() => colorScale(range), [range]);
  const colors = colorMap(shownMap);
  const labels = [axes.x.name ?? 'x', axes.y.name ?? 'y', axes.z.name ?? 'z'] as const;
  const spatial = [axes.x, axes.y, axes.z] as const;
  const shown = (Object.keys(planeLayouts) as Plane[]).filter((plane) => {
    const { across, up } = planeLayouts[plane];
    return plane === 'xy' || ((size[across] as number) > 1 && (size[up] as number) > 1);
  });

  const hasVolume = size[2] > 1;
  const panes = useRef<HTMLDivElement>(null);
  const height = useFittedHeight(panes, {
    panes: shown.length + Number(hasVolume),
    narrowest: Math.min(...shown.map((plane) => pictureAspect(axes, plane)), hasVolume ? 1 : Infinity),
  });

  return (
    <div className={styles.viewer}>
      <div className={styles.main}>
        <OrientationNote axes={spatial} />
        <div ref={panes} className={styles.panes} data-count={shown.length} style={{ height }}>
          {shown.map((plane) => (
            <SlicePane
              key={plane}
              plane={plane}
              frame={frame}
              size={size}
              point={point}
              flip={drawsUpwards(spatial[planeLayouts[plane].up] as GridAxis)}
              colors={colors}
              level={level}
              labels={labels}
              aspect={pictureAspect(axes, plane)}
              axes={spatial}
              place={coordinateText(
                spatial[planeLayouts[plane].through] as GridAxis,
                point[planeLayouts[plane].through] as number,
              )}
              onPoint={setPoint}
            />
          ))}
          {hasVolume && <VolumePane frame={frame} size={size} colors={colors} level={level} />}
        </div>
        {axes.time.size > 1 && (
          <TimeScrubber axis={axes.time} time={time} isReady={frame !== undefined} onTime={setTime} />
        )}
        {error !== undefined && <ErrorNote error={error} />}
      </div>
      <div className={styles.side}>
        {sources.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Shown field"
            value={source.id}
            onChange={setSourceId}
            data={sources.map(({ id, title }) => ({ value: id, label: title }))}
          />
        )}
        {axes.recordings > 1 && (
          <NativeSelect
            size="xs"
            label="Recording"
            value={String(recording)}
            onChange={(event) => setRecording(Number(event.currentTarget.value))}
            data={Array.from({ length: axes.recordings }, (_, i) => ({
              value: String(i),
              label: String(i + 1),
            }))}
          />
        )}
        {source.channels.length > 1 && (
          <NativeSelect
            size="xs"
            label="Channel"
            value={String(channelIndex)}
            onChange={(event) => setChannel(Number(event.currentTarget.value))}
            data={source.channels.map(({ name }, i) => ({ value: String(i), label: name }))}
          />
        )}
        <ColorControls map={shownMap} unit={channel?.unit} colorRange={colorRange} onMap={setMap} />
        <PointPanel
          axes={axes}
          size={size}
          labels={labels}
          point={point}
          value={frame?.[(point[0] * size[1] + point[1]) * size[2] + point[2]]}
          unit={channel?.unit}
          trace={trace(point)}
          onPoint={setPoint}
        />
      </div>
    </div>
  );
}
