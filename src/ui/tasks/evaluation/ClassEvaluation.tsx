/** A classifier: scores per class, what it confuses, and its curves with a threshold to move. */
import { Select } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { run as command } from '#/app/run';
import { notify } from '#/app/stores/notices';
import { proposalWords, proposeThreshold, rankedFor } from '#/core/evaluation/proposeThreshold';
import { eventOf } from '#/core/evaluation/eventOf';
import { classReport } from '#/core/stats/classReport';
import { confusionMatrix } from '#/core/stats/confusionMatrix';
import { rankScores } from '#/core/stats/rankScores';
import { areClasses, type ClassPredictions } from '#/core/tasks/classification';
import { largestPerRow } from '#/core/train/probabilities';
import { attempt } from '#/ui/attempt';
import { useCommand } from '#/ui/useCommand';
import { Panel } from '#/ui/components/Panel';
import type { EvaluationProps } from '../taskView';
import { ClassTable } from './ClassTable';
import { CurveCharts } from './CurveCharts';
import classes from './evaluation.module.css';
import { ExplainRows } from './ExplainRows';
import { DetectionPanel } from './DetectionPanel';
import { FairnessPanel } from './fairness/FairnessPanel';
import { MatrixPlot } from './MatrixPlot';
import { type Samples, SampleTable } from './SampleTable';
import { SegmentPanel } from './SegmentPanel';
import { ThresholdControls } from './ThresholdControls';

export default function ClassEvaluation({ run, judged, detection }: EvaluationProps<ClassPredictions>) {
  const { labels, truth, probabilities } = judged;
  const count = labels.length;
  const twoClasses = count === 2;
  const event = eventOf(judged, run);
  const [ofMany, setOfMany] = useState(0);
  const chosen = twoClasses ? event.index : ofMany;
  const [threshold, setThreshold] = useState(0.5);
  const [samples, setSamples] = useState<Samples>();

  const scores = useMemo(
    () => Float32Array.from(truth, (_, i) => probabilities[i * count + chosen] as number),
    [truth, probabilities, count, chosen],
  );
  const isChosen = useMemo(
    () => Uint8Array.from(truth, (label) => (label === chosen ? 1 : 0)),
    [truth, chosen],
  );
  const ranked = useMemo(() => rankScores(scores, isChosen), [scores, isChosen]);
  const likeliest = useMemo(() => largestPerRow(probabilities, count), [probabilities, count]);
  const calm = useDeferredValue(threshold);
  /** With two classes the threshold decides everywhere; with more, the likeliest class. */
  const predicted = useMemo(
    () =>
      twoClasses ? Int32Array.from(scores, (score) => (score >= calm ? chosen : 1 - chosen)) : likeliest,
    [twoClasses, scores, calm, chosen, likeliest],
  );
  const matrix = useMemo(() => confusionMatrix(truth, predicted, count), [truth, predicted, count]);
  const report = useMemo(() => classReport(matrix), [matrix]);
  const wrong = useMemo(
    () => Float64Array.from(truth, (label, i) => (label === predicted[i] ? 0 : 1)),
    [truth, predicted],
  );

  const choose = (index: number) => {
    if (!twoClasses) setOfMany(index);
    else
      attempt(
        'The event was not changed',
        command('runs.update', { id: run.id, event: labels[index] as string }),
      );
  };
  // Chosen on the validation rows, whichever are shown: by the test nothing is.
  const { data } = useCommand('runs.evaluation', { runId: run.id });
  const chooser = useMemo(() => (data && areClasses(data) ? data : undefined), [data]);
  const proposal = useMemo(() => chooser && proposeThreshold(chooser, chosen), [chooser, chosen]);
  const choosing = useMemo(() => chooser && rankedFor(chooser, chosen), [chooser, chosen]);
  const keep = () =>
    attempt(
      'The threshold was not kept',
      command('models.setThreshold', {
        versionId: run.modelVersionId ?? '',
        threshold: { label: labels[chosen] as string, from: threshold },
      }).then(({ modelId, number }) =>
        notify({
          kind: 'success',
          title: `Version ${number} made`,
          message: 'It answers by this threshold, also in its exported file.',
          action: { label: 'Open model', to: `/models/${modelId}` },
        }),
      ),
    );
  const rest = twoClasses ? (labels[1 - chosen] as string) : 'the rest';
  /** `about`: the label whose probability would explain them. */
  const show = (
    title: string,
    keep: (place: number) => boolean,
    guess: ArrayLike<number>,
    guessLabels: readonly string[],
    about: number,
    of = twoClasses ? chosen : undefined,
  ) => {
    const sureness = (place: number) =>
      probabilities[place * count + (of ?? (likeliest[place] as number))] as number;
    const places = [...truth.keys()].filter(keep).sort((a, b) => sureness(b) - sureness(a));
    setSamples({
      title,
      places,
      about: labels[about],
      columns: [
        { name: 'True', text: (place) => labels[truth[place] as number] as string },
        { name: 'Predicted', text: (place) => guessLabels[guess[place] as number] as string },
        { name: of === undefined ? 'Probability' : `Probability of ${labels[of]}`, number: sureness },
      ],
    });
  };
  const openCell = (row: number, column: number) =>
    show(
      `${labels[row]}, predicted as ${labels[column]}`,
      (place) => truth[place] === row && predicted[place] === column,
      predicted,
      labels,
      column,
    );
  const openSide = (row: number, column: number) => {
    const sides = [labels[chosen] as string, rest];
    const side = (yes: boolean) => (yes ? 0 : 1);
    const called = Uint8Array.from(scores, (score) => side(score >= threshold));
    show(
      `${sides[row]}, predicted as ${sides[column]} at ${threshold.toFixed(3)}`,
      (place) => side(isChosen[place] === 1) === row && called[place] === column,
      called,
      sides,
      chosen,
      chosen,
    );
  };

  return (
    <>
      <div className={classes.split}>
        <MatrixPlot matrix={matrix} labels={labels} fileName={run.name} onOpen={openCell} />
        <Panel title="Per class">
          <ClassTable report={report} labels={labels} fileName={run.name} />
        </Panel>
      </div>
      {samples && (
        <SampleTable
          run={run}
          rows={judged.rows}
          samples={samples}
          actions={<ExplainRows run={run} rows={judged.rows} samples={samples} />}
          onClose={() => setSamples(undefined)}
        />
      )}
      <Panel
        title="Threshold"
        actions={
          <Select
            aria-label={twoClasses ? 'Event' : 'Class'}
            w={200}
            searchable
            allowDeselect={false}
            data={labels.map((label, index) => ({ value: String(index), label: label || '(empty)' }))}
            value={String(chosen)}
            onChange={(value) => choose(Number(value))}
          />
        }
      >
        <ThresholdControls
          ranked={ranked}
          choosing={choosing}
          label={labels[chosen] as string}
          rest={rest}
          threshold={threshold}
          onChange={setThreshold}
          onOpen={twoClasses ? undefined : openSide}
          onKeep={twoClasses && run.modelVersionId ? keep : undefined}
          note={proposal && proposalWords(proposal)}
          fileName={run.name}
        />
        <CurveCharts
          ranked={ranked}
          scores={scores}
          isPositive={isChosen}
          label={labels[chosen] as string}
          threshold={threshold}
          fileName={run.name}
        />
      </Panel>
      {detection && twoClasses && (
        <DetectionPanel
          label={labels[chosen] as string}
          by={event.by}
          scores={scores}
          isEvent={isChosen}
          threshold={calm}
        />
      )}
      <SegmentPanel
        run={run}
        rows={judged.rows}
        errors={wrong}
        errorName="Error rate"
        isShare
        onOpen={(title, members) => {
          const inside = new Set(members);
          show(
            `Wrong where ${title}`,
            (place) => inside.has(place) && wrong[place] === 1,
            predicted,
            labels,
            chosen,
          );
        }}
      />
      <FairnessPanel run={run} judged={judged} event={chosen} />
    </>
  );
}
