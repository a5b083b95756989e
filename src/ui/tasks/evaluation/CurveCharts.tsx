/** ROC, precision-recall and calibration of one class against the rest. */
import { useMemo } from 'react';
import { calibration, type CalibrationBin } from '#/core/stats/calibration';
import { prCurve, type PrPoint } from '#/core/stats/prCurve';
import type { RankedScores } from '#/core/stats/rankScores';
import { rocCurve, type RocPoint } from '#/core/stats/rocCurve';
import { thresholdMetrics } from '#/core/stats/thresholdMetrics';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { CurvePlot } from '#/ui/charts/plots/CurvePlot';
import type { TipLines } from '#/ui/charts/plots/plotStyle';
import classes from './evaluation.module.css';

type CalibrationPoint = CalibrationBin & { x: number; y: number };

const thresholdText = (value: number) => (Number.isFinite(value) ? value.toFixed(3) : 'above all');
const rocTip = ({ x, y, threshold }: RocPoint): TipLines => [
  ['False positive rate', formatNumber(x)],
  ['True positive rate', formatNumber(y)],
  ['Threshold', thresholdText(threshold)],
];
const prTip = ({ x, y, threshold }: PrPoint): TipLines => [
  ['Recall', formatNumber(x)],
  ['Precision', formatNumber(y)],
  ['Threshold', thresholdText(threshold)],
];
const calibrationTip = (bin: CalibrationPoint): TipLines => [
  ['Said', formatNumber(bin.x)],
  ['Happened', formatNumber(bin.y)],
  ['Rows', formatCount(bin.count)],
];
const thresholdColumn = [['threshold', ({ threshold }: { threshold: number }) => threshold]] as const;
const countColumn = [['rows', ({ count }: CalibrationPoint) => count]] as const;

export function CurveCharts({
  ranked,
  scores,
  isPositive,
  label,
  threshold,
  fileName,
}: {
  ranked: RankedScores;
  scores: Float32Array;
  isPositive: Uint8Array;
  label: string;
  threshold: number;
  fileName: string;
}) {
  const roc = useMemo(() => rocCurve(ranked), [ranked]);
  const pr = useMemo(() => prCurve(ranked), [ranked]);
  const { bins, ece, brier } = useMemo(() => calibration(scores, isPositive), [scores, isPositive]);
  const calibrated = useMemo(
    () => bins.map((bin): CalibrationPoint => ({ ...bin, x: bin.predicted, y: bin.observed })),
    [bins],
  );
  const at = thresholdMetrics(ranked, threshold);
  const called = at.truePositives + at.falsePositives > 0;
  const name = label || '(empty)';
  const file = `${fileName}-${name}`;
  return (
    <div className={classes.plots}>
      <CurvePlot
        title="ROC"
        figure={`AUC ${formatNumber(roc.auc)}`}
        fileName={file}
        xLabel="False positive rate"
        yLabel="True positive rate"
        points={roc.points}
        tip={rocTip}
        columns={thresholdColumn}
        diagonal
        marker={{ x: at.falsePositiveRate, y: at.recall }}
        none={`The validation rows hold only ${ranked.positives === 0 ? 'other classes than' : ''} ${name}: there is no curve.`}
      />
      <CurvePlot
        title="Precision and recall"
        figure={`Average precision ${formatNumber(pr.averagePrecision)}`}
        fileName={file}
        xLabel="Recall"
        yLabel="Precision"
        points={pr.points}
        tip={prTip}
        columns={thresholdColumn}
        level={ranked.positives / Math.max(1, ranked.positives + ranked.negatives)}
        marker={called ? { x: at.recall, y: at.precision } : undefined}
        none={`No validation row is ${name}: there is no curve.`}
      />
      <CurvePlot
        title="Calibration"
        figure={`ECE ${formatNumber(ece)} · Brier ${formatNumber(brier)}`}
        fileName={file}
        xLabel="Predicted probability"
        yLabel="Share that happened"
        points={calibrated}
        tip={calibrationTip}
        columns={countColumn}
        diagonal
        dots
        none="There are no rows."
      />
    </div>
  );
}
