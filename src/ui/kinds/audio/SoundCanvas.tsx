/** The two pictures of a clip: the course of the wave over time, and time by frequency in colours. */
import { useEffect, useRef } from 'react';
import { colorMap, type ColorMapName } from '#/core/slices/colorMaps';
import { useChartTheme } from '#/ui/charts/palette';
import classes from './sound.module.css';

export function WaveCanvas({ wave, label }: { wave: Float32Array; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useChartTheme();
  const parts = Math.max(1, wave.length / 2);
  const height = 96;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, parts, height);
    context.fillStyle = theme.series[0] as string;
    const y = (value: number) => ((1 - Math.max(-1, Math.min(1, value))) / 2) * height;
    for (let part = 0; part * 2 < wave.length; part++) {
      const [low, high] = [wave[2 * part] as number, wave[2 * part + 1] as number];
      context.fillRect(part, y(high), 1, Math.max(1, y(low) - y(high)));
    }
  }, [wave, parts, theme]);
  return (
    <canvas
      ref={canvas}
      width={parts}
      height={height}
      className={classes.wave}
      role="img"
      aria-label={label}
    />
  );
}

export interface PictureProps {
  /** Row-major [frames, bands]. */
  picture: Float32Array;
  frames: number;
  bands: number;
  /** Absent: something beside it says what it is. */
  label?: string;
  colors?: ColorMapName;
}

/** Low frequencies below. */
export function PictureCanvas({ picture, frames, bands, label, colors: name = 'inferno' }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || picture.length === 0) return;
    const colors = colorMap(name);
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of picture) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    const pixels = new ImageData(frames, bands);
    for (let frame = 0; frame < frames; frame++)
      for (let band = 0; band < bands; band++) {
        const value = picture[frame * bands + band] as number;
        const level = high > low ? Math.round(((value - low) / (high - low)) * 255) : 0;
        const at = ((bands - 1 - band) * frames + frame) * 4;
        pixels.data.set(colors.subarray(level * 3, level * 3 + 3), at);
        pixels.data[at + 3] = 255;
      }
    context.putImageData(pixels, 0, 0);
  }, [picture, frames, bands, name]);
  return (
    <canvas
      ref={canvas}
      width={Math.max(1, frames)}
      height={Math.max(1, bands)}
      className={classes.picture}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}
