/** One sample of any dataset: its answer, and the field that was asked about or came out. */
import { useMemo } from 'react';
import type { ModelVersion } from '#/core/protocol/model';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { taskViewOf } from '#/ui/tasks/registry';
import { useCommand } from '#/ui/useCommand';
import { Answer } from '#/ui/components/ask/Answer';
import classes from '#/ui/components/ask/ask.module.css';
import { WindowControl } from './WindowControl';

export default function OneSample({
  version,
  datasetId,
  datasetVersionId,
  sample,
}: {
  version: ModelVersion;
  datasetId: string;
  datasetVersionId: string;
  sample: number;
}) {
  const asked = useCommand('inference.predict', {
    modelId: version.modelId,
    version: version.number,
    samples: [sample],
    datasetVersionId,
  });
  const of = useMemo(() => ({ datasetId, datasetVersionId, sample }), [datasetId, datasetVersionId, sample]);
  const prediction = asked.data?.predictions[0];
  const { FieldAnswer } = taskViewOf(version.task);
  if (asked.error !== undefined) return <ErrorNote error={asked.error} />;
  return (
    <section className={classes.forecast} aria-label={`Sample ${sample}`}>
      {FieldAnswer ? (
        prediction && <FieldAnswer version={version} of={of} prediction={prediction} />
      ) : (
        <div className={classes.one}>
          <WindowControl version={version} of={of} />
          <Answer
            version={version}
            answer={asked.data}
            error={undefined}
            stale={asked.loading}
            sample={datasetVersionId === version.datasetVersionId ? sample : undefined}
          />
        </div>
      )}
    </section>
  );
}
