/** A threshold on the probability of one class, and what it gives. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { RankedScores } from '#/core/stats/rankScores';
import { thresholdMetrics } from '#/core/stats/thresholdMetrics';
import classes from './evaluation.module.css';
import { MatrixPlot } from './MatrixPlot';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

export function ThresholdControls({
  ranked,
  label,
  rest,
  threshold,
  onChange,
  onOpen,
  fileName,
}: {
  ranked: RankedScores;
  label: string;
  rest: string;
  threshold: number;
  onChange: (threshold: number) => void;
  /** Given for more than two classes: the class against the rest has a matrix of its own. */
  onOpen?: (truth: number, predicted: number) => void;
  fileName: string;
}) {
  const at = useMemo(() => thresholdMetrics(ranked, threshold), [ranked, threshold]);
  const facts: [string, number][] = [
    ['Precision', at.precision],
    ['Recall', at.recall],
    ['F1', at.f1],
    ['Accuracy', at.accuracy],
    ['False positive rate', at.falsePositiveRate],
  ];
  return (
    <div className={onOpen ? classes.split : undefined}>
      <div>
        <div className={classes.threshold}>
          <label htmlFor="evaluation-threshold">
            Call it <strong>{label || '(empty)'}</strong> from a probability of
          </label>
          <input
            id="evaluation-threshold"
            type="range"
            min={0}
            max={1}
            step={0.005}
            value={threshold}
            onChange={(event) => onChange(Number(event.target.value))}
          />
          <output htmlFor="evaluation-threshold">{threshold.toFixed(3)}</output>
          <Button variant="default" size="compact-sm" onClick={() => onChange(bestF1(ranked))}>
            Best F1
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => onChange(0.5)}>
            0.5
          </Button>
        </div>
        <dl className={classes.facts} aria-live="polite">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{percent(value)}</dd>
            </div>
          ))}
        </dl>
      </div>
      {onOpen && (
        <MatrixPlot
          title={`${label || '(empty)'} against the rest`}
          matrix={{
            classes: 2,
            counts: Uint32Array.of(at.truePositives, at.falseNegatives, at.falsePositives, at.trueNegatives),
          }}
          labels={[label, rest]}
          fileName={fileName}
          onOpen={onOpen}
        />
      )}
    </div>
  );
}

function bestF1(ranked: RankedScores): number {
  const { thresholds, truePositives, falsePositives, positives } = ranked;
  let best = 0.5;
  let highest = -1;
  for (const [i, threshold] of thresholds.entries()) {
    const hits = truePositives[i] as number;
    const f1 = (2 * hits) / (hits + (falsePositives[i] as number) + positives);
    if (f1 > highest) {
      highest = f1;
      best = threshold;
    }
  }
  return best;
}
