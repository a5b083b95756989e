import { Menu } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { run } from '#/app/run';
import { notify } from '#/app/stores/notices';
import { weightsEndings } from '#/core/fileEndings';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';

/** Weights of a file become another version of the model: the same network, answering by them. */
export function WeightsItem({ version }: { version: ModelVersion }) {
  // Of its own: the menu, and all in it, is gone when the picker answers.
  const pick = () => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = weightsEndings.map((ending) => `.${ending}`).join(',');
    input.onchange = () => {
      const file = input.files?.[0];
      if (file) attempt('The weights were not taken', takeWeights(version, file));
    };
    input.click();
  };
  return (
    <Menu.Item leftSection={<IconFileImport size={16} />} onClick={pick}>
      Weights from a file…
    </Menu.Item>
  );
}

async function takeWeights({ id, modelId }: ModelVersion, file: File): Promise<void> {
  const { jobId } = await run('models.import', { files: [file], onto: id });
  const { error } = await run('jobs.wait', { id: jobId });
  if (error) throw new TetradError(error);
  const [newest] = (await run('models.get', { id: modelId })).versions;
  notify({
    kind: 'success',
    title: `Version ${newest?.number} has the weights of ${file.name}`,
    message: newest?.notes ?? '',
  });
}
