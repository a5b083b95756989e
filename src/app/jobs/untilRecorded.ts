/**
 * On a full disk even the end of a job cannot be written down: the person is told at once, and the writing is tried
 * again until there is room, so that the record does not say "running" with nobody running. Other failures are not
 * waited out.
 */
import { toErrorInfo } from '#/core/protocol/errors';
import { notifyError } from '../stores/notices';

const retryEveryMs = 1_000;

export class UntilRecorded {
  #giveUp?: () => void;
  #told = false;
  readonly #title: string;

  constructor(title: string) {
    this.#title = title;
  }

  async write<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (thrown) {
        if (toErrorInfo(thrown).code !== 'quota') throw thrown;
        if (!this.#told) notifyError(`${this.#title} has stopped, and there is no room to note it`, thrown);
        this.#told = true;
        const goesOn = await new Promise<boolean>((resolve) => {
          this.#giveUp = () => resolve(false);
          setTimeout(() => resolve(true), retryEveryMs);
        });
        if (!goesOn) throw thrown;
      }
    }
  }

  /** Whether it was waiting for room; then it waits no longer. */
  giveUp(): boolean {
    this.#giveUp?.();
    return this.#giveUp !== undefined;
  }
}
