/** What a network made after an epoch: images, texts, and the kernels that look at its images. */
import { useMemo } from 'react';
import type { CommandOutput } from '#/app/run';
import type { MadeImages } from '#/core/protocol/model';
import { Panel } from '#/ui/components/Panel';
import { ShadesCanvas } from '#/ui/tasks/answers/PixelCanvas';
import classes from './replay.module.css';

export function SnapshotMade({ snapshot }: { snapshot: CommandOutput<'runs.snapshot'> }) {
  const { drawn, given, again, texts, filters } = snapshot;
  return (
    <>
      {drawn && (
        <Panel title="Drawn from the same numbers">
          <Strip made={drawn} across={8} alt={`Images drawn after epoch ${snapshot.epoch}`} />
        </Panel>
      )}
      {given && again && (
        <Panel title="Made again">
          <Strip made={joined(given, again)} across={countOf(given)} alt="Images above, made again below" />
          <p className="quiet">Above: images that were held back. Below: the same, made again.</p>
        </Panel>
      )}
      {texts && (
        <Panel title="Written on">
          <ul className={classes.texts}>
            {texts.map(({ prompt, text }) => (
              <li key={prompt}>
                <span className="quiet">{prompt}</span>
                <strong>{text}</strong>
              </li>
            ))}
          </ul>
          <p className="quiet">
            The same beginnings and draws in every epoch: temperature 0.8, of the 20 likeliest tokens.
          </p>
        </Panel>
      )}
      {filters && (
        <Panel title="Kernels of the first convolution">
          <Strip
            made={filters}
            across={Math.min(16, countOf(filters))}
            alt={`Kernels after epoch ${snapshot.epoch}`}
            className={classes.kernels}
          />
          <p className="quiet">Black: the most negative weight. Grey: none. White: the most positive.</p>
        </Panel>
      )}
    </>
  );
}

const sizeOf = ({ shape: [height, width, channels] }: MadeImages) => height * width * channels;
const countOf = (made: MadeImages): number => made.shades.length / sizeOf(made);

const joined = (above: MadeImages, below: MadeImages): MadeImages => ({
  shape: above.shape,
  shades: Uint8Array.from([...above.shades, ...below.shades]),
});

function Strip({
  made,
  across,
  alt,
  className = classes.strip,
}: {
  made: MadeImages;
  across: number;
  alt: string;
  className?: string;
}) {
  const { shape, shades } = made;
  const images = useMemo(() => {
    const size = sizeOf({ shape, shades });
    return Array.from({ length: shades.length / size }, (_, i) =>
      Float32Array.from(shades.subarray(i * size, (i + 1) * size)),
    );
  }, [shape, shades]);
  const [height, width, channels] = shape;
  return (
    <ShadesCanvas
      size={{ height, width, channels: channels === 3 ? 3 : 1, fit: 'stretch' }}
      images={images}
      across={across}
      alt={alt}
      className={className}
    />
  );
}
