/** Masks: how answer and truth overlap by label and by image, and the images themselves. */
import { useMemo } from 'react';
import { iouOfImages, maskFacts, meanOf } from '#/core/evaluation/maskFacts';
import { histogram } from '#/core/stats/histogram';
import type { MaskPredictions } from '#/core/tasks/segmentation';
import { formatCount } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';
import { BarPlot } from '#/ui/charts/plots/BarPlot';
import { Panel } from '#/ui/components/Panel';
import { labelColor } from '../answers/MaskCanvas';
import type { EvaluationProps } from '../taskView';
import evaluation from './evaluation.module.css';
import classes from './judging.module.css';
import { MaskGallery } from './MaskGallery';
import masks from './masks.module.css';

const text = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(3));

export default function MaskEvaluation({ run, judged }: EvaluationProps<MaskPredictions>) {
  const theme = useChartTheme();
  const facts = useMemo(() => maskFacts(judged), [judged]);
  const ofImages = useMemo(() => iouOfImages(judged), [judged]);
  const bins = useMemo(() => histogram(ofImages, 20), [ofImages]);
  return (
    <>
      <Panel title="Labels">
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Label</th>
                <th scope="col">IoU</th>
                <th scope="col">Dice</th>
                <th scope="col">Precision</th>
                <th scope="col">Recall</th>
                <th scope="col">Of all pixels</th>
              </tr>
            </thead>
            <tbody>
              {facts.map(({ label, iou, dice, precision, recall, share }, code) => (
                <tr key={label}>
                  <th scope="row">
                    <span
                      className={masks.swatch}
                      style={code > 0 ? { background: labelColor(theme, code) } : undefined}
                      aria-hidden="true"
                    />
                    {label}
                  </th>
                  {[iou, dice, precision, recall].map((value, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                    <td key={i}>{text(value)}</td>
                  ))}
                  <td>{(100 * share).toFixed(1)} %</td>
                </tr>
              ))}
              <tr>
                <th scope="row">Mean of labels</th>
                {(['iou', 'dice', 'precision', 'recall'] as const).map((name) => (
                  <td key={name} data-best="true">
                    {text(meanOf(facts.map((fact) => fact[name])))}
                  </td>
                ))}
                <td>100.0 %</td>
              </tr>
            </tbody>
          </table>
        </div>
        <p className="quiet">
          Over the pixels of {formatCount(judged.totalRows)} images that were held back. IoU: pixels that
          answer and truth share, of those that either has.
        </p>
      </Panel>
      <MaskGallery run={run} judged={judged} ious={ofImages} />
      <div className={evaluation.plots}>
        <BarPlot
          title="How good images are"
          figure="IoU"
          fileName={run.name}
          xLabel="Mean IoU of the image"
          bins={bins}
        />
      </div>
    </>
  );
}
