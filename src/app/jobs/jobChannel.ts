/** What tabs tell each other about jobs; never heard by the tab that says it. */
import type { StopReason } from './jobDef';

type Message = { kind: 'wake' } | { kind: 'stop'; jobId: string; reason: StopReason };

export class JobChannel {
  readonly #channel: BroadcastChannel;

  constructor(name: string, hear: { wake(): void; stop(jobId: string, reason: StopReason): void }) {
    this.#channel = new BroadcastChannel(`${name}-jobs`);
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'wake') hear.wake();
      else hear.stop(data.jobId, data.reason);
    };
  }

  /** Something may run now that could not before. */
  wake(): void {
    this.#say({ kind: 'wake' });
  }

  stop(jobId: string, reason: StopReason): void {
    this.#say({ kind: 'stop', jobId, reason });
  }

  #say(message: Message): void {
    this.#channel.postMessage(message);
  }

  close(): void {
    this.#channel.close();
  }
}
