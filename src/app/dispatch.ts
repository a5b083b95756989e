/** Behind `run`: the registry, validation and the log. Loaded after the first paint, with zod. */
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import * as registry from './commands';
import type { CommandDef } from './commands/commandDef';
import { appendLog } from './commandLog';
import { whenServices } from './services';

/** All commands in the order of the registry. */
export const commandList: readonly CommandDef[] = Object.values(registry) as unknown as CommandDef[];
const byName = new Map(commandList.map((command) => [command.name, command]));

export async function dispatch(name: string, input: unknown): Promise<unknown> {
  const startedAt = Date.now();
  const started = performance.now();
  try {
    const command = byName.get(name);
    if (!command)
      throw new TetradError({
        code: 'notFound',
        message: `There is no command "${name}".`,
        hint: 'tetrad.commands() lists all of them.',
      });
    const parsed = parseInput(command, input);
    const output = await command.run(await whenServices(), parsed);
    if (!command.unlogged)
      appendLog({ at: startedAt, name, input, ok: true, ms: performance.now() - started });
    return output;
  } catch (thrown) {
    const info = toErrorInfo(thrown);
    appendLog({
      at: startedAt,
      name,
      input,
      ok: false,
      error: info,
      ms: performance.now() - started,
    });
    throw thrown instanceof TetradError ? thrown : new TetradError(info, { cause: thrown });
  }
}

function parseInput(command: CommandDef, input: unknown): unknown {
  const result = command.input.safeParse(input ?? {});
  if (result.success) return result.data;
  const [first] = result.error.issues;
  const path = first?.path.map(String).join('.') || 'input';
  const more = result.error.issues.length - 1;
  throw new TetradError({
    code: 'badInput',
    message: `${command.name}: ${path}: ${first?.message ?? 'not valid'}${more > 0 ? ` (and ${more} more)` : ''}`,
    place: path,
    hint: `tetrad.commands().find((c) => c.name === '${command.name}').input is the schema of what it takes.`,
  });
}
