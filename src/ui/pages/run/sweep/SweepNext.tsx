/** When a search ends: the best is a click away from use. */
import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { run as runCommand } from '#/app/run';
import { liveModel } from '#/app/stores/live';
import { figureWords } from '#/core/evaluation/figureWords';
import type { Run } from '#/core/protocol/model';
import type { SweepPlan } from '#/core/protocol/sweep';
import type { Trial } from '#/core/sweeps/trials';
import { attempt } from '#/ui/attempt';
import { formatNumber } from '#/ui/charts/formatNumber';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { useLive } from '#/ui/useLive';
import classes from '../run.module.css';
import { objectiveTitle, objectiveSpread } from './sweepNames';

export function SweepNext({ run, plan, best }: { run: Run; plan: SweepPlan; best: Trial }) {
  const aliases = useLive(liveModel(run.modelId))?.model.aliases;
  const [first] = best.runs;
  // By the validation rows it was chosen: they flatter it.
  const kept =
    plan.folds === undefined && first?.figure?.part === 'test'
      ? figureWords(first.figure, formatNumber)
      : undefined;
  const versionId = first?.modelVersionId;
  const isChampion = versionId !== undefined && aliases?.champion === versionId;
  return (
    <section className={classes.next} aria-label="Next steps">
      <span>
        <strong>{run.status === 'finished' ? 'Searched.' : 'Best so far.'}</strong> Trial {best.number + 1}:{' '}
        {plan.objectives
          .map(
            ({ metric }, at) =>
              `${objectiveTitle(metric)} ${objectiveSpread(metric, best.values?.[at], best.spread?.[at])}`,
          )
          .join(', ')}
        {plan.folds !== undefined && `, over ${plan.folds} folds`}.
        {kept && ` On ${kept.on}: ${kept.title.toLowerCase()} ${kept.value}.`}
      </span>
      <ButtonLink
        to="/train"
        search={{ dataset: run.datasetId, target: run.task.target, from: first?.id }}
        variant={plan.folds === undefined ? 'default' : 'filled'}
      >
        Train with its settings
      </ButtonLink>
      {plan.folds !== undefined ? null : isChampion ? (
        <ButtonLink to="/predict" search={{ model: run.modelId }} rightSection={<IconArrowRight size={16} />}>
          Predict
        </ButtonLink>
      ) : (
        <Button
          disabled={versionId === undefined}
          onClick={() =>
            versionId &&
            attempt(
              'The best was not registered',
              runCommand('models.setAlias', { modelId: run.modelId, alias: 'champion', versionId }),
            )
          }
        >
          Register the best
        </Button>
      )}
    </section>
  );
}
