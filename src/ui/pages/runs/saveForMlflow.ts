import { run as runCommand } from '#/app/run';
import type { Run } from '#/core/protocol/model';
import { saveFile } from '#/ui/components/saveFile';

export async function saveForMlflow(runs: readonly Run[]): Promise<void> {
  const { fileName, file } = await runCommand('runs.export', { ids: runs.map(({ id }) => id) });
  saveFile(fileName, file);
}
