/** Images made again: how far their pixels are off, the images themselves, and what lies between them. */
import { useMemo } from 'react';
import { histogram } from '#/core/stats/histogram';
import { ratioOf } from '#/core/stats/ratioInterval';
import type { PixelPredictions } from '#/core/tasks/reconstruction';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { BarPlot } from '#/ui/charts/plots/BarPlot';
import { Panel } from '#/ui/components/Panel';
import type { EvaluationProps } from '../taskView';
import evaluation from './evaluation.module.css';
import classes from './judging.module.css';
import { MadeImages } from './MadeImages';
import { PixelGallery } from './PixelGallery';

export default function PixelEvaluation({ run, judged }: EvaluationProps<PixelPredictions>) {
  const { errors, flat } = judged;
  const ofImages = useMemo(() => errors.map(Math.sqrt), [errors]);
  const bins = useMemo(() => histogram(ofImages, 20), [ofImages]);
  const [own, free] = [ratioOf({ above: errors }), ratioOf({ above: flat })];
  return (
    <>
      <Panel title="Pixels">
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Answer</th>
                <th scope="col">RMSE (0 to 255)</th>
                <th scope="col">Explained variance</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">The model</th>
                <td data-best="true">{formatNumber(Math.sqrt(own))}</td>
                <td data-best="true">{free > 0 ? (1 - own / free).toFixed(3) : '–'}</td>
              </tr>
              <tr>
                <th scope="row">The mean shade for every pixel</th>
                <td>{formatNumber(Math.sqrt(free))}</td>
                <td>{(0).toFixed(3)}</td>
              </tr>
            </tbody>
          </table>
        </div>
        <p className="quiet">
          Over the pixels of {formatCount(judged.totalRows)} images that were held back, at the size that the
          network takes.
        </p>
      </Panel>
      <PixelGallery run={run} judged={judged} rmse={ofImages} />
      <MadeImages run={run} judged={judged} />
      <div className={evaluation.plots}>
        <BarPlot
          title="How far images are off"
          figure="RMSE of pixels"
          fileName={run.name}
          xLabel="RMSE of the image's pixels, 0 to 255"
          bins={bins}
        />
      </div>
    </>
  );
}
