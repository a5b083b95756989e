/** From which score on rows are called odd, to be moved and kept. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { run as command } from '#/app/run';
import { notify } from '#/app/stores/notices';
import type { Run } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { Panel } from '#/ui/components/Panel';
import classes from './evaluation.module.css';

export function OddThreshold({
  run,
  score,
  learnt,
  threshold,
  onChange,
}: {
  run: Run;
  score: Float64Array;
  /** The one that the training found. */
  learnt: number;
  threshold: number;
  onChange: (threshold: number) => void;
}) {
  const [low, high] = useMemo(() => {
    const sorted = Float64Array.from(score).sort();
    return [Math.min(sorted[0] ?? 0, learnt), Math.max(sorted.at(-1) ?? 1, Math.min(learnt, 1e9))];
  }, [score, learnt]);
  const odd = score.filter((value) => value >= threshold).length;
  const keep = () =>
    attempt(
      'The threshold was not kept',
      command('models.setOddFrom', { versionId: run.modelVersionId ?? '', oddFrom: threshold }).then(
        ({ modelId, number }) =>
          notify({
            kind: 'success',
            title: `Version ${number} made`,
            message: 'It answers by this threshold, also in its exported file.',
            action: { label: 'Open model', to: `/models/${modelId}` },
          }),
      ),
    );
  return (
    <Panel title="Threshold">
      <div className={classes.threshold}>
        <label htmlFor="odd-threshold">Call a row odd from a score of</label>
        <input
          id="odd-threshold"
          type="range"
          min={low}
          max={high}
          step={(high - low) / 500 || 1e-6}
          value={threshold}
          onChange={(event) => onChange(Number(event.target.value))}
        />
        <output htmlFor="odd-threshold">{formatNumber(threshold)}</output>
        <Button
          variant="default"
          size="compact-sm"
          disabled={threshold === learnt}
          onClick={() => onChange(learnt)}
        >
          As trained
        </Button>
        {run.modelVersionId && (
          <Button size="compact-sm" disabled={threshold === learnt} onClick={keep}>
            Keep in a new version
          </Button>
        )}
      </div>
      <p className={classes.large} aria-live="polite">
        {formatCount(odd)} of {formatCount(score.length)} rows{' '}
        <small>are odd, {formatShare(odd / score.length)}</small>
      </p>
      <p className={classes.below}>
        As trained, it lies where the wanted share of the training rows is above it; these rows were not among
        them.
      </p>
    </Panel>
  );
}
