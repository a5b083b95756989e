/** When training ends, the way on is right there. */
import { IconArrowRight } from '@tabler/icons-react';
import type { Run } from '#/core/protocol/model';
import { figureText } from '#/ui/charts/metricNames';
import { ButtonLink } from '#/ui/components/ButtonLink';
import classes from './run.module.css';

export function NextSteps({ run }: { run: Run }) {
  const { title, value } = figureText({ ...run, metrics: run.summary });
  return (
    <section className={classes.next} aria-label="Next steps">
      <span>
        <strong>Trained.</strong> {title} {value}
      </span>
      <ButtonLink
        to="/train"
        search={{
          dataset: run.datasetId,
          target: run.task.target,
          // The model of a fold is one among its like.
          ...(run.fold ? {} : { model: run.modelId }),
          from: run.id,
        }}
        variant="default"
      >
        Train again
      </ButtonLink>
      <ButtonLink to="/runs" search={{ dataset: run.datasetId }} variant="default">
        Compare
      </ButtonLink>
      <ButtonLink
        to="/models/$modelId"
        params={{ modelId: run.modelId }}
        search={{ tab: 'explain', version: run.modelVersionId }}
        variant="default"
      >
        Explain
      </ButtonLink>
      <ButtonLink
        to="/models/$modelId"
        params={{ modelId: run.modelId }}
        search={{ export: run.modelVersionId }}
        variant="default"
      >
        Export ONNX
      </ButtonLink>
      <ButtonLink to="/predict" search={{ model: run.modelId }} rightSection={<IconArrowRight size={16} />}>
        Predict
      </ButtonLink>
    </section>
  );
}
