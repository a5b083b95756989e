/** window.tetrad: the same commands as the buttons, for scripts and the developer console. */
import type { CommandInfo } from './commandInfo';
import type { Commands } from './dispatch';
import type { run } from './run';
import { version } from './version';

export interface TetradConsole {
  /** Calls a command; rejects with an error that has code, message, place and hint. Files and typed arrays go as they are. */
  run: typeof run;
  /** The same with JSON on both sides: files and arrays as `$file` and `$array` (src/app/jsonCodec.ts). */
  runJson(name: string, input: unknown): Promise<unknown>;
  /** Every command with what it does to the studio and JSON schemas of what it takes and answers. */
  commands(): Promise<CommandInfo[]>;
  version: string;
}

declare global {
  interface Window {
    readonly tetrad: TetradConsole;
  }
}

const loadListed = async (): Promise<Commands> => (await import('./dispatch')).commands;

export function installConsole(target: Window, loadCommands = loadListed): void {
  const call = async (name: string, input: unknown): Promise<unknown> =>
    (await loadCommands()).dispatch(name, input);
  const tetrad: TetradConsole = Object.freeze({
    run: call as typeof run,
    async runJson(name: string, input: unknown) {
      const { fromJson, toJson } = await import('./jsonCodec');
      return await toJson(await call(name, fromJson(input)));
    },
    commands: async () => (await import('./commandInfo')).commandInfos((await loadCommands()).all),
    version,
  });
  Object.defineProperty(target, 'tetrad', { value: tetrad, enumerable: true });
}
