/** Pictures and clips from the webcam, each under the label a person gives it, to a dataset of images or of video. */
import { Button, NumberInput, Progress, SegmentedControl, TextInput } from '@mantine/core';
import { IconCamera, IconTrash, IconVideo } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { run } from '#/app/run';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import { openWebcam, type Webcam } from '#/ui/components/webcam/openWebcam';
import { WebcamPreview } from '#/ui/components/webcam/WebcamPreview';
import { useAttempt } from '#/ui/useAttempt';
import { ShotList } from './ShotList';
import { type Shot, takeShot } from './takeShot';
import { useHeld } from './useHeld';
import classes from './webcamPage.module.css';

type Mode = 'images' | 'video';

const words = { images: ['image', 'images'], video: ['clip', 'clips'] } as const;
/** While the button is held. */
const shotEveryMs = 120;
const standardSeconds = 2;

export default function WebcamPage() {
  const [camera, setCamera] = useState<Webcam>();
  const [mode, setMode] = useState<Mode>('images');
  const [label, setLabel] = useState('');
  const [seconds, setSeconds] = useState(standardSeconds);
  const [shots, setShots] = useState<Record<Mode, readonly Shot[]>>({ images: [], video: [] });
  const [share, setShare] = useState<number>();
  const { busy, error, attemptIt } = useAttempt();
  const video = useRef<HTMLVideoElement>(null);
  const stopping = useRef<AbortController | undefined>(undefined);
  const navigate = useNavigate();
  useEffect(() => () => camera?.close(), [camera]);
  useEffect(() => () => stopping.current?.abort(), []);

  const own = shots[mode];
  const [one, many] = words[mode];
  const named = label.trim();
  const keep = (of: Mode, shot: Shot) => setShots((before) => ({ ...before, [of]: [...before[of], shot] }));
  const shoot = useHeld(shotEveryMs, async () => {
    if (video.current) keep('images', { label: named, file: await takeShot(video.current), ending: 'jpg' });
  });
  const record = () =>
    attemptIt(async () => {
      if (!camera) return;
      const controller = new AbortController();
      stopping.current = controller;
      setShare(0);
      try {
        const file = await camera.record(seconds, controller.signal, setShare);
        keep('video', { label: named, file, ending: file.name.endsWith('mp4') ? 'mp4' : 'webm' });
      } finally {
        setShare(undefined);
      }
    });
  const makeDataset = () =>
    attemptIt(async () => {
      const name = mode === 'images' ? 'Webcam images' : 'Webcam clips';
      const folder = own.map((shot, i) => ({
        path: `${safeName(shot.label)}${String(i + 1).padStart(5, '0')}.${shot.ending}`,
        blob: shot.file,
      }));
      const { datasetId } = await run('datasets.import', {
        files: [new File([], name)],
        name,
        kind: mode,
        options: { folder },
      });
      await navigate({ to: '/data/$datasetId', params: { datasetId } });
    });

  return (
    <>
      <PageHeader
        title="From the webcam"
        note="Nothing leaves this device. Give a label, take what belongs to it, then the next label."
      />
      {error !== undefined && <ErrorNote error={error} />}
      {!camera ? (
        <Button
          leftSection={<IconCamera size={18} />}
          loading={busy}
          onClick={() => attemptIt(async () => setCamera(await openWebcam()))}
        >
          Start the webcam
        </Button>
      ) : (
        <div className={classes.layout}>
          <div className={classes.seen}>
            <WebcamPreview stream={camera.stream} video={video} />
            {share !== undefined && (
              <Progress mt="xs" value={100 * share} aria-label={`${Math.round(share * 100)} % recorded`} />
            )}
          </div>
          <div className={classes.controls}>
            <SegmentedControl
              aria-label="What is taken"
              value={mode}
              disabled={busy}
              onChange={(value) => setMode(value as Mode)}
              data={[
                { value: 'images', label: 'Images' },
                { value: 'video', label: 'Clips' },
              ]}
            />
            <TextInput
              label="Label"
              placeholder="none"
              value={label}
              maxLength={80}
              onChange={(event) => setLabel(event.currentTarget.value)}
            />
            {mode === 'images' ? (
              <Button leftSection={<IconCamera size={16} />} {...shoot.button}>
                {shoot.held ? 'Taking images…' : 'Take images: hold'}
              </Button>
            ) : (
              <>
                <NumberInput
                  label="Seconds"
                  min={0.5}
                  max={60}
                  step={0.5}
                  value={seconds}
                  onChange={(value) => typeof value === 'number' && setSeconds(value)}
                />
                <Button
                  leftSection={<IconVideo size={16} />}
                  disabled={busy || !(seconds >= 0.5 && seconds <= 60)}
                  onClick={record}
                >
                  {share === undefined ? 'Record a clip' : 'Recording…'}
                </Button>
              </>
            )}
            {shoot.error !== undefined && <ErrorNote error={shoot.error} />}
            <ShotList
              shots={own}
              words={words[mode]}
              onRemove={(of) =>
                setShots((before) => ({
                  ...before,
                  [mode]: before[mode].filter((shot) => shot.label !== of),
                }))
              }
              icon={<IconTrash size={14} />}
            />
            <Button disabled={own.length === 0 || busy} onClick={makeDataset}>
              Make a dataset of {formatCount(own.length)} {own.length === 1 ? one : many}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}

/** A folder of its own for each label. */
const safeName = (label: string): string => {
  const name = label.replace(/[\\/:*?"<>|]|\.\./g, ' ').trim();
  return name === '' ? '' : `${name}/`;
};
