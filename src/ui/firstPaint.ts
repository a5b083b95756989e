/** Resolves when the first page has been painted, or soon anyway: a tab in the background paints nothing. */
import { router } from './router/router';

const atLatestMs = 1500;

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

async function painted(): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = router.subscribe('onRendered', () => {
      stop();
      resolve();
    });
  });
  await nextFrame();
  await nextFrame();
  await new Promise<void>((resolve) => setTimeout(resolve, 50));
}

export const firstPaint: Promise<unknown> = Promise.race([
  painted(),
  new Promise((resolve) => setTimeout(resolve, atLatestMs)),
]);
