/** At what size models take the images of a version: a new version, the images stay as they are. */
import { Button, Group, Modal, NativeSelect, Stack } from '@mantine/core';
import { useState } from 'react';
import { run } from '#/app/run';
import { fits, type ImageSize, imagesIn } from '#/core/images/imageSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';

const fitWords = {
  stretch: 'stretched to it',
  crop: 'their middle is taken',
  pad: 'edges are added',
} satisfies Record<(typeof fits)[number], string>;

const isSide = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 4096;

export function ResizeDialog({ version, onClose }: { version: DatasetVersion; onClose: () => void }) {
  const [size, setSize] = useState<ImageSize>(imagesIn(version.schema).size);
  const { busy, error, attemptIt } = useAttempt();
  const change = (part: Partial<ImageSize>) => setSize((before) => ({ ...before, ...part }));
  const isReady = isSide(size.height) && isSide(size.width);
  const make = () =>
    attemptIt(async () => {
      await run('datasets.resize', { versionId: version.id, ...size });
      onClose();
    });
  const wrong = (value: number) => (isSide(value) ? undefined : '1 to 4,096');
  return (
    <Modal opened onClose={onClose} title="Size that models take">
      <Stack gap="md">
        <Group gap="sm" align="flex-start">
          <CountInput
            label="Width"
            value={size.width}
            error={wrong(size.width)}
            onChange={(width) => change({ width })}
          />
          <CountInput
            label="Height"
            value={size.height}
            error={wrong(size.height)}
            onChange={(height) => change({ height })}
          />
        </Group>
        <NativeSelect
          label="Colours"
          value={String(size.channels)}
          onChange={(event) => change({ channels: event.currentTarget.value === '1' ? 1 : 3 })}
          data={[
            { value: '1', label: 'grey' },
            { value: '3', label: 'red, green, blue' },
          ]}
        />
        <NativeSelect
          label="Images of other proportions"
          value={size.fit}
          onChange={(event) => change({ fit: event.currentTarget.value as ImageSize['fit'] })}
          data={fits.map((value) => ({ value, label: fitWords[value] }))}
        />
        {error !== undefined && <ErrorNote error={error} />}
        <p className="quiet">Smaller is faster; what is to be told apart must still be seen.</p>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={make} loading={busy} disabled={!isReady} data-autofocus>
            Make version {version.number + 1}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
