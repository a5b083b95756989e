/** Where the run that is trained again did not begin with random weights: whether this one does. */
import { Checkbox } from '@mantine/core';
import type { BegunBy } from './begunBy';

export function BeginWith({
  begun,
  on,
  possible,
  onChange,
}: {
  begun: BegunBy | 'unknown';
  on: boolean;
  /** Not with folds, nor with another family. */
  possible: boolean;
  onChange: (on: boolean) => void;
}) {
  if (begun === 'unknown' || !possible)
    return (
      <p className="quiet">
        The run before began with weights of another version; this one begins with random weights.
        {begun === 'unknown' && ' To keep them, use “Transfer” or “Train further” on the page of that model.'}
      </p>
    );
  const { transfer } = begun;
  return (
    <Checkbox
      label={transfer ? 'Begin with the same kept layers' : 'Begin with the same version'}
      description={
        transfer
          ? `Those up to “${transfer.cut}” of the same version, ${transfer.freeze ? `frozen up to “${transfer.freeze}”` : 'none of them frozen'}. Off: all weights begin at random.`
          : 'With its weights, as the run before. Off: all weights begin at random.'
      }
      checked={on}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
