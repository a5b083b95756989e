/** The honest test of 4-D: the same network with time as channels, on the same samples. */
import { cnn3dTime } from './cnn3dTime';
import { cnn4d } from './cnn4d';

export const ablatedFamily = cnn4d.type;
export const ablationFamily = cnn3dTime.type;

/** The settings both have. */
export function ablationParams(settings: Record<string, unknown> = {}): Record<string, unknown> {
  const { timeKernel: _timeKernel, convolution: _convolution, ...shared } = settings;
  return shared;
}
