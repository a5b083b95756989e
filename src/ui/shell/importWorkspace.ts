import { run } from '#/app/run';
import { notify, notifyError } from '#/app/stores/notices';
import { sealedWorkspaceStore } from '#/app/stores/sealedWorkspace';
import { TetradError } from '#/core/protocol/errors';
import type { Merged } from '#/core/protocol/workspace';

/** A sealed file waits in the settings for its passphrase; of another the end is told. */
export async function importWorkspace(file: File): Promise<'begun' | 'sealed'> {
  const { isSealed } = await import('#/core/workspace/sealed');
  if (await isSealed(file)) {
    sealedWorkspaceStore.setState({ file });
    return 'sealed';
  }
  importedWorkspace(file).catch((thrown) => notifyError(`${file.name} was not imported`, thrown));
  return 'begun';
}

/** Until all of it is here, which is told. */
export async function importedWorkspace(file: File, passphrase?: string): Promise<void> {
  const { jobId } = await run('workspace.import', { file, ...(passphrase !== undefined && { passphrase }) });
  const { status, error, result } = await run('jobs.wait', { id: jobId });
  if (error) throw new TetradError(error);
  if (status !== 'completed') return;
  const { added, known, renamed } = result as Merged;
  const names = renamed.map(({ from, to }) => `"${from}" is called "${to}" here`);
  notify({
    kind: 'success',
    title: `${file.name} was imported`,
    message: [
      `New: ${counted(added)}.`,
      ...(counted(known) === nothing ? [] : [`Here already: ${counted(known)}.`]),
      ...(names.length > 0 ? [`${names.join(', ')}.`] : []),
    ].join(' '),
  });
}

const nothing = 'nothing';
const words = { datasets: 'dataset', models: 'model', modelVersions: 'version', runs: 'run' } as const;

/** "2 datasets, 1 model" */
function counted(counts: Merged['added']): string {
  const parts = Object.entries(words).flatMap(([table, word]) => {
    const count = counts[table as keyof typeof words];
    return count > 0 ? [`${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`] : [];
  });
  return parts.join(', ') || nothing;
}
