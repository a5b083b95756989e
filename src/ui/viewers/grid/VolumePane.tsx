/** The moment as a volume; drag to turn it. */
import { SegmentedControl } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { levelsOf, projectVolume, thinFrame, type View } from '#/core/slices/projectVolume';
import type { FrameSize } from '#/core/slices/slicePixels';
import styles from './grid.module.css';

const edge = 160;
const turns: Record<string, readonly [number, number]> = {
  ArrowLeft: [-0.15, 0],
  ArrowRight: [0.15, 0],
  ArrowUp: [0, 0.15],
  ArrowDown: [0, -0.15],
};

export function VolumePane({
  frame,
  size,
  colors,
  level,
}: {
  frame?: Float32Array;
  size: FrameSize;
  colors: Uint8Array;
  level(value: number): number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [mode, setMode] = useState<'maximum' | 'opacity'>('maximum');
  const [view, setView] = useState<View>({ azimuth: 0.6, elevation: 0.4 });
  const thin = useMemo(() => frame && thinFrame(frame, size), [frame, size]);

  const levels = useMemo(() => thin && levelsOf(thin.frame, level), [thin, level]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !thin || !levels) return;
    const pixels = projectVolume({ levels, size: thin.size, view, mode, colors, edge });
    context.putImageData(new ImageData(pixels, edge, edge), 0, 0);
  }, [thin, levels, view, mode, colors]);

  const turn = (across: number, up: number) =>
    setView(({ azimuth, elevation }) => ({
      azimuth: azimuth + across,
      elevation: Math.min(Math.PI / 2, Math.max(-Math.PI / 2, elevation + up)),
    }));
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    else if (event.buttons > 0) turn(-event.movementX / 90, event.movementY / 90);
  };
  const press = (event: KeyboardEvent) => {
    const by = turns[event.key];
    if (!by) return;
    event.preventDefault();
    turn(...by);
  };
  const isThin = thin !== undefined && thin.frame !== frame;

  return (
    <figure className={styles.pane}>
      <figcaption className={styles.caption}>
        <span>Volume{isThin ? ` · thinned to ${thin.size.join(' × ')}` : ''}</span>
        <SegmentedControl
          size="xs"
          aria-label="Volume view"
          value={mode}
          onChange={(value) => setMode(value as typeof mode)}
          data={[
            { value: 'maximum', label: 'Maximum' },
            { value: 'opacity', label: 'Solid' },
          ]}
        />
      </figcaption>
      <div className={styles.stage}>
        <div
          className={styles.volume}
          role="slider"
          tabIndex={0}
          aria-label="Turn the volume"
          aria-valuenow={Math.round((view.azimuth * 180) / Math.PI)}
          aria-valuetext={`${Math.round((view.azimuth * 180) / Math.PI)}° around, ${Math.round((view.elevation * 180) / Math.PI)}° up`}
          onPointerDown={drag}
          onPointerMove={drag}
          onKeyDown={press}
        >
          <canvas ref={canvas} width={edge} height={edge} aria-hidden />
        </div>
      </div>
    </figure>
  );
}
