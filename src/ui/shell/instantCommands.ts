/** Commands that can be called with nothing filled in; their answer is shown as a notice. */
import { notify, notifyError } from '#/app/stores/notices';

export interface InstantCommand {
  name: string;
  title: string;
  summary: string;
  call(): void;
}

const maxText = 600;

export function answerText(output: unknown): string {
  if (Array.isArray(output) && output.length > 5) return `${output.length} entries`;
  const text = JSON.stringify(output, null, 1) ?? '';
  if (text === '{}' || text === '') return 'Done.';
  return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
}

export async function instantCommands(): Promise<InstantCommand[]> {
  const { commands } = await import('#/app/dispatch');
  return commands.all
    .filter((command) => command.input.safeParse({}).success)
    .map(({ name, title, summary }) => ({
      name,
      title,
      summary,
      call: () => {
        commands.dispatch(name, {}).then(
          (output) => notify({ kind: 'success', title, message: answerText(output) }),
          (thrown) => notifyError(title, thrown),
        );
      },
    }));
}
