/** Images beside what the model made of them: the worst, those in the middle, or the best. */
import { SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { run as command } from '#/app/run';
import type { FittedImages } from '#/core/images/fittedImages';
import { imageColumn } from '#/core/images/imageSchema';
import type { Run } from '#/core/protocol/model';
import type { PixelPredictions } from '#/core/tasks/reconstruction';
import { formatNumber } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { PictureCanvas, ShadesCanvas } from '../answers/PixelCanvas';
import masks from './masks.module.css';
import pixels from './pixels.module.css';
import { type Order, orders, placesOf } from './placesOf';
import { readVersion } from './readVersion';

const shown = 12;

interface ShownImage {
  row: number;
  name: string;
  rmse: number;
  url?: string;
  size: FittedImages;
  made: Float32Array[];
}

export function PixelGallery({
  run,
  judged,
  rmse,
}: {
  run: Run;
  judged: PixelPredictions;
  /** Of each image, in shades. */
  rmse: Float64Array;
}) {
  const [order, setOrder] = useState<Order>('worst');
  const [images, setImages] = useState<ShownImage[]>();
  const [error, setError] = useState<unknown>();
  const places = useMemo(
    () =>
      placesOf(
        rmse.map((off) => -off),
        order,
        shown,
      ),
    [rmse, order],
  );
  useEffect(() => {
    let isCurrent = true;
    let read: ShownImage[] = [];
    readImages(run, judged, rmse, places).then(
      (found) => {
        read = found;
        if (!isCurrent) forget(found);
        else setImages(found);
      },
      (thrown: unknown) => isCurrent && setError(thrown),
    );
    return () => {
      isCurrent = false;
      forget(read);
    };
  }, [run, judged, rmse, places]);
  return (
    <Panel
      title="Images, and what was made of them"
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
      {!images && error === undefined && <p className="quiet">The images are made again …</p>}
      <ul className={pixels.images} aria-label={`The ${order} images`}>
        {images?.map(({ row, name, rmse: off, url, size, made }) => (
          <li key={row}>
            <div className={masks.caption}>
              <span className="clip" title={name}>
                {name}
              </span>
              <span title="Root mean squared error of its pixels, 0 to 255">± {formatNumber(off, 3)}</span>
            </div>
            <div className={pixels.pair}>
              <div>
                {url && <PictureCanvas size={size} url={url} alt={`${name}: as it is`} />}
                Image
              </div>
              <div>
                <ShadesCanvas size={size} images={made} alt={`${name}: made again`} />
                Made again
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

async function readImages(
  run: Run,
  judged: PixelPredictions,
  rmse: Float64Array,
  places: readonly number[],
): Promise<ShownImage[]> {
  const { modelId, datasetVersionId: versionId } = run;
  const rows = places.map((at) => judged.rows[at] as number);
  const found = await readVersion(run);
  if (!found || rows.length === 0) return [];
  const [seen, cells, { predictions }] = await Promise.all([
    command('datasets.images', { versionId, rows }),
    command('datasets.rowsAt', { versionId, rows, columns: [imageColumn] }),
    command('inference.predict', {
      modelId,
      version: found.version.number,
      samples: rows,
      datasetVersionId: versionId,
    }),
  ]);
  return rows.flatMap((row, i) => {
    const [file, field] = [seen.images[i]?.file, predictions[i]?.field];
    if (!field) return [];
    const about = {
      row,
      name: String(cells.rows[i]?.[0] ?? `image ${row}`),
      rmse: rmse[places[i] as number] as number,
    };
    return [{ ...about, size: found.size, made: [field], ...(file && { url: URL.createObjectURL(file) }) }];
  });
}

const forget = (images: readonly ShownImage[]): void => {
  for (const { url } of images) if (url) URL.revokeObjectURL(url);
};
