import { useEffect, useRef } from 'react';

export interface Frames {
  width: number;
  height: number;
  channels: 1 | 3;
  /** Row-major [frames, height, width, channels]. */
  data: Uint8Array;
}

/** One frame of a clip. Without a label something beside it says what it is. */
export function FrameCanvas({
  frames: { width, height, channels, data },
  number,
  className,
  label,
}: {
  frames: Frames;
  number: number;
  className?: string;
  label?: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const count = width * height;
    const from = number * count * channels;
    if (!context || data.length < from + count * channels) return;
    const pixels = new ImageData(width, height);
    for (let i = 0; i < count; i++)
      for (let c = 0; c < 4; c++)
        pixels.data[4 * i + c] =
          c === 3 ? 255 : (data[from + i * channels + (channels === 1 ? 0 : c)] as number);
    context.putImageData(pixels, 0, 0);
  }, [data, width, height, channels, number]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      className={className}
      data-small={Math.max(width, height) < 200}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}
