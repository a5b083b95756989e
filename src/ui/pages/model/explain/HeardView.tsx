/** What counts in a sound: below its wave, over its picture of time and frequency, in grey. */
import { useCallback, useMemo } from 'react';
import type { FittedAudio } from '#/core/audio/fittedAudio';
import type { Heard } from '#/core/explain/attribution';
import { formatNumber } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PictureCanvas, WaveCanvas } from '#/ui/kinds/audio/SoundCanvas';
import { useCommand } from '#/ui/useCommand';
import type { AttributionViewProps } from './attributionViews';
import classes from './clips.module.css';
import { HeatCanvas } from './HeatCanvas';
import { HeatKey } from './HeatKey';
import { largestOf } from './largestOf';

export function HeardView({ found, version, of, largest }: AttributionViewProps<Heard>) {
  const {
    shape: [frames, bands],
    values,
    signs,
    measure,
  } = found;
  const { features, rate, samples } = version.input.fitted as FittedAudio;
  const { data, error } = useCommand('datasets.clips', {
    versionId: of.datasetVersionId,
    rows: [of.sample],
    features,
  });
  const clip = data?.clips[0];
  const most = useMemo(() => largestOf(values), [values]);
  // Low frequencies below.
  const at = useCallback(
    (frame: number, row: number) => values[frame * bands + bands - 1 - row] as number,
    [values, bands],
  );
  const seconds = (frame: number) => (frame * features.hop + features.fft / 2) / rate;
  return (
    <>
      {error !== undefined && <ErrorNote error={error} />}
      <div className={classes.sound}>
        {clip && !clip.problem && <WaveCanvas wave={clip.wave} label="Course of the wave" />}
        <div className={classes.over}>
          {clip?.frames === frames && clip.bands === bands && (
            <PictureCanvas picture={clip.picture} frames={frames} bands={bands} colors="gray" />
          )}
          <HeatCanvas
            width={frames}
            height={bands}
            most={most}
            at={at}
            label={`${measure}, by time and frequency`}
          />
        </div>
        <p className={classes.ends}>
          <span>0 s</span>
          <span>{formatNumber(samples / rate)} s</span>
        </p>
      </div>
      <HeatKey values={values} more={signs.more} less={signs.less} />
      <p className="quiet">
        {signs.how}
        {largest &&
          ` Largest around ${formatNumber(seconds(largest.time))} s, band ${largest.x + 1} of ${bands} from the lowest: ${formatNumber(largest.value)}.`}
      </p>
    </>
  );
}
