/** What the training would hold, and what to do when that is more than the device is likely to have. */
import { kindOf } from '#/core/kinds/registry';
import { useDeferredValue, useMemo } from 'react';
import { batchThatFits, estimateMemory } from '#/core/arch/estimateMemory';
import type { BackendInfo } from '#/core/protocol/engineApi';
import { allowedDataBytes } from '#/core/train/dataAllowance';
import { type FormTraining, formMemory } from '#/core/train/formMemory';
import { formatCount } from '#/ui/charts/formatNumber';
import { bytesText } from '#/core/bytesText';
import { useCommand } from '#/ui/useCommand';
import classes from './train.module.css';

/** Browsers tell neither the memory of a GPU nor more than 8 GB of the machine's: half of what they tell. */
const shareOfMemory = 0.5;
const memoryBytes = (): number =>
  shareOfMemory * 2 ** 30 * ((navigator as Navigator & { deviceMemory?: number }).deviceMemory ?? 4);

export function MemoryNote({ training }: { training: FormTraining }) {
  const { data: backends } = useCommand('engine.probe', {});
  const calm = useDeferredValue(JSON.stringify(training));
  const needed = useMemo(() => formMemory(JSON.parse(calm) as FormTraining), [calm]);
  if (!needed || !backends) return null;
  const { words } = kindOf(training.schema);
  const backend = backendFor(training.training.backend, backends);
  const gpu = backend?.backend === 'webgpu';
  const dataBytes = 4 * needed.dataValues;
  const allowedBytes = allowedDataBytes(navigator);
  const inParts = dataBytes > allowedBytes;
  const request = { ...needed, gpu, ...(inParts && { dataValues: 0 }) };
  const [most, largest] = [memoryBytes(), backend?.maxTensorBytes ?? Number.POSITIVE_INFINITY];
  const { bytes, fixedBytes, evaluateBytes, largestBytes } = estimateMemory(request, largest);
  const memory = gpu ? 'GPU memory' : 'memory';
  if (bytes <= most && largestBytes <= largest)
    return (
      <>
        , about {bytesText(bytes)} of {memory}
        {inParts
          ? `, and at most ${bytesText(allowedBytes)} of memory for the ${words.samples}, which are read in parts`
          : gpu && `, and ${bytesText(dataBytes)} of memory for the ${words.samples}`}
      </>
    );
  const fits = fixedBytes + evaluateBytes > most ? 0 : batchThatFits(request, most, largest);
  return (
    <strong className={classes.warn}>
      . It needs about {bytesText(bytes)} of {memory}, more than this device is likely to have:{' '}
      {fits > 0 && fits < request.batchSize
        ? `a batch size of ${formatCount(fits)} would fit.`
        : `take a smaller model, fewer ${words.inputs}, or import smaller ${words.samples}.`}
    </strong>
  );
}

const backendFor = (wanted: unknown, backends: readonly BackendInfo[]): BackendInfo | undefined =>
  backends.find(
    ({ backend, available }) =>
      available && [backend, 'auto', undefined].includes(wanted as string | undefined),
  ) ?? backends.find(({ available }) => available);
