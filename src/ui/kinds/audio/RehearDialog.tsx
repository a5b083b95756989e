/** Other clips of the files that are stored: rate, length and stride; a new version. */
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { run } from '#/app/run';
import { type AudioSchema, secondsOf } from '#/core/audio/audioSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';

export function RehearDialog({
  version,
  sound: { hearing, stride },
  onClose,
}: {
  version: DatasetVersion;
  sound: AudioSchema;
  onClose: () => void;
}) {
  const [rate, setRate] = useState(hearing.rate);
  const [length, setLength] = useState(String(secondsOf(hearing)));
  const [step, setStep] = useState(String(stride));
  const { busy, error, attemptIt } = useAttempt();
  const [seconds, every] = [Number(length || Number.NaN), Number(step || Number.NaN)];
  const isReady =
    rate >= 100 && rate <= 192_000 && seconds > 0 && seconds <= 600 && every >= 0 && every <= 600;
  const start = () =>
    attemptIt(async () => {
      await run('datasets.rehear', { versionId: version.id, rate, seconds, stride: every });
      onClose();
    });
  return (
    <Modal opened onClose={onClose} title="Change clips" size={460}>
      <Stack gap="md">
        <CountInput label="Samples a second" value={rate} onChange={setRate} />
        <TextInput
          label="Length of a clip, seconds"
          inputMode="decimal"
          value={length}
          onChange={(event) => setLength(event.currentTarget.value)}
        />
        <TextInput
          label="From one clip to the next, seconds"
          description="0: each file is one clip"
          inputMode="decimal"
          value={step}
          onChange={(event) => setStep(event.currentTarget.value)}
        />
        {error !== undefined && <ErrorNote error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={() => void start()} loading={busy} disabled={!isReady} data-autofocus>
            Make version {version.number + 1}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
