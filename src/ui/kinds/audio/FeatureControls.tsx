/** What a network sees of sound: every change is drawn at once, and used when it is kept. */
import { Button, NativeSelect } from '@mantine/core';
import { featureFault, featureForms, type FeatureSpec, pictureSize } from '#/core/audio/featureSpec';
import type { Hearing } from '#/core/audio/audioSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { CountInput } from '#/ui/components/CountInput';
import classes from './sound.module.css';

const titles: Record<FeatureSpec['form'], string> = {
  logMel: 'Mel spectrogram',
  mfcc: 'MFCC',
  spectrogram: 'Spectrogram',
};
const frameSizes = [64, 128, 256, 512, 1024, 2048, 4096];

/** What cannot be, while it is typed as well. */
export const faultOf = (
  spec: FeatureSpec,
  { rate, samples }: Pick<Hearing, 'rate' | 'samples'>,
): string | undefined => {
  const numbers = [spec.hop, spec.mels, spec.fmin, spec.fmax, spec.coefficients];
  if (numbers.some((value) => Number.isNaN(value))) return 'A number is missing.';
  if (spec.hop < 1 || spec.mels < 4 || spec.mels > 256)
    return 'Bands are 4 to 256, and a step is at least 1.';
  if (spec.coefficients < 2 || spec.coefficients > 256) return 'Coefficients are 2 to 256.';
  if (spec.fft > 2 * samples) return 'A frame is longer than a clip.';
  return featureFault(spec, rate);
};

export function FeatureControls({
  hearing,
  draft,
  busy,
  isChanged,
  onChange,
  onKeep,
  onDiscard,
}: {
  hearing: Hearing;
  draft: FeatureSpec;
  busy: boolean;
  isChanged: boolean;
  onChange(spec: FeatureSpec): void;
  onKeep(): void;
  onDiscard(): void;
}) {
  const change = (part: Partial<FeatureSpec>) => onChange({ ...draft, ...part });
  const count = (label: string, name: 'hop' | 'mels' | 'fmin' | 'fmax' | 'coefficients') => (
    <CountInput label={label} value={draft[name]} onChange={(value) => change({ [name]: value })} />
  );
  const fault = faultOf(draft, hearing);
  const [frames, bands] = fault ? [0, 0] : pictureSize(draft, hearing.samples);
  return (
    <fieldset className={classes.features}>
      <legend>What a network sees</legend>
      <div className={classes.controls}>
        <NativeSelect
          size="xs"
          label="Features"
          value={draft.form}
          onChange={(event) => change({ form: event.currentTarget.value as FeatureSpec['form'] })}
          data={featureForms.map((form) => ({ value: form, label: titles[form] }))}
        />
        <NativeSelect
          size="xs"
          label="Frame, samples"
          value={String(draft.fft)}
          onChange={(event) => change({ fft: Number(event.currentTarget.value) })}
          data={[...new Set([...frameSizes, draft.fft])].sort((a, b) => a - b).map(String)}
        />
        {count('Step, samples', 'hop')}
        {draft.form !== 'spectrogram' && (
          <>
            {count('Mel bands', 'mels')}
            {count('From, Hz', 'fmin')}
            {count('To, Hz', 'fmax')}
            <NativeSelect
              size="xs"
              label="Mel scale"
              value={draft.scale}
              onChange={(event) => change({ scale: event.currentTarget.value as FeatureSpec['scale'] })}
              data={[
                { value: 'slaney', label: 'Slaney' },
                { value: 'htk', label: 'HTK' },
              ]}
            />
          </>
        )}
        {draft.form === 'mfcc' && count('Coefficients', 'coefficients')}
      </div>
      <div className={classes.keep}>
        <p role="status" data-fault={fault !== undefined}>
          {fault ?? `${formatCount(frames)} frames × ${formatCount(bands)} bands a clip`}
        </p>
        {isChanged && (
          <>
            <Button variant="default" size="xs" onClick={onDiscard}>
              Discard
            </Button>
            <Button size="xs" loading={busy} disabled={fault !== undefined} onClick={onKeep}>
              Use for all clips
            </Button>
          </>
        )}
      </div>
    </fieldset>
  );
}
