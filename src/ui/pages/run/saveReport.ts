import { groupsAsked } from '#/ui/tasks/evaluation/fairness/groupsAsked';
import { run as runCommand } from '#/app/run';
import { safeFileName, saveFile } from '#/ui/components/saveFile';

/** The run as one HTML file, handed to the browser's download. */
export async function saveReport(runId: string): Promise<void> {
  const { fileName, html } = await runCommand('runs.report', { runId, ...groupsAsked.get(runId) });
  saveFile(`${safeFileName(fileName.replace(/\.html$/, ''))}.html`, html, 'text/html');
}
