/** Images beside what was true, what was answered and where these differ: the worst, those in the middle, or the best. */
import { SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { run as command } from '#/app/run';
import type { FittedImages } from '#/core/images/fittedImages';
import { imageColumn } from '#/core/images/imageSchema';
import { maskCodes } from '#/core/images/maskCodes';
import { resizeCodes } from '#/core/images/resizeCodes';
import type { Run } from '#/core/protocol/model';
import type { MaskPredictions } from '#/core/tasks/segmentation';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { MaskCanvas } from '../answers/MaskCanvas';
import masks from './masks.module.css';
import { type Order, orders, placesOf } from './placesOf';
import { readVersion } from './readVersion';

const shown = 12;

interface ShownMask {
  row: number;
  name: string;
  iou: number;
  url?: string;
  size: FittedImages;
  truth: Uint8Array;
  answer: Uint8Array;
}

export function MaskGallery({
  run,
  judged,
  ious,
}: {
  run: Run;
  judged: MaskPredictions;
  ious: Float64Array;
}) {
  const [order, setOrder] = useState<Order>('worst');
  const [images, setImages] = useState<ShownMask[]>();
  const [error, setError] = useState<unknown>();
  const places = useMemo(() => placesOf(ious, order, shown), [ious, order]);
  useEffect(() => {
    let isCurrent = true;
    let made: ShownMask[] = [];
    readMasks(run, judged, ious, places).then(
      (found) => {
        made = found;
        if (!isCurrent) forget(found);
        else setImages(found);
      },
      (thrown: unknown) => isCurrent && setError(thrown),
    );
    return () => {
      isCurrent = false;
      forget(made);
    };
  }, [run, judged, ious, places]);
  return (
    <Panel
      title="Images, their masks and errors"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Which images"
          value={order}
          onChange={(value) => setOrder(value as Order)}
          data={[...orders]}
        />
      }
    >
      {error !== undefined && <ErrorNote error={error} />}
      {!images && error === undefined && <p className="quiet">The images are answered …</p>}
      <ul className={masks.images} aria-label={`The ${order} images`}>
        {images?.map(({ row, name, iou, url, size, truth, answer }) => (
          <li key={row}>
            <div className={masks.caption}>
              <span className="clip" title={name}>
                {name}
              </span>
              <span>IoU {iou.toFixed(3)}</span>
            </div>
            <div className={masks.three}>
              <div>
                <MaskCanvas size={size} url={url} codes={truth} alt={`${name}: true mask`} />
                Truth
              </div>
              <div>
                <MaskCanvas size={size} url={url} codes={answer} alt={`${name}: answered mask`} />
                Answer
              </div>
              <div>
                <MaskCanvas
                  size={size}
                  url={url}
                  codes={answer}
                  against={truth}
                  alt={`${name}: wrong pixels`}
                />
                Errors
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

async function readMasks(
  run: Run,
  judged: MaskPredictions,
  ious: Float64Array,
  places: readonly number[],
): Promise<ShownMask[]> {
  const rows = places.map((at) => judged.rows[at] as number);
  const { modelId, datasetVersionId: versionId } = run;
  const found = await readVersion(run);
  if (!found || rows.length === 0) return [];
  const { version, size } = found;
  const [seen, cells, answered] = await Promise.all([
    command('datasets.images', { versionId, rows, marks: true }),
    command('datasets.rowsAt', { versionId, rows, columns: [imageColumn] }),
    command('inference.predict', {
      modelId,
      version: version.number,
      samples: rows,
      datasetVersionId: versionId,
    }),
  ]);
  return rows.flatMap((row, i) => {
    const [image, answer] = [seen.images[i], answered.predictions[i]?.mask];
    if (!image || !answer) return [];
    const { boxes = [], mask, file } = image;
    const { labels = [], keys } = version.task;
    const codes = maskCodes({ boxes, keys: mask?.classes }, image, { labels, keys });
    const truth = new Uint8Array(size.width * size.height);
    resizeCodes(codes, image, size, truth);
    const about = {
      row,
      name: String(cells.rows[i]?.[0] ?? `image ${row}`),
      iou: ious[places[i] as number] as number,
    };
    return [{ ...about, size, truth, answer, ...(file && { url: URL.createObjectURL(file) }) }];
  });
}

const forget = (images: readonly ShownMask[]): void => {
  for (const { url } of images) if (url) URL.revokeObjectURL(url);
};
