/** The learning rate of each step, from the very function that training asks. */
import { useDeferredValue, useMemo } from 'react';
import { trainConfig } from '#/core/protocol/train';
import { planSchedule, previewSchedule } from '#/core/schedules/planSchedule';
import { rowsPerStep, stepsPerEpoch } from '#/core/train/batchOrder';
import { CurveChart } from '#/ui/charts/CurveChart';
import { formatCount } from '#/ui/charts/formatNumber';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import type { FormValues } from '#/ui/forms/SchemaForm';
import classes from './train.module.css';

export function SchedulePreview({ training, rows }: { training: FormValues; rows: number }) {
  const theme = useChartTheme();
  const calm = useDeferredValue(JSON.stringify(training));
  const preview = useMemo(() => {
    const parsed = trainConfig.safeParse(JSON.parse(calm));
    if (!parsed.success) return undefined;
    const config = parsed.data;
    const trained = Math.max(1, rows - Math.round(rows * config.validationSplit));
    const totalSteps = stepsPerEpoch(trained, Math.min(trained, rowsPerStep(config))) * config.epochs;
    return {
      totalSteps,
      followsLoss: planSchedule(config, totalSteps).followsLoss,
      points: previewSchedule(config, totalSteps).map(({ step, rate }) => ({ x: step, y: rate })),
    };
  }, [calm, rows]);
  if (!preview) return null;
  const { totalSteps, followsLoss, points } = preview;
  const color = seriesColor(theme, 0);
  return (
    <div>
      <CurveChart
        title="Learning rate"
        curves={[{ id: 'rate', label: 'Learning rate', color, points }]}
        xLabel="step"
        fileName="schedule"
        height={140}
      />
      <p className={classes.task}>
        {formatCount(totalSteps)} steps if every epoch is trained.
        {followsLoss && ' It drops where the validation loss stalls, which cannot be known before.'}
      </p>
    </div>
  );
}
