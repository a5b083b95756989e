/** The one door to every command: buttons, palette, console and tests all come through here. */
import type { z } from 'zod';
import type * as registry from './commands';

type AnyCommand = (typeof registry)[keyof typeof registry];
export type CommandName = AnyCommand['name'];
type Command<N extends CommandName> = Extract<AnyCommand, { name: N }>;
export type CommandInput<N extends CommandName> = z.input<Command<N>['input']>;
export type CommandOutput<N extends CommandName> = z.output<Command<N>['output']>;

/** Calls a command by name. Rejects with TetradError. The registry loads on first use: the first paint waits for none of it. */
export async function run<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
  const { commands } = await import('./dispatch');
  return commands.dispatch(name, input) as Promise<CommandOutput<N>>;
}
