/** Failures to allocate, in whatever words a runtime has for them, as one error that says what would fit. */
import { TetradError } from '../protocol/errors';
import { batchThatFits, estimateMemory, type MemoryRequest } from './estimateMemory';

/** V8, SpiderMonkey and JavaScriptCore for arrays; Emscripten for its heap. */
const words = /allocation failed|out of memory|array (buffer )?length|enlarge memory|\bOOM\b/i;

export const isOutOfMemory = (thrown: unknown): boolean =>
  thrown instanceof TetradError
    ? thrown.code === 'outOfMemory'
    : thrown instanceof Error && words.test(thrown.message);

/** The failure with its place, for the first to know it; anything else as it is. */
export function placeOutOfMemory(thrown: unknown, place: string): unknown {
  if (!isOutOfMemory(thrown)) return thrown;
  const info =
    thrown instanceof TetradError
      ? thrown.toInfo()
      : { code: 'outOfMemory' as const, message: `There is no memory left: ${(thrown as Error).message}.` };
  return new TetradError(
    { ...info, place: info.place && info.place !== place ? `${place}, ${info.place}` : place },
    { cause: thrown },
  );
}

/** The failure of a training with the batch that would fit: half of what failed, in tensors the device can hold. */
export function explainOutOfMemory(thrown: unknown, request: MemoryRequest, maxTensorBytes: number): unknown {
  if (!isOutOfMemory(thrown)) return thrown;
  const { fixedBytes, bytesPerRow } = estimateMemory(request, maxTensorBytes);
  const half = (fixedBytes + request.batchSize * bytesPerRow) / 2;
  const fits = Math.min(batchThatFits(request, half, maxTensorBytes), request.batchSize - 1);
  const { message, place } =
    thrown instanceof TetradError
      ? thrown
      : { message: `There is no memory left: ${(thrown as Error).message}.`, place: undefined };
  return new TetradError(
    {
      code: 'outOfMemory',
      message,
      place,
      hint:
        fits >= 1
          ? `A batch size of ${fits} would fit; it was ${request.batchSize}. Gradient accumulation keeps the larger step.`
          : 'Weights and data alone fill the memory: use a smaller model or fewer features.',
    },
    { cause: thrown },
  );
}
