import { NativeSelect } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { run } from '#/app/run';
import { notifyError } from '#/app/stores/notices';
import { type Sample, samples } from '#/core/samples/index';
import { kindViewOf } from '#/ui/kinds/registry';
import { labelFrom } from '../../forms/labelFrom';
import styles from './HomePage.module.css';
import { choicesOf, filterSamples, type SampleFilter } from './sampleFilter';
import { SampleSketch } from './SampleSketch';

export function SampleGallery({ title }: { title: string }) {
  const navigate = useNavigate();
  const [opening, setOpening] = useState<string>();
  const filter: SampleFilter = useSearch({ from: '/' });
  const setFilter = (changed: SampleFilter) =>
    void navigate({
      to: '/',
      search: { kind: changed.kind || undefined, task: changed.task || undefined },
      replace: true,
      resetScroll: false,
    });
  const open = async (sample: Sample) => {
    setOpening(sample.type);
    try {
      const { datasetId } = await run('datasets.sample', { sampleId: sample.type });
      await navigate({ to: '/data/$datasetId', params: { datasetId } });
    } catch (thrown) {
      notifyError(`The sample "${sample.name}" could not be opened`, thrown);
    } finally {
      setOpening(undefined);
    }
  };
  const kinds = choicesOf(samples, 'kind', filter);
  const tasks = choicesOf(samples, 'task', filter);
  return (
    <section aria-labelledby="samples-title">
      <div className={`${styles.head} ${styles.galleryHead}`}>
        <h2 id="samples-title">{title}</h2>
        <NativeSelect
          size="xs"
          aria-label="Kind of the samples"
          value={filter.kind ?? ''}
          onChange={(event) => setFilter({ ...filter, kind: event.currentTarget.value })}
          data={[
            { value: '', label: 'Every kind' },
            ...kinds.map(({ value, count }) => ({
              value,
              label: `${kindViewOf({ kind: value }).title} (${count})`,
            })),
          ]}
        />
        <NativeSelect
          size="xs"
          aria-label="Task of the samples"
          value={filter.task ?? ''}
          onChange={(event) => setFilter({ ...filter, task: event.currentTarget.value })}
          data={[
            { value: '', label: 'Every task' },
            ...tasks.map(({ value, count }) => ({ value, label: `${labelFrom(value)} (${count})` })),
          ]}
        />
      </div>
      <ul className={styles.gallery} aria-labelledby="samples-title">
        {filterSamples(samples, filter).map((sample) => (
          <li key={sample.type}>
            <button
              type="button"
              className={styles.sample}
              disabled={opening !== undefined}
              onClick={() => open(sample)}
            >
              <SampleSketch shapes={sample.sketch} />
              <span>
                <span className={styles.sampleName}>{sample.name}</span>
                <span className={styles.sampleTask}>
                  {labelFrom(sample.task)} · <span className={styles.size}>{sample.size}</span>
                </span>
                <span className={styles.sampleAbout}>{sample.about}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
