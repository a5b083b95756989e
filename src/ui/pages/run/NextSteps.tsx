/** When training ends, the way on is right there. */
import { IconArrowRight } from '@tabler/icons-react';
import { liveModel } from '#/app/stores/live';
import { bodyOf } from '#/core/bodies/registry';
import { explainersFor } from '#/core/explain/explainersFor';
import { learnerOfRun } from '#/core/evaluation/lastWasBest';
import type { Run } from '#/core/protocol/model';
import { figureText } from '#/ui/charts/metricNames';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { useLive } from '#/ui/useLive';
import classes from './run.module.css';

export function NextSteps({ run }: { run: Run }) {
  const version = useLive(liveModel(run.modelId))?.versions.find(({ id }) => id === run.modelVersionId);
  /** A model that somebody else made, as it is. */
  const isJudged = learnerOfRun(run).learns === false;
  const isCombined = version && bodyOf(version.body).members !== undefined;
  const { title, value } = figureText({ ...run, metrics: run.summary });
  return (
    <section className={classes.next} aria-label="Next steps">
      <span>
        <strong>{isCombined ? 'Combined.' : isJudged ? 'Evaluated.' : 'Trained.'}</strong> {title} {value}
      </span>
      {isCombined ? (
        <ButtonLink to="/combine" variant="default">
          Combine others
        </ButtonLink>
      ) : isJudged ? (
        <ButtonLink
          to="/models/$modelId"
          params={{ modelId: run.modelId }}
          search={{ tab: 'evaluate' }}
          variant="default"
        >
          Evaluate again
        </ButtonLink>
      ) : (
        <ButtonLink
          to="/train"
          search={{
            dataset: run.datasetId,
            target: run.task.target,
            // The model of a fold or a trial is one among its like.
            ...(run.parentId !== undefined ? {} : { model: run.modelId }),
            from: run.id,
          }}
          variant="default"
        >
          Train again
        </ButtonLink>
      )}
      <ButtonLink to="/runs" search={{ dataset: run.datasetId }} variant="default">
        Compare
      </ButtonLink>
      {version && explainersFor(version).length > 0 && (
        <ButtonLink
          to="/models/$modelId"
          params={{ modelId: run.modelId }}
          search={{ tab: 'explain', version: version.id }}
          variant="default"
        >
          Explain
        </ButtonLink>
      )}
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
