/** What a model makes of numbers that no image was: over two of them, by hand, or drawn. Its decoder runs on this machine. */
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { IconArrowsShuffle } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { run as command } from '#/app/run';
import {
  drawnLatents,
  latentGrid,
  type LatentSpread,
  latentSpread,
  movedFrom,
} from '#/core/evaluation/latentPlan';
import type { FittedImages } from '#/core/images/fittedImages';
import type { Run } from '#/core/protocol/model';
import type { PixelPredictions } from '#/core/tasks/reconstruction';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { ShadesCanvas } from '../answers/PixelCanvas';
import pixels from './pixels.module.css';
import { readVersion } from './readVersion';
import { useDecoded } from './useDecoded';

const ways = [
  { value: 'grid', label: 'Grid' },
  { value: 'sliders', label: 'Sliders' },
  { value: 'drawn', label: 'Drawn' },
] as const;
type Way = (typeof ways)[number]['value'];

/** Images of the validation part that say how the numbers are spread. */
const mostRead = 200;
const gridSide = 9;
const drawnCount = 40;
/** Deviations from the mean, at the edges. */
const reach = 2.5;

interface Known {
  number: number;
  size: FittedImages;
  spread: LatentSpread;
  /** Numbers of the images that say so. */
  seen: number[][];
}

export function MadeImages({ run, judged }: { run: Run; judged: PixelPredictions }) {
  const [known, setKnown] = useState<Known>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isCurrent = true;
    readSpread(run, judged).then(
      (found) => isCurrent && setKnown(found),
      (thrown: unknown) => isCurrent && setError(thrown),
    );
    return () => {
      isCurrent = false;
    };
  }, [run, judged]);
  const [way, setWay] = useState<Way>('grid');
  return (
    <Panel
      title="Made of numbers alone"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="How numbers are chosen"
          value={way}
          onChange={(value) => setWay(value as Way)}
          data={[...ways]}
        />
      }
    >
      {error !== undefined && <ErrorNote error={error} />}
      {!known && error === undefined && <p className="quiet">The numbers of images are read …</p>}
      {known && <Made run={run} known={known} way={way} />}
    </Panel>
  );
}

function Made({ run, known, way }: { run: Run; known: Known; way: Way }) {
  const { spread, size, seen, number } = known;
  const width = spread.mean.length;
  const [first = 0, second = first] = spread.order;
  const [across, setAcross] = useState(first);
  const [down, setDown] = useState(second);
  const [moves, setMoves] = useState<readonly [number, number]>([0, 0]);
  const [draw, setDraw] = useState(0);
  const latents = useMemo(() => {
    if (way === 'grid') return latentGrid(spread, [across, down], gridSide, reach);
    if (way === 'drawn') return drawnLatents(seen, drawnCount, draw);
    return [
      movedFrom(
        spread,
        new Map([
          [down, moves[1]],
          [across, moves[0]],
        ]),
      ),
    ];
  }, [way, spread, seen, across, down, moves, draw]);
  const { images, error } = useDecoded(run.modelId, number, latents);
  const choices = spread.order.map((place) => ({
    value: String(place),
    label: `${place + 1} (± ${(spread.deviation[place] as number).toFixed(2)})`,
  }));
  const alt =
    way === 'grid'
      ? `Images over the latent numbers ${across + 1} and ${down + 1}`
      : way === 'drawn'
        ? 'Images of drawn numbers'
        : 'The image of these numbers';
  return (
    <>
      <div className={pixels.controls}>
        {way !== 'drawn' && (
          <>
            <NativeSelect
              size="xs"
              label={way === 'grid' ? 'Across' : 'First number'}
              value={String(across)}
              onChange={(event) => setAcross(Number(event.currentTarget.value))}
              data={choices}
            />
            {width > 1 && (
              <NativeSelect
                size="xs"
                label={way === 'grid' ? 'Down' : 'Second number'}
                value={String(down)}
                onChange={(event) => setDown(Number(event.currentTarget.value))}
                data={choices}
              />
            )}
          </>
        )}
        {way === 'drawn' && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowsShuffle size={15} />}
            onClick={() => setDraw(draw + 1)}
          >
            Draw others
          </Button>
        )}
      </div>
      {way === 'sliders' && (
        <div className={pixels.controls}>
          {[across, ...(down === across ? [] : [down])].map((place, i) => (
            <Move
              key={place}
              name={`Number ${place + 1}`}
              value={moves[i] as number}
              onChange={(value) => setMoves(i === 0 ? [value, moves[1]] : [moves[0], value])}
            />
          ))}
        </div>
      )}
      {error !== undefined && <ErrorNote error={error} />}
      {images.length === 0 && error === undefined && <p className="quiet">The images are made …</p>}
      <ShadesCanvas
        size={size}
        images={images}
        across={way === 'grid' ? gridSide : way === 'drawn' ? Math.ceil(drawnCount / 4) : 1}
        alt={alt}
        className={way === 'sliders' ? `${pixels.made} ${pixels.one}` : pixels.made}
      />
      <p className="quiet">
        {way === 'drawn'
          ? 'Near the numbers of one, moved at random by about a third of how they are spread'
          : `From ${reach} deviations below the mean to as many above, the other numbers at their mean`}{' '}
        over {formatCount(seen.length)} images that were held back.
      </p>
    </>
  );
}

function Move({
  name,
  value,
  onChange,
}: {
  name: string;
  /** In deviations. */
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <label className={pixels.slider}>
      {name}
      <input
        type="range"
        min={-reach}
        max={reach}
        step={0.05}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output>
        {value > 0 ? '+' : ''}
        {value.toFixed(2)}
      </output>
    </label>
  );
}

async function readSpread(run: Run, judged: PixelPredictions): Promise<Known | undefined> {
  const found = await readVersion(run);
  if (!found) return undefined;
  const step = Math.max(1, judged.rows.length / mostRead);
  const samples = Array.from(
    { length: Math.min(mostRead, judged.rows.length) },
    (_, i) => judged.rows[Math.floor(i * step)] as number,
  );
  const { number } = found.version;
  const { latents } = await command('inference.encode', {
    modelId: run.modelId,
    version: number,
    samples,
    datasetVersionId: run.datasetVersionId,
  });
  return { number, size: found.size, spread: latentSpread(latents), seen: latents };
}
