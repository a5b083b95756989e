/** Several labels a row: how well each is found, its curve of precision and recall, and the rows that went worst. */
import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { labelFacts } from '#/core/evaluation/labelFacts';
import { calledFrom } from '#/core/metrics/labelMetric';
import { prCurve } from '#/core/stats/prCurve';
import { rankScores } from '#/core/stats/rankScores';
import type { LabelsPredictions } from '#/core/tasks/multiLabel';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { CurvePlot } from '#/ui/charts/plots/CurvePlot';
import { Panel } from '#/ui/components/Panel';
import type { EvaluationProps } from '../taskView';
import classes from './evaluation.module.css';
import tables from './judging.module.css';
import { type Samples, SampleTable } from './SampleTable';

const percent = (share: number | undefined): string =>
  share === undefined || Number.isNaN(share) ? '–' : `${formatNumber(share * 100, 3)} %`;

export default function LabelsEvaluation({ run, judged }: EvaluationProps<LabelsPredictions>) {
  const { labels, truth, probabilities } = judged;
  const width = labels.length;
  const facts = useMemo(() => labelFacts(judged), [judged]);
  const [chosen, setChosen] = useState(0);
  const curve = useMemo(() => {
    const of = (values: ArrayLike<number>) =>
      Float32Array.from(
        { length: values.length / width },
        (_, row) => values[row * width + chosen] as number,
      );
    return prCurve(rankScores(of(probabilities), of(truth)));
  }, [probabilities, truth, width, chosen]);
  const worst = useMemo((): Samples => {
    const has = (row: number) => (label: number) => (truth[row * width + label] as number) > 0;
    const calls = (row: number) => (label: number) =>
      (probabilities[row * width + label] as number) >= calledFrom;
    const all = labels.map((_, label) => label);
    const names = (of: number[]) => of.map((label) => labels[label]).join('; ') || '–';
    const wrong = Array.from({ length: truth.length / width }, (_, row) =>
      all.filter((label) => has(row)(label) !== calls(row)(label)),
    );
    return {
      title: 'Most labels called wrongly',
      places: [...wrong.keys()].sort((a, b) => (wrong[b]?.length ?? 0) - (wrong[a]?.length ?? 0)),
      columns: [
        { name: 'True', text: (row) => names(all.filter(has(row))) },
        { name: 'Called', text: (row) => names(all.filter(calls(row))) },
        { name: 'Wrong', number: (row) => wrong[row]?.length ?? 0 },
      ],
    };
  }, [labels, truth, probabilities, width]);
  const shown: [string, string][] = [
    ['mAP', percent(facts.meanAveragePrecision)],
    ['F1, micro', percent(facts.microF1)],
    ['F1, macro', percent(facts.macroF1)],
    ['Subset accuracy', percent(facts.subsetAccuracy)],
  ];
  return (
    <>
      <dl className={classes.facts}>
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Panel title="By label">
        <div className={classes.split}>
          <div className={tables.scroll}>
            <table className={tables.table}>
              <thead>
                <tr>
                  <th scope="col">Label</th>
                  <th scope="col">Rows</th>
                  <th scope="col">Average precision</th>
                  <th scope="col">Precision</th>
                  <th scope="col">Recall</th>
                  <th scope="col">F1</th>
                </tr>
              </thead>
              <tbody>
                {facts.byLabel.map(({ label, rows, averagePrecision, precision, recall, f1 }) => (
                  <tr key={label}>
                    <th scope="row">{label}</th>
                    <td>{formatCount(rows)}</td>
                    <td>{percent(averagePrecision)}</td>
                    <td>{percent(precision)}</td>
                    <td>{percent(recall)}</td>
                    <td>{percent(f1)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div>
            <NativeSelect
              label="Label"
              size="xs"
              w={200}
              mb={8}
              value={String(chosen)}
              data={labels.map((label, i) => ({ value: String(i), label }))}
              onChange={(event) => setChosen(Number(event.currentTarget.value))}
            />
            <CurvePlot
              title="Precision and recall"
              figure={`Average precision ${formatNumber(curve.averagePrecision)}`}
              fileName={`${run.name}-${labels[chosen] ?? ''}`}
              xLabel="Recall"
              yLabel="Precision"
              points={curve.points}
              tip={({ x, y, threshold }) => [
                ['Recall', formatNumber(x)],
                ['Precision', formatNumber(y)],
                ['Threshold', formatNumber(threshold)],
              ]}
              none={`No row has ${labels[chosen] ?? 'it'}: there is no curve.`}
            />
          </div>
        </div>
        <p className={classes.below}>A label is called from a probability of a half on.</p>
      </Panel>
      <SampleTable run={run} rows={judged.rows} samples={worst} />
    </>
  );
}
