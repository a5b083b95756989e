/** The gradient that training would use, held against differences, when asked. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { gradientTolerance } from '#/core/expression/checkGradient';
import type { LearntValue } from '#/core/tasks/targetValue';
import { formatNumber } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import classes from './ExpressionControl.module.css';

export function GradientReport({
  value,
  expression,
  disabled,
}: {
  /** What the loss judges. */
  value: LearntValue;
  expression: string;
  disabled: boolean;
}) {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<CommandOutput<'training.checkGradient'>>();
  const [error, setError] = useState<unknown>();
  const check = async () => {
    setBusy(true);
    setError(undefined);
    try {
      setResult(await run('training.checkGradient', { value, lossParams: { expression } }));
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  return (
    <>
      <Button variant="default" disabled={disabled} loading={busy} onClick={check}>
        Check gradient
      </Button>
      {error !== undefined && <ErrorNote error={error} />}
      {result && (
        <section className={classes.report} aria-label="Gradient check">
          {result.compared > 0 && (
            <p className={result.worst <= gradientTolerance ? classes.good : classes.bad}>
              {result.worst <= gradientTolerance ? (
                <IconCheck size={15} aria-hidden="true" />
              ) : (
                <IconAlertTriangle size={15} aria-hidden="true" />
              )}
              {verdict(result)}
            </p>
          )}
          {result.notes.map((note) => (
            <p key={note} className={classes.note}>
              <IconAlertTriangle size={15} aria-hidden="true" />
              {note}
            </p>
          ))}
        </section>
      )}
    </>
  );
}

function verdict({ compared, worst, worstAt }: CommandOutput<'training.checkGradient'>): string {
  const figure = `largest relative difference ${formatNumber(worst, 2)} over ${compared} slopes`;
  if (worst <= gradientTolerance || !worstAt) return `The gradient is the slope: ${figure}.`;
  const { output, target, analytic, numeric } = worstAt;
  const at = output.map((value) => formatNumber(value, 3)).join(', ');
  return `The gradient is not the slope: ${figure}, at [${at}], target ${target}: ${formatNumber(analytic)} where differences show ${formatNumber(numeric)}.`;
}
