import { notifyError } from '#/app/stores/notices';

/** For actions with no place of their own to show a failure: says it as a notice. */
export function attempt(title: string, work: Promise<unknown>): void {
  work.catch((thrown: unknown) => notifyError(title, thrown));
}
