import { notifyError } from '#/app/stores/notices';

/** For actions with no place of their own to show a failure: says it as a notice. */
export function attempt(title: string, work: Promise<unknown>): void {
  void attempted(title, work);
}

/** The same, and answers whether it worked. */
export const attempted = (title: string, work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    (thrown: unknown) => {
      notifyError(title, thrown);
      return false;
    },
  );
