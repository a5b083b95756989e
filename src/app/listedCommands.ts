/** The registry as a command sees it: it is one of the list itself. */
import type { CommandDef } from './commands/commandDef';

let listed: readonly CommandDef[] = [];

export const provideCommands = (all: readonly CommandDef[]): void => {
  listed = all;
};

export const listedCommands = (): readonly CommandDef[] => listed;
