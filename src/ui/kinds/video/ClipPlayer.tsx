/** A clip to play and to step through, as a model sees it or every frame of its file: arrows step, Space plays. */
import { Button, SegmentedControl } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useCommand } from '#/ui/useCommand';
import { FrameCanvas } from './FrameCanvas';
import classes from './video.module.css';

const fileSide = 480;
/** Frames of a clip whose times are not known, a second. */
const clipRate = 8;
const mostInStrip = 48;

type What = 'clip' | 'file';

export function ClipPlayer({ versionId, row }: { versionId: string; row: number }) {
  const [what, setWhat] = useState<What>('clip');
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const clip = useCommand('datasets.frames', { versionId, rows: [row] });
  const file = useCommand(
    'datasets.frames',
    what === 'file' ? { versionId, rows: [row], what, side: fileSide } : null,
  );
  const model = clip.data?.clips[0];
  const shown = (what === 'file' ? file : clip).data?.clips[0];
  const count = shown?.frames ?? 0;
  const frame = Math.min(at, Math.max(0, count - 1));
  const rate = shown?.rate ?? clipRate;
  useEffect(() => {
    if (!playing || count < 2) return;
    const timer = setInterval(() => setAt((now) => (now + 1) % count), 1000 / Math.min(60, rate));
    return () => clearInterval(timer);
  }, [playing, count, rate]);

  const step = (by: number) => {
    setPlaying(false);
    setAt(Math.max(0, Math.min(count - 1, frame + by)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === ' ' && event.target instanceof HTMLInputElement) setPlaying(!playing);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      if ((event.target as HTMLElement).closest('[role="radiogroup"]')) return;
      step(event.key === 'ArrowRight' ? 1 : -1);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const change = (next: What) => {
    setPlaying(false);
    setAt(0);
    setWhat(next);
  };
  const words = shown
    ? what === 'clip'
      ? `frame ${frame + 1} of ${count}`
      : `frame ${(shown.start ?? 0) + frame + 1} of the file${shown.taken?.includes(frame) ? ', which the model sees' : ''}`
    : '';
  const { error } = what === 'file' ? file : clip;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the slider in it has the focus; its keys come by here
    <div className={classes.player} onKeyDown={onKeyDown}>
      <div className={classes.stage} data-busy={!shown}>
        {shown && !shown.problem && (
          <FrameCanvas
            frames={shown}
            number={frame}
            className={classes.frame}
            label={`Clip ${row + 1}, ${words}`}
          />
        )}
        {shown?.problem && <p>{shown.problem}</p>}
      </div>
      <div className={classes.controls}>
        <Button
          size="xs"
          variant="default"
          disabled={count < 2}
          leftSection={playing ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
          onClick={() => setPlaying(!playing)}
        >
          {playing ? 'Pause' : 'Play'}
        </Button>
        <input
          type="range"
          className={classes.scrubber}
          aria-label="Frame"
          aria-valuetext={words}
          min={0}
          max={Math.max(0, count - 1)}
          value={frame}
          data-autofocus
          onChange={(event) => {
            setPlaying(false);
            setAt(Number(event.currentTarget.value));
          }}
        />
        <SegmentedControl
          size="xs"
          aria-label="What is shown"
          value={what}
          onChange={(next) => change(next as What)}
          data={[
            { value: 'clip', label: 'as the model sees it' },
            { value: 'file', label: 'the file' },
          ]}
        />
      </div>
      <p className={`quiet num ${classes.words}`}>{words}</p>
      {error !== undefined && <ErrorNote error={error} />}
      {model && !model.problem && (
        <div className={classes.strip} aria-hidden="true">
          {Array.from({ length: Math.min(mostInStrip, model.frames) }, (_, k) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the slider does the same by keyboard
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its number
              key={k}
              data-current={what === 'clip' ? k === frame : shown?.taken?.[k] === frame}
              onClick={() => {
                setPlaying(false);
                setAt(what === 'clip' ? k : (shown?.taken?.[k] ?? 0));
              }}
            >
              <FrameCanvas frames={model} number={k} />
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
