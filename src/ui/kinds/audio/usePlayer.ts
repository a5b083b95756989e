/** Plays one sound at a time, straight from its samples. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { resample } from '#/core/audio/resample';

/** Browsers play no slower sounds. */
const leastRate = 8000;

export interface Player {
  /** What plays now. */
  playing?: string;
  /** Of it, from 0 to 1. */
  share: number;
  /** The same again stops it. */
  toggle(key: string, samples: Float32Array<ArrayBuffer>, rate: number): void;
}

export function usePlayer(): Player {
  const context = useRef<AudioContext | undefined>(undefined);
  const source = useRef<AudioBufferSourceNode | undefined>(undefined);
  const [playing, setPlaying] = useState<string>();
  const [share, setShare] = useState(0);

  const stop = useCallback(() => {
    if (source.current) source.current.onended = null;
    source.current?.stop();
    source.current = undefined;
    setPlaying(undefined);
    setShare(0);
  }, []);
  useEffect(
    () => () => {
      stop();
      void context.current?.close();
    },
    [stop],
  );

  const toggle = (key: string, samples: Float32Array<ArrayBuffer>, rate: number) => {
    const again = playing === key;
    stop();
    if (again || samples.length === 0) return;
    context.current ??= new AudioContext();
    const audible = rate < leastRate ? resample(samples, rate, leastRate) : samples;
    const buffer = context.current.createBuffer(1, audible.length, Math.max(rate, leastRate));
    buffer.copyToChannel(audible, 0);
    const node = context.current.createBufferSource();
    node.buffer = buffer;
    node.connect(context.current.destination);
    node.onended = stop;
    void context.current.resume();
    node.start();
    source.current = node;
    setPlaying(key);
    const began = context.current.currentTime;
    const follow = () => {
      if (source.current !== node || !context.current) return;
      setShare(Math.min(1, (context.current.currentTime - began) / buffer.duration));
      requestAnimationFrame(follow);
    };
    follow();
  };
  return { ...(playing !== undefined && { playing }), share, toggle };
}
