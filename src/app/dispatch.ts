/** Behind `run`: the registry, validation and the log. Loaded after the first paint, with zod. */
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import * as listed from './commands';
import type { CommandDef } from './commands/commandDef';
import { appendLog } from './commandLog';
import { provideCommands } from './listedCommands';
import { whenServices } from './services';

export interface Commands {
  /** In the order of the registry. */
  all: readonly CommandDef[];
  /** Checks the input, runs the command and writes the log; rejects with TetradError. */
  dispatch(name: string, input: unknown): Promise<unknown>;
  /** A longer copy. */
  with(...more: readonly CommandDef[]): Commands;
}

function commandsOf(all: readonly CommandDef[]): Commands {
  const byName = new Map(all.map((command) => [command.name, command]));
  return {
    all,
    with: (...more) => commandsOf([...all, ...more]),
    async dispatch(name, input) {
      const startedAt = Date.now();
      const started = performance.now();
      const command = byName.get(name);
      const entry = () => ({
        at: startedAt,
        name,
        effect: command?.effect,
        input,
        ms: performance.now() - started,
      });
      try {
        if (!command)
          throw new TetradError({
            code: 'notFound',
            message: `There is no command "${name}".`,
            hint: 'tetrad.commands() lists all of them.',
          });
        const parsed = parseInput(command, input);
        const output = await command.run(await whenServices(), parsed);
        if (!command.unlogged) appendLog({ ...entry(), ok: true });
        return output;
      } catch (thrown) {
        const error = toErrorInfo(thrown);
        appendLog({ ...entry(), ok: false, error });
        throw thrown instanceof TetradError ? thrown : new TetradError(error, { cause: thrown });
      }
    },
  };
}

/** All commands of the studio. */
export const commands: Commands = commandsOf(Object.values(listed) as unknown as CommandDef[]);
provideCommands(commands.all);

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
