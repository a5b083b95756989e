/** window.tetrad: the same commands as the buttons, for scripts and the developer console. */
import type { CommandInfo } from './commandInfo';
import { run } from './run';
import { version } from './version';

export interface TetradConsole {
  /** Calls a command; rejects with an error that has code, message, place and hint. */
  run: typeof run;
  /** Every command with JSON schemas of what it takes and answers. */
  commands(): Promise<CommandInfo[]>;
  version: string;
}

declare global {
  interface Window {
    readonly tetrad: TetradConsole;
  }
}

export function installConsole(target: Window): void {
  const tetrad: TetradConsole = Object.freeze({
    run,
    commands: async () => (await import('./commandInfo')).commandInfos(),
    version,
  });
  Object.defineProperty(target, 'tetrad', { value: tetrad, enumerable: true });
}
