/** What counts in a clip of video: over its frames, one after the other, from the one that counts most. */
import { NativeSelect } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { Clip } from '#/core/explain/attribution';
import { formatNumber } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FrameCanvas } from '#/ui/kinds/video/FrameCanvas';
import { useCommand } from '#/ui/useCommand';
import type { AttributionViewProps } from './attributionViews';
import classes from './clips.module.css';
import { HeatCanvas } from './HeatCanvas';
import { HeatKey } from './HeatKey';
import { largestOf } from './largestOf';

export function ClipView({ found, of, largest }: AttributionViewProps<Clip>) {
  const {
    shape: [times, height, width, count],
    parts,
    values,
    signs,
    measure,
  } = found;
  const [part, setPart] = useState(0);
  const [frame, setFrame] = useState(largest?.time ?? 0);
  const { data, error } = useCommand('datasets.frames', {
    versionId: of.datasetVersionId,
    rows: [of.sample],
  });
  const clip = data?.clips[0];
  const fits = clip?.frames === times && clip.width === width && clip.height === height;
  const most = useMemo(() => largestOf(values), [values]);
  const shares = useMemo(() => sharesOf(values, times), [values, times]);
  const at = useCallback(
    (column: number, row: number) =>
      values[((frame * height + row) * width + column) * count + part] as number,
    [values, width, height, count, frame, part],
  );
  const words = `frame ${frame + 1} of ${times}`;
  return (
    <>
      {error !== undefined && <ErrorNote error={error} />}
      {parts.length > 1 && (
        <NativeSelect
          label="Channel"
          w={160}
          value={String(part)}
          data={parts.map((name, i) => ({ value: String(i), label: name }))}
          onChange={(event) => setPart(Number(event.currentTarget.value))}
        />
      )}
      <div className={classes.clip}>
        <div className={classes.over} style={{ aspectRatio: `${width} / ${height}` }}>
          {clip && fits && <FrameCanvas frames={clip} number={frame} label={`The clip, ${words}`} />}
          <HeatCanvas width={width} height={height} most={most} at={at} label={`${measure}, ${words}`} />
        </div>
        <div className={classes.shares} aria-hidden="true">
          {Array.from(shares, (share, i) => (
            <i
              // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its number
              key={i}
              data-current={i === frame}
              style={{ height: `${Math.max(4, 100 * share)}%` }}
            />
          ))}
        </div>
        <input
          type="range"
          className={classes.scrubber}
          aria-label="Frame"
          aria-valuetext={`${words}, ${formatNumber(100 * (shares[frame] ?? 0))} % of what the largest counts`}
          min={0}
          max={Math.max(0, times - 1)}
          value={frame}
          onChange={(event) => setFrame(Number(event.currentTarget.value))}
        />
        <p className="quiet num">{words}</p>
      </div>
      <HeatKey values={values} more={signs?.more ?? 'drops'} less={signs?.less ?? 'rises'} />
      <p className="quiet">
        {signs?.how ?? `${measure} when a patch is hidden.`} The bars: how much each frame counts.
        {largest &&
          ` Largest in frame ${largest.time + 1}, around column ${largest.x + 1}, row ${largest.y + 1} of ${width} × ${height}: ${formatNumber(largest.value)}${parts.length > 1 ? ` (${largest.part})` : ''}.`}
      </p>
    </>
  );
}

/** Of each frame the sum of what counts in it, whatever its sign, over that of the largest. */
function sharesOf(values: ArrayLike<number>, times: number): Float64Array {
  const sums = new Float64Array(times);
  const each = values.length / times;
  for (let i = 0; i < values.length; i++) {
    const frame = Math.floor(i / each);
    sums[frame] = (sums[frame] as number) + Math.abs(values[i] as number);
  }
  const most = largestOf(sums) || 1;
  return sums.map((sum) => sum / most);
}
