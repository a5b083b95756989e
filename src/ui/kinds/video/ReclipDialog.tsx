/** Other clips of the files that are stored: frames, stride and size; a new version. */
import { Button, Group, Modal, NativeSelect, Stack } from '@mantine/core';
import { useState } from 'react';
import { run } from '#/app/run';
import { fits, type ImageSize } from '#/core/images/imageSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { videoCut, videoIn } from '#/core/video/videoSchema';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';

const fitWords = {
  stretch: 'stretched to it',
  crop: 'their middle is taken',
  pad: 'edges are added',
} satisfies Record<(typeof fits)[number], string>;

export function ReclipDialog({ version, onClose }: { version: DatasetVersion; onClose: () => void }) {
  const { size, ...clips } = videoIn(version.schema).looking;
  const [cut, setCut] = useState({ ...clips, ...size });
  const { busy, error, attemptIt } = useAttempt();
  const change = (part: Partial<typeof cut>) => setCut((before) => ({ ...before, ...part }));
  const isRight = (name: keyof typeof cut): boolean => videoCut.safeParse({ [name]: cut[name] }).success;
  const isReady = (Object.keys(cut) as (keyof typeof cut)[]).every(isRight);
  const count = (name: 'frames' | 'every' | 'stride' | 'width' | 'height', label: string) => (
    <CountInput
      label={label}
      value={cut[name]}
      {...(!isRight(name) && { error: 'out of range' })}
      onChange={(value) => change({ [name]: value })}
    />
  );
  const make = () =>
    attemptIt(async () => {
      await run('datasets.reclip', { versionId: version.id, ...cut });
      onClose();
    });
  return (
    <Modal opened onClose={onClose} title="Change clips" size={460}>
      <Stack gap="md">
        <NativeSelect
          label="A clip is"
          value={cut.stride === 0 ? 'whole' : 'part'}
          onChange={(event) =>
            change({ stride: event.currentTarget.value === 'whole' ? 0 : Math.max(1, cut.frames) })
          }
          data={[
            { value: 'whole', label: 'a whole file: its frames are spread over it' },
            { value: 'part', label: 'a part of a file' },
          ]}
        />
        <Group gap="sm" align="flex-start">
          {count('frames', 'Frames of a clip')}
          {cut.stride > 0 && count('every', 'One of so many')}
          {cut.stride > 0 && count('stride', 'To the next clip')}
        </Group>
        {cut.stride > 0 && (
          <p className="quiet">
            A clip covers {(cut.frames * cut.every).toLocaleString('en')} frames of the file; the next begins{' '}
            {(cut.stride * cut.every).toLocaleString('en')} later.
          </p>
        )}
        <Group gap="sm" align="flex-start">
          {count('width', 'Width')}
          {count('height', 'Height')}
        </Group>
        <NativeSelect
          label="Colours"
          value={String(cut.channels)}
          onChange={(event) => change({ channels: event.currentTarget.value === '1' ? 1 : 3 })}
          data={[
            { value: '1', label: 'grey' },
            { value: '3', label: 'red, green, blue' },
          ]}
        />
        <NativeSelect
          label="Video of other proportions"
          value={cut.fit}
          onChange={(event) => change({ fit: event.currentTarget.value as ImageSize['fit'] })}
          data={fits.map((value) => ({ value, label: fitWords[value] }))}
        />
        {error !== undefined && <ErrorNote error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={() => void make()} loading={busy} disabled={!isReady} data-autofocus>
            Make version {version.number + 1}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
