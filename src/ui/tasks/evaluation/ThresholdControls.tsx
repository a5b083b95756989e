/** A threshold on the probability of one class, and what it gives. */
import { Button, NumberInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { RankedScores } from '#/core/stats/rankScores';
import { bestF1, leastCost } from '#/core/evaluation/proposeThreshold';
import { thresholdMetrics } from '#/core/stats/thresholdMetrics';
import classes from './evaluation.module.css';
import { MatrixPlot } from './MatrixPlot';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

export function ThresholdControls({
  ranked,
  choosing,
  label,
  rest,
  threshold,
  onChange,
  onOpen,
  onKeep,
  note,
  fileName,
}: {
  ranked: RankedScores;
  /** Of the validation rows, by which a threshold is chosen; those shown may be of the test. */
  choosing?: RankedScores;
  label: string;
  rest: string;
  threshold: number;
  onChange: (threshold: number) => void;
  /** Given for more than two classes: the class against the rest has a matrix of its own. */
  onOpen?: (truth: number, predicted: number) => void;
  /** Makes a new version of it; given where there is one. */
  onKeep?: () => void;
  /** What would find more, in words. */
  note?: string;
  fileName: string;
}) {
  const [costs, setCosts] = useState({ miss: 10, alarm: 1 });
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
          <Button
            variant="default"
            size="compact-sm"
            disabled={!choosing}
            onClick={() => choosing && onChange(bestF1(choosing))}
          >
            Best F1
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => onChange(0.5)}>
            0.5
          </Button>
          {onKeep && (
            <Button size="compact-sm" disabled={threshold === 0.5} onClick={onKeep}>
              Keep in a new version
            </Button>
          )}
        </div>
        {!onOpen && (
          <div className={classes.costs}>
            <NumberInput
              size="xs"
              label="A miss costs"
              min={0}
              value={costs.miss}
              onChange={(value) => typeof value === 'number' && setCosts({ ...costs, miss: value })}
            />
            <NumberInput
              size="xs"
              label="A false alarm costs"
              min={0}
              value={costs.alarm}
              onChange={(value) => typeof value === 'number' && setCosts({ ...costs, alarm: value })}
            />
            <Button
              variant="default"
              size="compact-sm"
              disabled={!choosing}
              onClick={() => choosing && onChange(leastCost(choosing, costs))}
            >
              Least cost
            </Button>
          </div>
        )}
        {note && <p className={classes.note}>{note}</p>}
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
