/** A drawing for a model: strokes of the pen on the ground that its images have. */
import { Button, SegmentedControl, Slider } from '@mantine/core';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { FittedImages } from '#/core/images/fittedImages';
import classes from './images.module.css';

const side = 280;
const grounds = { black: '#000', white: '#fff' } as const;
type Ground = keyof typeof grounds;

/** What most of its training images are made of. */
const groundOf = ({ mean }: FittedImages): Ground =>
  mean.reduce((sum, value) => sum + value, 0) / mean.length < 128 ? 'black' : 'white';

export function DrawPad({ fitted, onDrawn }: { fitted: FittedImages; onDrawn: (file: File) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const at = useRef<[number, number]>(undefined);
  const [ground, setGround] = useState<Ground>(groundOf(fitted));
  const [pen, setPen] = useState(22);

  const clear = (color: Ground) => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.fillStyle = grounds[color];
    context.fillRect(0, 0, side, side);
  };
  useEffect(() => clear(ground), [ground]);

  const placeOf = (event: PointerEvent<HTMLCanvasElement>): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * side, ((event.clientY - box.top) / box.height) * side];
  };
  const stroke = (event: PointerEvent<HTMLCanvasElement>) => {
    const context = canvas.current?.getContext('2d');
    if (!context || !at.current) return;
    const next = placeOf(event);
    context.strokeStyle = ground === 'black' ? '#fff' : '#000';
    context.lineWidth = pen;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(...at.current);
    context.lineTo(...next);
    context.stroke();
    at.current = next;
  };
  const finish = () => {
    if (!at.current) return;
    at.current = undefined;
    canvas.current?.toBlob((blob) => blob && onDrawn(new File([blob], 'drawing.png', { type: 'image/png' })));
  };

  return (
    <>
      <div className={classes.ways}>
        <Button size="sm" variant="default" onClick={() => clear(ground)}>
          Clear
        </Button>
        <SegmentedControl
          size="xs"
          aria-label="Ground"
          value={ground}
          onChange={(value) => setGround(value as Ground)}
          data={[
            { value: 'black', label: 'white on black' },
            { value: 'white', label: 'black on white' },
          ]}
        />
        <Slider
          w={120}
          size="sm"
          thumbLabel="Width of the pen"
          label={null}
          min={6}
          max={48}
          value={pen}
          onChange={setPen}
        />
      </div>
      <canvas
        ref={canvas}
        className={classes.pad}
        width={side}
        height={side}
        role="img"
        aria-label="Drawing"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          at.current = placeOf(event);
          stroke(event);
        }}
        onPointerMove={stroke}
        onPointerUp={finish}
        onPointerCancel={finish}
      />
      <p className="quiet">Draw as large as the images the model learnt from. Each stroke is answered.</p>
    </>
  );
}
