/** onnxruntime-web breaks when two calls overlap in one thread (a hang, or memory errors): one after the other. */
let last: Promise<unknown> = Promise.resolve();

export function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work);
  last = next.catch(() => undefined);
  return next;
}
