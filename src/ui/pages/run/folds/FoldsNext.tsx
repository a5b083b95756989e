/** When a cross-validation ends: a model of all rows is the way on. */
import { IconArrowRight } from '@tabler/icons-react';
import type { Run } from '#/core/protocol/model';
import { ButtonLink } from '#/ui/components/ButtonLink';
import classes from '../run.module.css';

export function FoldsNext({ run, text }: { run: Run; text: string }) {
  return (
    <section className={classes.next} aria-label="Next steps">
      <span>
        <strong>Cross-validated.</strong> {text}
      </span>
      <ButtonLink to="/runs" search={{ dataset: run.datasetId }} variant="default">
        Compare
      </ButtonLink>
      <ButtonLink
        to="/train"
        search={{ dataset: run.datasetId, target: run.task.target, from: run.id }}
        rightSection={<IconArrowRight size={16} />}
      >
        Train the model
      </ButtonLink>
    </section>
  );
}
